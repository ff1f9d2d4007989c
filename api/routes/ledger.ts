import { createRoute, z } from '@hono/zod-openapi';
import type { ApiApp } from '../api-app.ts';
import { BAD_QUERY, jsonContent, problemContent, STORE_UNAVAILABLE } from '../openapi-responses.ts';
import { LedgerQuery, ledgerPage } from '../protocol/ledger-page.ts';
import { requireReader } from '../protocol/person-authority.ts';
import type { ProtocolPort } from '../protocol/protocol-port.ts';
import { LedgerPage } from '../protocol-contract.ts';

const route = createRoute({
  method: 'get',
  path: '/api/v1/ledger',
  summary: 'The ledger, in order, with its hashes',
  description:
    'Every entry as it was hashed: `hash` is the SHA-256 over `previousHash` and the canonical JSON of the other fields, so that ' +
    'whoever reads all of them has checked all of them. Instants are epoch ms.',
  request: {
    query: z.strictObject({
      ...LedgerQuery,
      stream: z.string().min(1).max(300).optional().openapi({ example: 'warning/W-2026-001' }),
    }),
  },
  responses: {
    200: jsonContent(LedgerPage, 'A page of entries.'),
    400: BAD_QUERY,
    401: problemContent('`unauthorized`.'),
    403: problemContent('`no_people`: nobody may read this until people are configured.'),
    503: STORE_UNAVAILABLE,
  },
});

export function addLedgerRoute(app: ApiApp, protocol: ProtocolPort): void {
  app.openapi(route, async (c) => {
    requireReader(c, protocol);
    const { stream, ...query } = c.req.valid('query');
    return c.json(await ledgerPage(protocol.ledger, { ...query, ...(stream === undefined ? {} : { stream }) }), 200);
  });
}
