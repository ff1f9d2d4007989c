import { createRoute, z } from '@hono/zod-openapi';
import { PARAMETERS } from '../../domain/air/parameter.ts';
import { parseIso } from '../../domain/time.ts';
import type { ApiApp } from '../api-app.ts';
import { OverruleRequest, OverruleView } from '../contract.ts';
import type { ApiDeps } from '../deps.ts';
import { jsonContent, problemContent, STORE_UNAVAILABLE } from '../openapi-responses.ts';
import { ApiProblem } from '../problem.ts';
import type { QualitySource } from '../quality-source.ts';
import { requestBody } from '../request-body.ts';
import { requireReviewer } from '../reviewer-authority.ts';
import { overruleView } from '../views/quality-view.ts';

const MAX_BODY_BYTES = 16_384;

const overrule = createRoute({
  method: 'post',
  path: '/api/v1/stations/{id}/overrules',
  summary: 'Decide on a value, above all verdicts',
  description:
    'The decision is recorded in the ledger with its reason and who made it, and holds at once: the value is taken into means, ' +
    'indices and rules, or kept out. The latest decision on a value holds. Needs `Authorization: Bearer <token>` of a reviewer.',
  request: {
    params: z.object({ id: z.string() }),
    body: { required: true, content: { 'application/json': { schema: OverruleRequest } } },
  },
  responses: {
    201: jsonContent(OverruleView, 'Recorded.'),
    400: problemContent('`bad_body`: `errors` names every mistake.'),
    401: problemContent('`unauthorized`.'),
    403: problemContent('`no_reviewers`: nobody may decide here.'),
    404: problemContent('`unknown_station`, or `unknown_value`: the station sent no such value.'),
    413: problemContent('`body_too_large`.'),
    503: STORE_UNAVAILABLE,
  },
});

const Body = z.strictObject({
  at: z.string().transform((text, context) => {
    const at = parseIso(text);
    if (at !== null) return at;
    context.issues.push({ code: 'custom', input: text, message: 'ISO 8601 with offset' });
    return z.NEVER;
  }),
  period: z.int().min(0),
  parameter: z.enum(PARAMETERS),
  decision: z.enum(['accept', 'reject']),
  reason: z.string().trim().min(1).max(1_000),
  by: z.string().trim().min(1).max(100),
});

export function addOverruleRoutes(
  app: ApiApp,
  { stations, quality }: Pick<ApiDeps, 'stations'> & { readonly quality: QualitySource },
): void {
  // Not with the schema as validator: who may not decide is told so before anything of the body is read.
  app.openAPIRegistry.registerPath(overrule);
  app.post('/api/v1/stations/:id/overrules', async (c) => {
    requireReviewer(c, quality);
    const id = c.req.param('id');
    if (!stations().some((station) => station.id === id)) throw new ApiProblem('unknown_station', { detail: id });
    const { period: periodS, ...decision } = decode(await requestBody(c, MAX_BODY_BYTES));
    const recorded = await quality.overrule({ station: id, periodS, ...decision });
    if (recorded === undefined) throw new ApiProblem('unknown_value');
    return c.json(overruleView(recorded), 201);
  });
}

function decode(body: Uint8Array): z.output<typeof Body> {
  let content: unknown;
  try {
    content = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new ApiProblem('bad_body', { detail: 'not JSON in UTF-8' });
  }
  const parsed = Body.safeParse(content);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new ApiProblem('bad_body', { errors });
}
