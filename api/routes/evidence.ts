import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ApiApp } from '../api-app.ts';
import type { EvidencePort } from '../evidence-port.ts';
import { problemContent, STORE_UNAVAILABLE } from '../openapi-responses.ts';
import { ApiProblem } from '../problem.ts';
import { requireReader } from '../protocol/person-authority.ts';
import type { ProtocolPort } from '../protocol/protocol-port.ts';

type Kind = 'warning' | 'case';

function routeOf(kind: Kind) {
  return createRoute({
    method: 'get',
    path: `/api/v1/${kind}s/{id}/evidence` as const,
    summary: `The evidence package of a ${kind}, as it is now`,
    description:
      'Plain files with a signed manifest in one ZIP archive: ledger entries with proofs, readings, how every hour was judged, positions, ' +
      'notices, and a report. `lianfang verify` checks it offline. It is made when it is asked for, which takes seconds.',
    request: { params: z.object({ id: z.string() }) },
    responses: {
      200: {
        description: 'The archive.',
        content: { 'application/zip': { schema: { type: 'string' as const, format: 'binary' } } },
      },
      401: problemContent('`unauthorized`.'),
      403: problemContent('`no_people`: nobody may read this until people are configured.'),
      404: problemContent(`\`unknown_${kind}\`.`),
      409: problemContent(
        '`evidence_incomplete`: the version of the agreement that it was decided by is not configured any more.',
      ),
      503: STORE_UNAVAILABLE,
    },
  });
}

export function addEvidenceRoutes(
  app: ApiApp,
  deps: { readonly evidence: EvidencePort; readonly protocol: ProtocolPort },
): void {
  const { evidence, protocol } = deps;
  app.openapi(routeOf('warning'), async (c) => {
    requireReader(c, protocol);
    const { id } = c.req.valid('param');
    if (protocol.warnings.get(id) === undefined) throw new ApiProblem('unknown_warning', { detail: id });
    return archive(c, { kind: 'warning', id }, evidence);
  });
  app.openapi(routeOf('case'), async (c) => {
    requireReader(c, protocol);
    const { id } = c.req.valid('param');
    if (protocol.cases.get(id) === undefined) throw new ApiProblem('unknown_case', { detail: id });
    return archive(c, { kind: 'case', id }, evidence);
  });
}

async function archive(c: Context, object: { readonly kind: Kind; readonly id: string }, evidence: EvidencePort) {
  const made = await evidence.build(object);
  if (made.outcome === 'unknown') throw new ApiProblem(`unknown_${object.kind}`, { detail: object.id });
  if (made.outcome === 'incomplete') throw new ApiProblem('evidence_incomplete', { detail: made.reason });
  return c.body(new Uint8Array(made.bytes), 200, {
    'Content-Type': 'application/zip',
    'Content-Disposition': `attachment; filename="${object.id}.zip"`,
  });
}
