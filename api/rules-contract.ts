import { z } from '@hono/zod-openapi';

/** Rules and how they judged on the wire, version 1 of the public contract. */
const Time = z.iso.datetime({ offset: true }).openapi({ example: '2026-11-22T14:00:00+08:00' });
const Text = z.object({ zh: z.string(), en: z.string() });

export const RuleView = z
  .object({
    id: z.string(),
    on: z.enum(['station', 'city', 'region', 'pair']),
    priority: z.number().int(),
    shadow: z.boolean().openapi({ description: 'Evaluated and recorded, nobody is told.' }),
    message: Text.openapi({ description: 'With its placeholders.' }),
    since: Time.nullable().openapi({
      description: 'It judges hours after this one as it stands; null: from the beginning.',
    }),
    definition: z
      .looseObject({})
      .openapi({ description: 'The whole rule as the agreement has it, defaults filled in.' }),
  })
  .openapi('Rule');
export type RuleView = z.infer<typeof RuleView>;

export const JudgementView = z
  .object({
    kind: z.string(),
    truth: z.enum(['true', 'false', 'unknown']),
    reason: z.string().openapi({ description: 'A code, listed in docs/spec/conditions.md.' }),
    quantity: z.string().optional(),
    over: z.string().optional(),
    value: z.number().optional().openapi({ description: 'Absent: missing.' }),
    limit: z.number().optional(),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])).optional(),
    parts: z
      .array(z.looseObject({}))
      .optional()
      .openapi({ type: 'array', items: { $ref: '#/components/schemas/Judgement' } }),
  })
  .openapi('Judgement');

export const RuleHourView = z
  .object({
    at: Time.openapi({ description: 'End of the judged hour.' }),
    watching: z.boolean().openapi({ description: 'false: outside its season or hours of the day.' }),
    open: z.boolean().openapi({ description: 'An alert is open after this hour.' }),
    decision: z.enum(['raised', 'returned', 'open', 'none']),
    judgement: JudgementView,
  })
  .openapi('RuleHour');
export type RuleHourView = z.infer<typeof RuleHourView>;

export const RuleEvaluations = z
  .object({
    rule: RuleView,
    subject: z.object({ kind: z.enum(['station', 'city', 'region', 'pair']), id: z.string() }),
    hours: z.array(RuleHourView).openapi({ description: 'Newest first.' }),
  })
  .openapi('RuleEvaluations');
export type RuleEvaluations = z.infer<typeof RuleEvaluations>;
