import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { ApiApp } from './api-app.ts';
import type { LiveHub } from './live/live-hub.ts';

const LAST_REQUESTS_MS = 2_000;

export interface RunningServer {
  /** The port it listens on, also when 0 was asked for. */
  readonly port: number;
  /** Resolves when no connection is left. */
  close(): Promise<void>;
}

/** Listens; rejects when the port is taken. */
export async function serve(options: {
  readonly app: Pick<ApiApp, 'fetch'>;
  readonly hub: LiveHub;
  readonly port: number;
  readonly host: string;
}): Promise<RunningServer> {
  const server = createServer(getRequestListener(options.app.fetch));
  options.hub.attach(server);
  await listen(server, options);
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      options.hub.close();
      const { promise, resolve } = Promise.withResolvers<void>();
      server.close(() => resolve());
      // Browsers keep idle connections open for minutes; requests under way are finished first.
      server.closeIdleConnections();
      // A request that is never finished must not keep the process.
      const deadline = setTimeout(() => server.closeAllConnections(), LAST_REQUESTS_MS);
      void promise.then(() => clearTimeout(deadline));
      return promise;
    },
  };
}

function listen(server: Server, { port, host }: { readonly port: number; readonly host: string }): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ port, host }, () => {
    server.off('error', reject);
    resolve();
  });
  return promise;
}
