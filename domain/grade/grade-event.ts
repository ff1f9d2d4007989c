import type { Grade } from './grade.ts';

type GradedSubject = { readonly kind: 'city' | 'region'; readonly id: string };

/** A condition of the set that was met, as `EpisodeGrade.met` tells it, in plain JSON with times in epoch ms. */
export type MetStatement = { readonly [name: string]: number };

/** The grade that the air of a city, or of the region, gives has changed (docs/spec/grades.md, GRW). */
export type GradeChanged = {
  readonly type: 'grade.changed';
  /** End of the hour from which it holds, epoch ms. */
  readonly at: number;
  readonly data: {
    readonly subject: GradedSubject;
    readonly grade: Grade;
    readonly previous: Grade;
    /** City: `conditions_met`, `episode_over`, `below_conditions`. Region: which counts are met, joined by `+`, or `held_below`. */
    readonly reason: string;
    /** What it rests on; absent with no grade. */
    readonly basis?: 'observed' | 'forecast' | 'both';
    readonly set?: string;
    readonly met?: readonly (readonly MetStatement[])[];
    /** Cities at the grade or above, and the largest group of neighbours among them. */
    readonly cities?: readonly string[];
    readonly group?: readonly string[];
    readonly changedFrom?: number;
  };
};

/** A health notice instead of a colour is due, or no longer. */
export type GradeNotice = {
  readonly type: 'grade.notice';
  readonly at: number;
  readonly data: {
    readonly subject: GradedSubject;
    readonly notice: 'ozone' | 'dust' | null;
    readonly changedFrom?: number;
  };
};

/** Late data changed grades of hours that are past, and not the one that holds now. */
export type GradeCorrected = {
  readonly type: 'grade.corrected';
  /** The newest hour that was closed when it was found. */
  readonly at: number;
  readonly data: {
    readonly subject: GradedSubject;
    readonly changedFrom: number;
    /** What holds now of the time from `changedFrom` on: each grade from an instant to an instant, epoch ms. */
    readonly spans: readonly { readonly from: number; readonly to: number; readonly grade: Grade }[];
  };
};

/** What a restart needs to go on counting: the episodes of all cities at the end of a day, and the region's held grade. */
export type GradeNoted = {
  readonly type: 'grade.noted';
  readonly at: number;
  readonly data: { readonly states: string };
};

export type GradeEvent = GradeChanged | GradeNotice | GradeCorrected | GradeNoted;
