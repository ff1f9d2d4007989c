import type { IssuedGrade } from '../agreement/role.ts';
import type { Clockwork } from '../deadline/clockwork.ts';
import type { Grade } from '../grade/grade.ts';
import type { By } from './actor.ts';

/** What a warning is about: heavy pollution with a colour, or ozone or dust, for which there is a health notice and no colour (WRN-10). */
export type WarningKind = 'colour' | 'ozone' | 'dust';

/** Where the warning stands as a whole. `absent`: there is none yet. */
export type Standing = 'absent' | 'pending' | 'in_force' | 'lifted' | 'reviewed' | 'withdrawn';

/** Where the open question about it stands: whether to issue, step up or down, or issue again. `rejected`: no quorum for a first issue. */
export type RoundStage = 'none' | 'proposed' | 'consulting' | 'recommended' | 'rejected';

export type Basis = 'observed' | 'forecast' | 'both';

/** From when to when pollution is expected, epoch ms; `to` null: not known. */
export type Window = { readonly from: number; readonly to: number | null };

export type Position = {
  readonly position: 'agree' | 'agree_higher' | 'object' | 'silent';
  /** With `agree_higher`. */
  readonly grade?: IssuedGrade;
  readonly reason?: string;
  /** Epoch ms. */
  readonly at: number;
  /** The superior that answered for it. */
  readonly answeredBy?: string;
};

export type Silence = 'agrees' | 'abstains' | 'escalates';

/** What came of a consultation; `grade` null: no quorum. */
export type Recommendation = {
  readonly grade: IssuedGrade | null;
  /** Cities that support that grade, or the proposed one where there is no quorum; sorted. */
  readonly supporters: readonly string[];
  readonly needed: number;
};

/** One proposal and what became of it so far. */
export type Round = {
  /** Counts from 1 in the warning. */
  readonly number: number;
  readonly stage: Exclude<RoundStage, 'none'>;
  /** `none` for a notice. */
  readonly grade: Grade;
  readonly cities: readonly string[];
  readonly window: Window;
  readonly basis: Basis;
  readonly proposedBy: By;
  readonly proposedAt: number;
  readonly reason: string;
  /** Late data took away what the proposal of the engine rested on (WRN-27). */
  readonly unfounded: boolean;
  /** From the opening of the consultation on. */
  readonly asked: readonly string[];
  readonly silence: Silence;
  readonly needed: number;
  readonly positions: { readonly [member: string]: Position };
  readonly recommendation: Recommendation | null;
};

/** What was issued for the region, each time. */
export type Issue = {
  /** Counts from 1. */
  readonly number: number;
  readonly change: 'start' | 'up' | 'down' | 'more_cities' | 'relapse';
  readonly grade: Grade;
  readonly cities: readonly string[];
  readonly window: Window;
  readonly basis: Basis;
  /** When the response begins, epoch ms. */
  readonly responseAt: number;
  readonly atOnce: boolean;
  readonly by: By;
  readonly at: number;
};

/** One city's way through the warning; instants are epoch ms. */
export type CityProgress = {
  /** The regional issue that it has to follow. */
  readonly issue: number;
  readonly acknowledgedAt: number | null;
  readonly own: { readonly grade: IssuedGrade; readonly at: number; readonly liftedAt: number | null } | null;
  readonly response: { readonly grade: IssuedGrade; readonly at: number } | null;
  readonly firstReportAt: number | null;
  /** Days, `YYYY-MM-DD`. */
  readonly dailyReports: readonly string[];
  readonly stoppedAt: number | null;
  readonly summaryAt: number | null;
};

/** The grade that the air of the region gives, as the engine told it last. */
export type Air = { readonly grade: Grade; readonly basis: Basis; readonly at: number };

/** One joint warning of one episode, owned by the cities it names. Plain JSON: the fold of its events. */
export type Warning = {
  readonly id: string;
  readonly kind: WarningKind;
  readonly exercise: boolean;
  /** How many events it has. */
  readonly version: number;
  readonly standing: Exclude<Standing, 'absent'>;
  readonly round: Round | null;
  readonly rounds: number;
  readonly issues: readonly Issue[];
  readonly cities: { readonly [city: string]: CityProgress };
  /** What the engine has told of the region's air, as corrected by late data; the newest last. */
  readonly airs: readonly Air[];
  readonly lift: { readonly at: number; readonly pollutionEndedAt: number; readonly grade: Grade } | null;
  readonly clocks: Clockwork;
  /** The newest event: whoever comes second is told who came first. */
  readonly last: { readonly type: string; readonly by: By; readonly at: number };
};

/** The regional grade in force: that of the newest issue, `none` before it, after the lift and for a notice. */
export function gradeInForce({ standing, issues }: Pick<Warning, 'standing' | 'issues'>): Grade {
  return standing === 'in_force' ? (issues.at(-1)?.grade ?? 'none') : 'none';
}

export function standingOf(warning: Warning | undefined): Standing {
  return warning?.standing ?? 'absent';
}

export function stageOf(warning: Warning | undefined): RoundStage {
  return warning?.round?.stage ?? 'none';
}
