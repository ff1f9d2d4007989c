import { z } from '@hono/zod-openapi';
import { CASE_STAGES } from '../domain/enforcement/case-stage.ts';
import { GRADES } from '../domain/grade/grade.ts';

/**
 * The protocols on the wire, version 1: joint warnings, joint-enforcement cases, ledger. Times are ISO 8601
 * with offset (`Time`), but for ledger entries, which are the record itself: instants inside them are epoch ms, as they were hashed.
 * Cities and jurisdictions are ids of the agreement. What people send is in `command-contract.ts`; notices,
 * people, agreement and grades are in `parties-contract.ts`.
 *
 * GET  /api/v1/installation                                      InstallationView, open to everybody
 * GET  /api/v1/me, /api/v1/people                                MeView, { items: PersonView[] }
 * GET  /api/v1/{warnings,cases}                                  { items: WarningSummary[] | CaseSummary[], next }, newest first
 * GET  /api/v1/{warnings,cases}/{id}                             WarningView | CaseView, with ETag: "<version>"
 * GET  /api/v1/{warnings,cases}/{id}/events?after=               LedgerPage
 * POST /api/v1/{warnings,cases}                                  propose, open -> WarningAnswer | CaseAnswer
 * POST /api/v1/{warnings,cases}/{id}/{command}                   WarningAnswer | CaseAnswer | RefusalProblem
 * GET  /api/v1/ledger?after=&limit=&stream=                      LedgerPage
 * GET  /api/v1/notices?jurisdiction=&state=, POST .../{id}/read  NoticeList, NoticeView
 * GET  /api/v1/agreement, /api/v1/grades                         AgreementView, GradeList, open to everybody
 */
const Time = z.iso.datetime({ offset: true }).openapi({ example: '2026-11-22T14:00:00+08:00' });
const Text = z.object({ zh: z.string(), en: z.string() });
const Grade = z.enum(GRADES);
const Colour = Grade.exclude(['none']);
const Basis = z.enum(['observed', 'forecast', 'both']);

/** Who did it: a person in a post (`person` is an id, never a name), or a part of the program (`engine`, `clock`, `consultation`). */
export const ByView = z
  .union([
    z.object({ person: z.string(), role: z.string(), jurisdiction: z.string() }),
    z.object({ machine: z.string() }),
  ])
  .openapi('By');

/** One event of the ledger with all that its hash is over. `at`, `recordedAt` and every instant inside `data` are epoch ms. */
export const LedgerEntryView = z
  .object({
    seq: z.number().int().openapi({ description: 'Counts from 1 without a gap over the whole ledger.' }),
    stream: z.string().openapi({ example: 'warning/W-2026-001' }),
    version: z.number().int().openapi({ description: 'Counts from 1 inside the stream.' }),
    type: z.string().openapi({ example: 'warning.issued' }),
    at: z.number().int(),
    recordedAt: z.number().int(),
    data: z.record(z.string(), z.unknown()),
    hash: z.string().openapi({ description: 'SHA-256, hex, over `previousHash` and the canonical JSON of the rest.' }),
    previousHash: z.string(),
  })
  .openapi('LedgerEntry');

/** On the live channel, for who may read warnings and cases; `event` is the entry's type: `warning.issued`, `case.accepted`. */
export const EntryMessage = z.object({
  lane: z.literal('event'),
  type: z.literal('entry'),
  seq: z.number().int(),
  event: z.string(),
  data: LedgerEntryView,
});

/** `next` goes back as `after`, null at the end; `last` is the newest sequence of the whole ledger. */
export const LedgerPage = z
  .object({ items: z.array(LedgerEntryView), next: z.number().int().nullable(), last: z.number().int() })
  .openapi('LedgerPage');

/** Something owed that is not yet kept. `duty`: see docs/spec/warning.md and enforcement.md. */
export const ClockView = z
  .object({
    id: z.string(),
    duty: z.string(),
    by: z.string().openapi({ description: 'The jurisdiction that owes it.' }),
    from: Time,
    dueAt: Time,
    overdue: z.boolean().openapi({ description: 'Its time is over by the server clock, or a superior has been told.' }),
    /** A year whose holidays are not known yet: the due time counts weekends alone there. */
    provisional: z.number().int().optional(),
    paused: z.object({ since: Time, reason: z.string() }).nullable(),
    /** Who has been told of it already, in order (`to` null: nobody stands above). */
    told: z.array(z.object({ at: Time, to: z.string().nullable() })),
    /** Who hears of it next, and when; null when all have heard or the clock is paused. */
    next: z.object({ step: z.number().int(), at: Time, to: z.string().nullable() }).nullable(),
  })
  .openapi('Clock');

/** How a clock ended; `void`: nothing was owed any longer. */
export const ClosedClockView = z
  .object({
    id: z.string(),
    duty: z.string(),
    by: z.string(),
    from: Time,
    dueAt: Time,
    closedAt: Time,
    outcome: z.enum(['kept', 'kept_late', 'void']),
    told: z.number().int().openapi({ description: 'Steps of escalation that had been told.' }),
  })
  .openapi('ClosedClock');

/** The earliest thing that any clock will say. */
const NextDeadline = z.object({
  at: Time,
  duty: z.string(),
  by: z.string(),
  step: z.number().int(),
  to: z.string().nullable(),
});

/**
 * A command that the asking person may give now: some command with these values would be carried out. `choices`: by field, the values
 * that would be; fields without choices are free (texts, times). Empty for machines, strangers and whoever may not.
 */
export const CommandOffer = z
  .object({
    command: z.string().openapi({ example: 'issue_own' }),
    choices: z
      .record(z.string(), z.array(z.string()))
      .openapi({ example: { city: ['jia'], grade: ['orange', 'red'] } }),
  })
  .openapi('CommandOffer');

const Window = z.object({ from: Time, to: Time.nullable() });
const Last = z.object({ type: z.string(), by: ByView, at: Time });

export const PositionView = z.object({
  member: z.string(),
  position: z.enum(['agree', 'agree_higher', 'object', 'silent']),
  grade: Colour.optional().openapi({ description: 'With `agree_higher`.' }),
  reason: z.string().optional(),
  at: Time,
  answeredBy: z.string().optional().openapi({ description: 'The superior that answered for it.' }),
});

/** The open question: whether to issue, step up or down, or issue again. */
export const RoundView = z.object({
  number: z.number().int(),
  stage: z.enum(['proposed', 'consulting', 'recommended', 'rejected']),
  grade: Grade,
  cities: z.array(z.string()),
  window: Window,
  basis: Basis,
  proposedBy: ByView,
  proposedAt: Time,
  reason: z.string(),
  unfounded: z.boolean().openapi({ description: 'Late data took away what the proposal of the engine rested on.' }),
  asked: z.array(z.string()),
  silence: z.enum(['agrees', 'abstains', 'escalates']),
  needed: z.number().int().openapi({ description: 'How many must agree.' }),
  positions: z.array(PositionView),
  recommendation: z
    .object({ grade: Colour.nullable(), supporters: z.array(z.string()), needed: z.number().int() })
    .nullable(),
});

export const IssueView = z.object({
  number: z.number().int(),
  change: z.enum(['start', 'up', 'down', 'more_cities', 'relapse']),
  grade: Grade,
  cities: z.array(z.string()),
  window: Window,
  basis: Basis,
  responseAt: Time,
  atOnce: z.boolean(),
  by: ByView,
  at: Time,
});

/** One row of the matrix of cities and steps; null: not done. What is owed until when stands in `clocks`, by city and duty. */
export const CityProgressView = z
  .object({
    city: z.string(),
    issue: z.number().int().openapi({ description: 'The regional issue that it has to follow.' }),
    acknowledgedAt: Time.nullable(),
    own: z.object({ grade: Colour, at: Time, liftedAt: Time.nullable() }).nullable(),
    response: z.object({ grade: Colour, at: Time }).nullable(),
    firstReportAt: Time.nullable(),
    dailyReports: z.array(z.string()).openapi({ description: 'Days, YYYY-MM-DD.' }),
    stoppedAt: Time.nullable(),
    summaryAt: Time.nullable(),
  })
  .openapi('CityProgress');

export const CityTimelinessView = z.object({
  city: z.string(),
  owed: z.number().int(),
  kept: z.number().int(),
  keptLate: z.number().int(),
  missed: z.number().int(),
  escalations: z.number().int(),
  worstDelayMs: z.number().int(),
});

const warningSummary = {
  id: z.string(),
  kind: z.enum(['colour', 'ozone', 'dust']),
  exercise: z.boolean().openapi({ description: 'A drill: show it as such.' }),
  version: z.number().int().openapi({ description: 'Goes into `If-Match`.' }),
  standing: z.enum(['pending', 'in_force', 'lifted', 'reviewed', 'withdrawn']),
  stage: z
    .enum(['none', 'proposed', 'consulting', 'recommended', 'rejected'])
    .openapi({ description: 'Where the open question stands.' }),
  grade: Grade.openapi({
    description: 'In force for the region; `none` before the issue, after the lift, for a notice.',
  }),
  proposed: Grade.nullable().openapi({ description: 'Of the open question; null: none is open.' }),
  cities: z.array(z.string()).openapi({ description: 'Named by the newest issue, or by the proposal.' }),
  proposedAt: Time.openapi({ description: 'When the warning began.' }),
  issuedAt: Time.nullable().openapi({ description: 'When it was first issued.' }),
  liftedAt: Time.nullable(),
  overdue: z.number().int().openapi({ description: 'Clocks that are overdue now.' }),
  next: NextDeadline.nullable(),
  last: Last,
};
export const WarningSummary = z.object(warningSummary).openapi('WarningSummary');

export const WarningView = z
  .object({
    ...warningSummary,
    round: RoundView.nullable(),
    rounds: z.number().int(),
    issues: z.array(IssueView),
    progress: z.array(CityProgressView).openapi({ description: 'In the order of the agreement.' }),
    /** The grade that the region's air gives, as the engine told it last; null: it has told none. */
    air: z.object({ grade: Grade, basis: Basis, at: Time }).nullable(),
    lift: z.object({ at: Time, pollutionEndedAt: Time, grade: Grade }).nullable(),
    clocks: z.array(ClockView).openapi({ description: 'Open ones, the earliest due first.' }),
    closedClocks: z.array(ClosedClockView),
    timeliness: z.array(CityTimelinessView),
    commands: z.array(CommandOffer),
  })
  .openapi('Warning');

const AttachmentView = z.object({ name: z.string(), sha256: z.string(), bytes: z.number().int() });

/** One thing on the record of a case, which the co-signature is on. `says` as in the ledger: instants are epoch ms. */
export const RecordEntryView = z.object({
  type: z.string(),
  at: Time,
  by: ByView,
  agreement: z.string(),
  says: z.record(z.string(), z.unknown()),
  attachments: z.array(AttachmentView),
});

/**
 * One line of the checklist, in the order of the work; one `signature` a party. `not_needed`: no violation, closed without it;
 * `next`: owed now, in time; `later`: its turn has not come.
 */
export const ChecklistItem = z
  .object({
    duty: z.string(),
    name: Text,
    by: z.string().nullable().openapi({ description: 'Whose turn it is or was; null while unknown.' }),
    state: z.enum(['done', 'done_late', 'next', 'overdue', 'later', 'not_needed']),
    dueAt: Time.nullable(),
    doneAt: Time.nullable(),
  })
  .openapi('ChecklistItem');

const CaseStageName = z.enum(CASE_STAGES);

const caseSummary = {
  id: z.string(),
  exercise: z.boolean(),
  version: z.number().int().openapi({ description: 'Goes into `If-Match`.' }),
  stage: CaseStageName,
  openedAt: Time,
  grounds: z.object({ kind: z.enum(['alert', 'trace', 'complaint']), id: z.string() }),
  site: z.object({
    name: z.string(),
    borderKm: z.number().nullable(),
    strip: z.string().openapi({ description: '`mutual`, `listed`, `outside`.' }),
  }),
  owner: z.string().openapi({ description: 'The one jurisdiction whose case it is.' }),
  sender: z.string(),
  respondent: z.string().nullable(),
  overdue: z.number().int(),
  next: NextDeadline.nullable(),
  last: Last,
};
export const CaseSummary = z.object(caseSummary).openapi('CaseSummary');

export const CaseView = z
  .object({
    ...caseSummary,
    parties: z.array(z.string()).openapi({ description: 'Whose signatures close the case.' }),
    dispute: z
      .object({
        arbiter: z.string(),
        cause: z.enum(['declined', 'silent', 'disputed']),
        at: Time,
        reason: z.string().nullable(),
      })
      .nullable(),
    visitedAt: Time.nullable(),
    violation: z.boolean().nullable(),
    order: z
      .object({
        round: z.number().int(),
        servedAt: Time,
        limitAt: Time,
        dailyFine: z.object({ yuanPerDay: z.number(), fromDay: z.string() }).nullable(),
      })
      .nullable(),
    rounds: z.number().int(),
    fines: z.array(z.object({ fromDay: z.string(), toDay: z.string(), days: z.number().int(), yuan: z.number() })),
    supervision: z
      .object({ state: z.enum(['proposed', 'listed']), by: z.string(), at: Time, until: Time.nullable() })
      .nullable()
      .openapi({ description: '`by`: who has to decide on it, or who listed it.' }),
    accidents: z.array(
      z.object({
        id: z.string(),
        by: z.string(),
        level: z.enum(['I', 'II', 'III', 'IV']),
        knownAt: Time,
        neighbours: z.array(z.string()),
        superiors: z.array(z.string()),
        notified: z.array(z.string()),
        verified: z.array(z.string()),
      }),
    ),
    checklist: z.array(ChecklistItem),
    record: z.array(RecordEntryView),
    frozen: z
      .object({ hash: z.string(), at: Time, entries: z.number().int() })
      .nullable()
      .openapi({ description: 'The version to sign: SHA-256 of the canonical JSON of the record.' }),
    signatures: z.array(z.object({ jurisdiction: z.string(), person: z.string(), at: Time })),
    clocks: z.array(ClockView),
    closedClocks: z.array(ClosedClockView),
    commands: z.array(CommandOffer),
  })
  .openapi('Case');

const answer = {
  /** The same `Idempotency-Key` was carried out before: this is what came of it then, and the state now. */
  repeated: z.boolean(),
  events: z.array(LedgerEntryView),
};
export const WarningAnswer = z.object({ ...answer, warning: WarningView }).openapi('WarningAnswer');
export const CaseAnswer = z.object({ ...answer, case: CaseView }).openapi('CaseAnswer');

/**
 * A refused command: the problem document (`code` one of `not_permitted` 403, `version_conflict` 409, `refused` 409) with the rule that
 * it breaks. `version`: where the warning or case stands; `first`: what was done last and by whom, for the loser of a race.
 */
export const RefusalProblem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional(),
    code: z.string(),
    rule: z.string().openapi({ example: 'WRN-2' }),
    reason: Text,
    version: z.number().int(),
    first: Last.optional(),
    requestId: z.string().optional(),
  })
  .openapi('Refusal');

export type ByView = z.infer<typeof ByView>;
export type LedgerEntryView = z.infer<typeof LedgerEntryView>;
export type LedgerPage = z.infer<typeof LedgerPage>;
export type ClockView = z.infer<typeof ClockView>;
export type ClosedClockView = z.infer<typeof ClosedClockView>;
export type CommandOffer = z.infer<typeof CommandOffer>;
export type WarningSummary = z.infer<typeof WarningSummary>;
export type WarningView = z.infer<typeof WarningView>;
export type CaseSummary = z.infer<typeof CaseSummary>;
export type CaseView = z.infer<typeof CaseView>;
export type ChecklistItem = z.infer<typeof ChecklistItem>;
export type WarningAnswer = z.infer<typeof WarningAnswer>;
export type CaseAnswer = z.infer<typeof CaseAnswer>;
export type RefusalProblem = z.infer<typeof RefusalProblem>;
