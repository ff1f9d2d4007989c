import type { IssuedGrade } from '../agreement/role.ts';
import type { ClockChange } from '../deadline/clockwork.ts';
import type { Commanded } from '../deadline/commanded.ts';
import type { Grade } from '../grade/grade.ts';
import type { By } from './actor.ts';
import type { ForecastAgainstFact } from './forecast-against-fact.ts';
import type { CityTimeliness } from './timeliness.ts';
import type { Basis, Issue, Position, Recommendation, Silence, WarningKind, Window } from './warning.ts';

/** In every event: of which warning, by whom, under which version of the agreement, and what it does to the clocks. */
export type About = {
  readonly warning: string;
  readonly by: By;
  readonly agreement: string;
  readonly exercise?: true;
  readonly clocks?: ClockChange;
} & Commanded;

type Recorded<Type extends string, Data> = {
  readonly type: Type;
  /** When it was decided, epoch ms. */
  readonly at: number;
  readonly data: About & Data;
};

/** When a clock spoke: `late` when the program was not there in time. `told`: every side that hears of it. */
export type ClockSpoke = {
  readonly obligation: string;
  readonly dueAt: number;
  readonly late: boolean;
  readonly lateByMs: number;
  readonly told: readonly string[];
};

export type WarningProposed = Recorded<
  'warning.proposed',
  {
    readonly round: number;
    readonly kind: WarningKind;
    readonly grade: Grade;
    readonly cities: readonly string[];
    readonly window: Window;
    readonly basis: Basis;
    readonly reason: string;
  }
>;
export type ConsultationOpened = Recorded<
  'warning.consultation_opened',
  { readonly asked: readonly string[]; readonly silence: Silence; readonly needed: number }
>;
export type PositionTaken = Recorded<
  'warning.position_taken',
  { readonly member: string } & Omit<Position, 'at' | 'position'> & {
      readonly position: 'agree' | 'agree_higher' | 'object';
    }
>;
/** `to`: the superior that is asked now. */
export type SilenceNoted = Recorded<
  'warning.silence_noted',
  ClockSpoke & { readonly member: string; readonly meaning: Silence; readonly to: string | null }
>;
/** A recommendation; nothing is issued by it. */
export type Consulted = Recorded<
  'warning.consulted',
  Recommendation & {
    readonly agreed: readonly string[];
    readonly objected: readonly string[];
    readonly silent: readonly string[];
  }
>;
export type WarningWithdrawn = Recorded<'warning.withdrawn', { readonly round: number; readonly reason: string }>;
export type WarningIssued = Recorded<'warning.issued', Omit<Issue, 'by' | 'at'> & { readonly reason: string }>;
/** Ozone or dust: no colour, no measures. */
export type NoticeIssued = Recorded<'warning.notice_issued', Omit<Issue, 'by' | 'at'> & { readonly reason: string }>;
export type WarningLifted = Recorded<
  'warning.lifted',
  { readonly reason: string; readonly grade: Grade; readonly pollutionEndedAt: number; readonly air: Grade | null }
>;
export type AirTold = Recorded<
  'warning.air_told',
  { readonly grade: Grade; readonly basis: Basis; readonly reason: string }
>;
/** Late data changed what the air gives; `unfounded`: the open proposal no longer rests on it. */
export type WarningCorrected = Recorded<
  'warning.corrected',
  {
    readonly grade: Grade;
    readonly previous: Grade | null;
    readonly basis: Basis;
    readonly reason: string;
    readonly changedFrom: number;
    readonly unfounded: boolean;
  }
>;

export type WarningReceived = Recorded<'warning.received', { readonly city: string; readonly issue: number }>;
export type OwnIssued = Recorded<'warning.own_issued', { readonly city: string; readonly grade: IssuedGrade }>;
export type ResponseStarted = Recorded<
  'warning.response_started',
  { readonly city: string; readonly grade: IssuedGrade }
>;
export type MeasuresReported = Recorded<
  'warning.measures_reported',
  {
    readonly city: string;
    readonly measures: string;
    readonly enterprises: number;
    readonly reductionPercent: { readonly [pollutant: string]: number };
  }
>;
export type DayReported = Recorded<
  'warning.day_reported',
  { readonly city: string; readonly day: string; readonly text: string }
>;
export type OwnLifted = Recorded<'warning.own_lifted', { readonly city: string }>;
export type ResponseStopped = Recorded<'warning.stopped', { readonly city: string }>;
export type SummarySubmitted = Recorded<'warning.summary_submitted', { readonly city: string; readonly text: string }>;
export type WarningReviewed = Recorded<
  'warning.reviewed',
  {
    readonly text: string;
    readonly timeliness: readonly CityTimeliness[];
    readonly forecast: ForecastAgainstFact;
  }
>;
/** Step 1 when it falls due, told to the nearest superior; then up. */
export type WarningOverdue = Recorded<
  'warning.overdue',
  ClockSpoke & {
    readonly duty: string;
    readonly jurisdiction: string;
    readonly step: number;
    readonly to: string | null;
  }
>;
export type ClockPaused = Recorded<'warning.clock_paused', { readonly obligation: string; readonly reason: string }>;
export type ClockResumed = Recorded<'warning.clock_resumed', { readonly obligation: string; readonly dueAt: number }>;

export type WarningEvent =
  | WarningProposed
  | ConsultationOpened
  | PositionTaken
  | SilenceNoted
  | Consulted
  | WarningWithdrawn
  | WarningIssued
  | NoticeIssued
  | WarningLifted
  | AirTold
  | WarningCorrected
  | WarningReceived
  | OwnIssued
  | ResponseStarted
  | MeasuresReported
  | DayReported
  | OwnLifted
  | ResponseStopped
  | SummarySubmitted
  | WarningReviewed
  | WarningOverdue
  | ClockPaused
  | ClockResumed;

export type WarningEventType = WarningEvent['type'];

/** The ledger stream in which the events of one warning follow each other. */
export function warningStream(id: string): string {
  return `warning/${id}`;
}
