import { z } from '@hono/zod-openapi';
import { GRADES } from '../domain/grade/grade.ts';

/**
 * Who is who and who is told what, on the wire, version 1: notices, people, the agreement in force, the grades that the air gives. Times are
 * ISO 8601 with offset.
 */
const Time = z.iso.datetime({ offset: true }).openapi({ example: '2026-11-22T14:00:00+08:00' });
const Text = z.object({ zh: z.string(), en: z.string() });
const Grade = z.enum(GRADES);
const Colour = Grade.exclude(['none']);

export const NoticeView = z
  .object({
    id: z.string(),
    jurisdiction: z.string().openapi({ description: 'Who is told.' }),
    event: z.string().openapi({ example: 'warning.overdue' }),
    subject: z.object({ kind: z.enum(['warning', 'case']), id: z.string() }),
    seq: z.number().int(),
    at: Time,
    message: Text,
    dueAt: Time.nullable().openapi({ description: 'Until when it wants an answer of this jurisdiction.' }),
    state: z.enum(['queued', 'sent', 'read', 'answered']),
    exercise: z.boolean(),
  })
  .openapi('Notice');
export const NoticeList = z.object({ items: z.array(NoticeView), unread: z.number().int() }).openapi('NoticeList');

export const PersonView = z
  .object({ id: z.string(), name: z.string(), role: z.string(), jurisdiction: z.string() })
  .openapi('Person');
/** Whose token it is, with the names that the agreement has for post and place. */
export const MeView = PersonView.extend({ roleName: Text, jurisdictionName: Text }).openapi('Me');

/** What a page must know before it asks anything else; open to everybody. */
export const InstallationView = z
  .object({
    region: z.object({ id: z.string(), name: Text }),
    serverNow: Time,
    clockRate: z.number().openapi({ description: 'World seconds per real second.' }),
    exercise: z.boolean().openapi({ description: 'The whole installation is a drill: say so on every page.' }),
    people: z.boolean().openapi({ description: 'Somebody may give commands here.' }),
    reading: z.enum(['open', 'people', 'closed']).openapi({
      description: 'Who may read warnings, cases, ledger and notices; closed: nobody can until people are set.',
    }),
  })
  .openapi('Installation');

const loose = (description: string) => z.looseObject({}).openapi({ description });

/** The version in force. Parts named after the agreement file have its shape (docs/reference/agreement.md). */
export const AgreementView = z
  .object({
    version: z.string(),
    effective: z.looseObject({}),
    region: z.object({ id: z.string(), name: Text, utcOffset: z.string(), coordinator: z.string().nullable() }),
    jurisdictions: z.array(
      z.object({
        id: z.string(),
        name: Text,
        level: z.enum(['nation', 'office', 'province', 'city']),
        superior: z.string().nullable(),
        neighbours: z.array(z.string()),
      }),
    ),
    roles: z.array(
      z.object({
        id: z.string(),
        name: Text,
        at: z.array(z.string()),
        may: z.record(z.string(), z.union([z.literal('all'), z.array(Colour)])),
        cases: z.array(z.string()),
      }),
    ),
    grades: z.looseObject({}).nullable(),
    duties: loose('What is owed in a warning, and until when.'),
    enforcement: loose('Clocks and border strips of joint enforcement.'),
    clocks: loose('Working hours, holidays, reasons for a pause.'),
    sharing: z.array(z.looseObject({})),
    versions: z.array(z.object({ version: z.string(), from: Time.nullable(), to: Time.nullable() })),
  })
  .openapi('Agreement');

/** The grade that the air of a city or of the region gives now; a warning is issued by people, whatever it says. */
export const GradeView = z
  .object({
    subject: z.object({ kind: z.enum(['city', 'region']), id: z.string() }),
    grade: Grade,
    since: Time,
    reason: z.string(),
    basis: z.enum(['observed', 'forecast', 'both']).optional(),
    notice: z.enum(['ozone', 'dust']).nullable().openapi({ description: 'A health notice instead of a colour.' }),
    cities: z.array(z.string()).optional(),
    seq: z.number().int(),
  })
  .openapi('Grade');
/** On the live channel: `grade.changed`, `grade.notice`. */
export const GradeMessage = z.object({
  lane: z.literal('event'),
  type: z.literal('grade'),
  seq: z.number().int(),
  event: z.string(),
  data: GradeView,
});
export const GradeList = z.object({ items: z.array(GradeView) }).openapi('GradeList');

export type NoticeView = z.infer<typeof NoticeView>;
export type NoticeList = z.infer<typeof NoticeList>;
export type PersonView = z.infer<typeof PersonView>;
export type MeView = z.infer<typeof MeView>;
export type InstallationView = z.infer<typeof InstallationView>;
export type AgreementView = z.infer<typeof AgreementView>;
export type GradeView = z.infer<typeof GradeView>;
export type GradeList = z.infer<typeof GradeList>;
