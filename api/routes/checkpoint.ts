import { createRoute, z } from '@hono/zod-openapi';
import type { ApiApp } from '../api-app.ts';
import type { EvidencePort } from '../evidence-port.ts';
import { jsonContent, problemContent, STORE_UNAVAILABLE } from '../openapi-responses.ts';
import { ApiProblem } from '../problem.ts';

const Hash = z.string().openapi({ description: 'SHA-256, lower-case hex.' });
const Key = z.string().openapi({ description: 'Public Ed25519 key, SPKI in Base64.' });

const Checkpoint = z
  .object({
    format: z.literal('lianfang-checkpoint-1'),
    region: z.string(),
    seq: z.int().openapi({ description: 'Entries in the ledger, and so the number of the newest.' }),
    hash: Hash,
    root: z.string().openapi({ description: 'Merkle root (RFC 6962, 2.1) over the hashes of all entries.' }),
    at: z.string(),
    key: Key,
    signature: z.string().openapi({ description: 'Ed25519, Base64, over the canonical JSON of all other fields.' }),
  })
  .openapi('Checkpoint');

const checkpoint = createRoute({
  method: 'get',
  path: '/api/v1/ledger/checkpoint',
  summary: 'Where the ledger stands now, signed',
  description:
    'To be kept by whoever wants to be sure later that nothing up to here was changed or cut off: `lianfang verify --checkpoint FILE`. ' +
    'It says nothing of what is in the ledger, and anybody may have it.',
  responses: {
    200: jsonContent(Checkpoint, 'Of the newest entry.'),
    404: problemContent('`empty_ledger`.'),
    503: STORE_UNAVAILABLE,
  },
});

const key = createRoute({
  method: 'get',
  path: '/api/v1/ledger/key',
  summary: 'The public key that signs checkpoints and evidence packages',
  responses: {
    200: jsonContent(
      z.object({ algorithm: z.literal('Ed25519'), key: Key }),
      'Stays the same while the installation keeps its key.',
    ),
  },
});

export function addCheckpointRoutes(app: ApiApp, evidence: EvidencePort): void {
  app.openapi(checkpoint, async (c) => {
    const newest = await evidence.checkpoint();
    if (newest === undefined) throw new ApiProblem('empty_ledger');
    c.header('Content-Disposition', `attachment; filename="checkpoint-${newest.region}-${newest.seq}.json"`);
    return c.json(newest, 200);
  });

  app.openapi(key, (c) => c.json({ algorithm: 'Ed25519' as const, key: evidence.key }, 200));
}
