import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

export const LIVE_PATH = '/api/v1/live';

export type UpgradeRefusal = '403 Forbidden' | '404 Not Found' | '503 Service Unavailable';

/**
 * Why this upgrade is refused, undefined when it is not. A browser sends `Origin`, and the same-origin policy does not cover
 * WebSocket: another site's page could otherwise read the region with its visitor's access. Programs send none.
 */
export function upgradeRefusal(
  request: IncomingMessage,
  room: { readonly clients: number; readonly maxClients: number },
): UpgradeRefusal | undefined {
  const path = (request.url ?? '/').split('?', 1)[0];
  if (path !== LIVE_PATH) return '404 Not Found';
  const { origin, host } = request.headers;
  if (origin !== undefined && hostOf(origin) !== host?.toLowerCase()) return '403 Forbidden';
  if (room.clients >= room.maxClients) return '503 Service Unavailable';
  return undefined;
}

export function refuseUpgrade(socket: Duplex, refusal: UpgradeRefusal): void {
  // The other end may already be gone; that is no reason to end the process.
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Host and port of an origin, the port left out where it is the scheme's own, as in a Host header. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
