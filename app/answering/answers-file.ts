import { z } from 'zod';
import { MemberId } from '../../domain/agreement/member-id.ts';
import { parseIso } from '../../domain/time.ts';
import { Manner, mannerOf, type Pace } from './manner.ts';

const Instant = z
  .string()
  .refine((text) => parseIso(text) !== null, 'a time such as 2026-11-23T08:20:00+08:00 应为带时差的时刻')
  .transform((text) => parseIso(text) ?? 0);
const Colour = z.enum(['blue', 'yellow', 'orange', 'red']);
const reason = z.string().min(1).default('脚本 script');

const Step = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('take_position'),
    position: z.enum(['agree', 'agree_higher', 'object']),
    member: MemberId.exactOptional(),
    grade: Colour.exactOptional(),
    reason,
  }),
  z.strictObject({ type: z.literal('consult') }),
  z.strictObject({ type: z.literal('issue'), grade: z.enum(['none', ...Colour.options]) }),
  z.strictObject({ type: z.literal('issue_at_once'), grade: Colour, reason }),
  z.strictObject({ type: z.literal('withdraw'), reason }),
  z.strictObject({ type: z.literal('lift'), reason }),
  z.strictObject({ type: z.literal('acknowledge') }),
  z.strictObject({ type: z.literal('issue_own'), grade: Colour }),
  z.strictObject({ type: z.literal('start_response'), grade: Colour }),
  z.strictObject({ type: z.literal('pause_clock'), obligation: z.string().min(1), reason: z.string().min(1) }),
  z.strictObject({ type: z.literal('resume_clock'), obligation: z.string().min(1) }),
]);

const Line = z.strictObject({
  at: Instant.meta({ help: 'When it is said. 时刻。' }),
  by: MemberId.meta({ help: 'Jurisdiction whose post may do it. 由哪个辖区办理。' }),
  warning: z
    .string()
    .exactOptional()
    .meta({ help: 'Id; the newest open one when absent. 预警编号，缺省为最新未结的。' }),
  step: Step,
});
export type ScriptLine = z.infer<typeof Line>;

/** How the jurisdictions answer: `lianfang replay --protocol answers.yaml`. */
export const Answers = z.strictObject({
  default: Manner.prefault('prompt').meta({ help: 'Of whoever is not named. 未列出者的答复方式。' }),
  seed: z.int().min(0).default(1).meta({ help: 'Another seed, other minutes. 随机种子。' }),
  jurisdictions: z
    .record(MemberId, Manner)
    .default({})
    .meta({ help: 'By id: cities, provinces, the coordinator. 各辖区。' }),
  cases: z.boolean().default(false).meta({
    help: 'Open joint cases from upwind alerts, in a replay. 回放时由上风向告警立案。',
  }),
  script: z.array(Line).default([]).meta({ help: 'Said at a time, beside all that. 另按时刻办理。' }),
});
export type Answers = z.infer<typeof Answers>;

/** Everybody at that pace but those that are named. */
export function answersAt(pace: Pace, jurisdictions: Readonly<Record<string, Manner>> = {}): Answers {
  return { ...Answers.parse({}), default: mannerOf(pace), jurisdictions };
}
