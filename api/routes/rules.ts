import { createRoute, z } from '@hono/zod-openapi';
import type { Judgement } from '../../domain/rule/judgement.ts';
import type { Subject } from '../../domain/rule/subject.ts';
import { formatIso } from '../../domain/time.ts';
import type { ApiApp } from '../api-app.ts';
import type { RuleInForce, RuleSource } from '../deps.ts';
import { BAD_QUERY, jsonContent, problemContent } from '../openapi-responses.ts';
import { ApiProblem } from '../problem.ts';
import { RuleEvaluations, type RuleHourView, RuleView } from '../rules-contract.ts';

const KINDS = ['station', 'city', 'region', 'pair'] as const;

const RuleSubject = z
  .string()
  .transform((text, context): Subject => {
    const [, kind, id = ''] = /^([a-z]+):(.+)$/.exec(text) ?? [];
    const known = KINDS.find((one) => one === kind);
    if (known !== undefined && id !== '') return { kind: known, id };
    context.issues.push({ code: 'custom', input: text, message: `kind:id, kind one of ${KINDS.join(', ')}` });
    return z.NEVER;
  })
  .openapi({ type: 'string', example: 'station:a1', description: 'kind:id; a pair is `pair:a>b`.' });

const list = createRoute({
  method: 'get',
  path: '/api/v1/rules',
  summary: 'The rules in force, in the order of the agreement',
  request: { query: z.strictObject({}) },
  responses: {
    200: jsonContent(z.object({ items: z.array(RuleView) }), 'All of them.'),
    400: BAD_QUERY,
  },
});

const evaluations = createRoute({
  method: 'get',
  path: '/api/v1/rules/{id}/evaluations',
  summary: 'How a rule saw a subject in its newest judged hours: inputs, values, decision and reason',
  request: {
    params: z.object({ id: z.string() }),
    query: z.strictObject({
      subject: RuleSubject,
      hours: z.coerce.number().int().min(1).max(96).default(24).openapi({ type: 'integer', minimum: 1, maximum: 96 }),
    }),
  },
  responses: {
    200: jsonContent(RuleEvaluations, 'The hours, newest first.'),
    400: BAD_QUERY,
    404: problemContent('`unknown_rule` or `not_watched`.'),
  },
});

export function addRuleRoutes(app: ApiApp, rules: RuleSource): void {
  app.openapi(list, (c) => c.json({ items: rules.list().map(ruleView) }, 200));

  app.openapi(evaluations, (c) => {
    const { id } = c.req.valid('param');
    const { subject, hours } = c.req.valid('query');
    const found = rules.list().find(({ rule }) => rule.id === id);
    if (found === undefined) throw new ApiProblem('unknown_rule', { detail: id });
    // One hour more says whether the oldest one raised or was open already.
    const judged = rules.explain({ rule: id, subject, hours: hours + 1 });
    if (judged === undefined) throw new ApiProblem('not_watched', { detail: `${id} on ${subject.kind}:${subject.id}` });
    const views = judged.slice(0, hours).map(({ at, watching, open, judgement }, place): RuleHourView => {
      const before = judged[place + 1]?.open ?? false;
      const decision = open === before ? (open ? 'open' : 'none') : open ? 'raised' : 'returned';
      return { at: formatIso(at), watching, open, decision, judgement: judgementView(judgement) };
    });
    return c.json({ rule: ruleView(found), subject, hours: views }, 200);
  });
}

function ruleView({ rule, since }: RuleInForce): RuleView {
  const { id, on, priority, shadow, message } = rule;
  return {
    ...{ id, on, priority, shadow, message },
    since: Number.isFinite(since) ? formatIso(since) : null,
    definition: { ...rule },
  };
}

/** A copy that JSON and the schema agree on. */
function judgementView({ facts, parts, ...judgement }: Judgement): RuleHourView['judgement'] {
  return {
    ...judgement,
    ...(facts === undefined ? {} : { facts: factsView(facts) }),
    ...(parts === undefined ? {} : { parts: parts.map(judgementView) }),
  };
}

function factsView(facts: NonNullable<Judgement['facts']>): Record<string, string | number | string[]> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, typeof value === 'object' ? [...value] : value]),
  );
}
