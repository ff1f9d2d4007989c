import { createRoute, z } from '@hono/zod-openapi';
import type { ApiApp } from '../api-app.ts';
import type { ApiDeps, ReadinessCheck } from '../deps.ts';
import { jsonContent, problemContent } from '../openapi-responses.ts';
import { ApiProblem } from '../problem.ts';
import { afterReal } from '../real-delay.ts';

/** A check that has not answered by then counts as failed: whoever asks is deciding whether to send traffic. */
const ANSWER_WITHIN_MS = 3_000;

const healthz = createRoute({
  method: 'get',
  path: '/healthz',
  summary: 'The process answers',
  responses: { 200: jsonContent(z.object({ status: z.literal('ok') }), 'It does.') },
});

const readyz = createRoute({
  method: 'get',
  path: '/readyz',
  summary: 'Everything that the service leans on answers',
  responses: {
    200: jsonContent(
      z.object({ status: z.literal('ready'), checks: z.array(z.object({ name: z.string(), ok: z.literal(true) })) }),
      'All checks passed, each named.',
    ),
    503: problemContent('`not_ready`: `errors` names each failed check with its reason.'),
  },
});

export function addHealthRoutes(app: ApiApp, deps: Pick<ApiDeps, 'checks' | 'clock' | 'clockRate'>): void {
  app.openapi(healthz, (c) => c.json({ status: 'ok' as const }, 200));

  app.openapi(readyz, async (c) => {
    const reasons = await Promise.all(deps.checks.map((check) => reasonAgainst(check, deps)));
    const errors = deps.checks.flatMap(({ name }, position) => {
      const message = reasons[position];
      return message === undefined ? [] : [{ path: name, message }];
    });
    if (errors.length > 0) throw new ApiProblem('not_ready', { errors });
    return c.json(
      { status: 'ready' as const, checks: deps.checks.map(({ name }) => ({ name, ok: true as const })) },
      200,
    );
  });
}

async function reasonAgainst(
  check: ReadinessCheck,
  deps: Pick<ApiDeps, 'clock' | 'clockRate'>,
): Promise<string | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<string>();
  const cancel = afterReal(deps.clock, deps.clockRate, ANSWER_WITHIN_MS, () => resolve('no answer within 3 s'));
  const asked = check.check().then(
    (result) => (result.ok ? undefined : result.reason),
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  try {
    return await Promise.race([asked, late]);
  } finally {
    cancel();
  }
}
