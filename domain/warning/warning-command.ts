import type { IssuedGrade } from '../agreement/role.ts';
import type { Grade } from '../grade/grade.ts';
import type { By } from './actor.ts';
import type { Basis, WarningKind, Window } from './warning.ts';

type Given = {
  readonly by: By;
  /** The version of the warning that the sender has seen; checked when given (WRN-6). */
  readonly expectedVersion?: number;
};

export type Propose = Given & {
  readonly type: 'propose';
  /** Id of the warning when this begins one. */
  readonly warning: string;
  readonly kind: WarningKind;
  /** `none` with a notice. */
  readonly grade: Grade;
  readonly cities: readonly string[];
  readonly window: Window;
  readonly basis: Basis;
  readonly reason: string;
  readonly exercise?: boolean;
};
export type Withdraw = Given & { readonly type: 'withdraw'; readonly reason: string };
/** The coordinator asks the members for their positions. */
export type Consult = Given & { readonly type: 'consult' };
/** `member` is the actor's own city, or one for which the actor's jurisdiction was asked after its silence. */
export type TakePosition = Given & {
  readonly type: 'take_position';
  readonly member: string;
  readonly position: 'agree' | 'agree_higher' | 'object';
  readonly grade?: IssuedGrade;
  readonly reason?: string;
};
/** What was recommended is issued; `responseAt` (epoch ms) orders a common beginning of the response. */
export type IssueWarning = Given & {
  readonly type: 'issue';
  readonly grade: Grade;
  readonly responseAt?: number;
  readonly reason?: string;
};
/** Without a consultation, as the pollution is there. */
export type IssueAtOnce = Given & {
  readonly type: 'issue_at_once';
  readonly grade: IssuedGrade;
  readonly responseAt?: number;
  readonly reason: string;
};
export type Lift = Given & {
  readonly type: 'lift';
  readonly reason: string;
  /** End of the last hour of pollution, epoch ms; now when absent. */
  readonly pollutionEndedAt?: number;
};
/** What the engine says of the region's air; with `changedFrom` late data changed what it had said (epoch ms). */
export type TellAir = Given & {
  readonly type: 'tell_air';
  readonly grade: Grade;
  readonly basis: Basis;
  readonly reason: string;
  readonly changedFrom?: number;
};

type OfCity = Given & { readonly city: string };
export type Acknowledge = OfCity & { readonly type: 'acknowledge' };
export type IssueOwn = OfCity & { readonly type: 'issue_own'; readonly grade: IssuedGrade };
export type StartResponse = OfCity & { readonly type: 'start_response'; readonly grade: IssuedGrade };
/** Measures, count of enterprises, expected reductions in percent of the city's emissions. */
export type ReportMeasures = OfCity & {
  readonly type: 'report_measures';
  readonly measures: string;
  readonly enterprises: number;
  readonly reductionPercent: { readonly [pollutant: string]: number };
};
/** `day`: the day on which it is due, `YYYY-MM-DD`. */
export type ReportDay = OfCity & { readonly type: 'report_day'; readonly day: string; readonly text: string };
export type LiftOwn = OfCity & { readonly type: 'lift_own' };
export type ConfirmStop = OfCity & { readonly type: 'confirm_stop' };
export type SubmitSummary = OfCity & { readonly type: 'submit_summary'; readonly text: string };
export type Review = Given & { readonly type: 'review'; readonly text: string };
export type PauseClock = Given & { readonly type: 'pause_clock'; readonly obligation: string; readonly reason: string };
export type ResumeClock = Given & { readonly type: 'resume_clock'; readonly obligation: string };

export type WarningCommand =
  | Propose
  | Withdraw
  | Consult
  | TakePosition
  | IssueWarning
  | IssueAtOnce
  | Lift
  | TellAir
  | Acknowledge
  | IssueOwn
  | StartResponse
  | ReportMeasures
  | ReportDay
  | LiftOwn
  | ConfirmStop
  | SubmitSummary
  | Review
  | PauseClock
  | ResumeClock;

export type CommandType = WarningCommand['type'];
