import { z } from '@hono/zod-openapi';
import { IssuedGrade } from '../domain/agreement/role.ts';
import { CaseCommand, type CaseCommandOf, type CaseCommandType } from '../domain/enforcement/case-command.ts';
import { GRADES } from '../domain/grade/grade.ts';
import { parseIso } from '../domain/time.ts';
import type { CommandType, WarningCommand } from '../domain/warning/warning-command.ts';

/**
 * What people send with a command: the fields of domain/warning/warning-command.ts and domain/enforcement/case-command.ts. Never who they
 * are (the token says it), never the version they have seen (`If-Match: "7"`), never a key (`Idempotency-Key`, wanted for every command).
 * Times are ISO 8601 with offset; unknown fields are refused.
 */
const Instant = z
  .string()
  .transform((text, context) => {
    const at = parseIso(text);
    if (at !== null && at >= 0) return at;
    context.issues.push({ code: 'custom', input: text, message: 'ISO 8601 with offset 应为带时差的 ISO 8601 时刻' });
    return z.NEVER;
  })
  .openapi({ type: 'string', format: 'date-time', example: '2026-11-22T14:00:00+08:00' });

const Id = z.string().min(1).max(200);
const Words = z.string().max(10_000);
const Grade = z.enum(GRADES);
const none = z.strictObject({});
const ofCity = { city: Id };

/** One schema a command; `tell_air` is the engine's alone and has none. */
export const WARNING_BODIES = {
  propose: z.strictObject({
    kind: z.enum(['colour', 'ozone', 'dust']).default('colour'),
    grade: Grade.openapi({ description: '`none` with ozone and dust.' }),
    cities: z.array(Id).min(1).max(500),
    window: z.strictObject({ from: Instant, to: Instant.nullable() }),
    basis: z.enum(['observed', 'forecast', 'both']),
    reason: Words,
    exercise: z.literal(true).exactOptional(),
  }),
  withdraw: z.strictObject({ reason: Words }),
  consult: none,
  take_position: z.strictObject({
    member: Id,
    position: z.enum(['agree', 'agree_higher', 'object']),
    grade: IssuedGrade.exactOptional(),
    reason: Words.exactOptional(),
  }),
  issue: z.strictObject({ grade: Grade, responseAt: Instant.exactOptional(), reason: Words.exactOptional() }),
  issue_at_once: z.strictObject({ grade: IssuedGrade, responseAt: Instant.exactOptional(), reason: Words }),
  lift: z.strictObject({ reason: Words, pollutionEndedAt: Instant.exactOptional() }),
  acknowledge: z.strictObject(ofCity),
  issue_own: z.strictObject({ ...ofCity, grade: IssuedGrade }),
  start_response: z.strictObject({ ...ofCity, grade: IssuedGrade }),
  report_measures: z.strictObject({
    ...ofCity,
    measures: Words,
    enterprises: z.int().min(0).max(1_000_000),
    reductionPercent: z.record(z.string().min(1).max(20), z.number().min(0).max(100)),
  }),
  report_day: z.strictObject({ ...ofCity, day: z.iso.date(), text: Words }),
  lift_own: z.strictObject(ofCity),
  confirm_stop: z.strictObject(ofCity),
  submit_summary: z.strictObject({ ...ofCity, text: Words }),
  review: z.strictObject({ text: Words }),
  pause_clock: z.strictObject({ obligation: Id, reason: Id }),
  resume_clock: z.strictObject({ obligation: Id }),
} as const satisfies { readonly [Type in Exclude<CommandType, 'tell_air'>]: z.ZodType<Fields<Type>> };

/** What the body of a warning's command comes to: the command without what headers and token say. */
type Fields<Type extends CommandType> = Omit<
  Extract<WarningCommand, { readonly type: Type }>,
  'type' | 'by' | 'expectedVersion' | 'warning'
>;

export type WarningCommandName = keyof typeof WARNING_BODIES;
/** As it is sent: `WarningCommandBody<'lift'>` is `{reason: string, pollutionEndedAt?: string}`. */
export type WarningCommandBody<Name extends WarningCommandName> = z.input<(typeof WARNING_BODIES)[Name]>;

/** Times in the commands of cases. */
type TimeField = 'visitedAt' | 'servedAt' | 'knownAt' | 'until';
type InIso<Field, Value> = Field extends TimeField ? (Value extends null ? null : string) : Value;
type Told<Sent> = {
  [Field in Exclude<keyof Sent, 'type' | 'by' | 'expectedVersion' | 'case'>]: InIso<Field, Sent[Field]>;
};
/** As it is sent: `CaseCommandBody<'sign'>` is `{hash: string}`. `attachments` may be left out. */
export type CaseCommandBody<Name extends CaseCommandType> = Told<
  Extract<z.input<typeof CaseCommand>, { readonly type: Name }>
>;
/** The command without what headers and token say. */
export type CaseFields<Name extends CaseCommandType> = Omit<
  CaseCommandOf<Name>,
  'type' | 'by' | 'expectedVersion' | 'case'
>;

const TIME_FIELDS: readonly string[] = ['visitedAt', 'servedAt', 'knownAt', 'until'] satisfies TimeField[];
const OF_HEADERS = ['type', 'by', 'expectedVersion', 'case'];

/** One schema a command, made of the machine's own: the same fields, with times as people write them. */
export const CASE_BODIES = Object.fromEntries(
  CaseCommand.options.map((option) => {
    const shape = Object.entries(option.shape)
      .filter(([field]) => !OF_HEADERS.includes(field))
      .map(([field, schema]) => [
        field,
        !TIME_FIELDS.includes(field) ? schema : field === 'until' ? Instant.nullable() : Instant,
      ]);
    return [option.shape.type.value, z.strictObject(Object.fromEntries(shape))];
  }),
) as unknown as { readonly [Name in CaseCommandType]: z.ZodType<CaseFields<Name>, CaseCommandBody<Name>> };
