import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface WebhookSink {
  readonly url: string;
  /** Notices by idempotency key, as an honest receiver keeps them, with the ledger's sequence: a repeat is dropped. */
  readonly notices: ReadonlyMap<string, Record<string, unknown>>;
  /** Posts that were repeats. */
  readonly repeats: number;
  close(): void;
}

/** A receiver of webhooks on 127.0.0.1. */
export async function startWebhookSink(): Promise<WebhookSink> {
  const notices = new Map<string, Record<string, unknown>>();
  let repeats = 0;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const key = String(request.headers['idempotency-key']);
    if (notices.has(key)) repeats += 1;
    notices.set(key, { ...JSON.parse(body), seq: Number(request.headers['lianfang-seq']) });
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    notices,
    get repeats() {
      return repeats;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
