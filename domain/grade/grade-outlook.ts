import { type AqiSpan, type Episode, type EpisodeState, stepEpisode } from './episode.ts';
import { type EpisodeGrade, gradeOfEpisode } from './episode-grade.ts';
import type { GradeScale } from './grade-scale.ts';

const HOUR_MS = 3_600_000;

/** What a grade rests on: measured air, forecast air, or measured air that the forecast carries on. */
export type GradeBasis = 'observed' | 'forecast' | 'both';

/** A grade with its reasons. Without an episode the grade is `none`; an episode may also be too short for a colour. */
export interface CityGrade extends EpisodeGrade {
  readonly episode: {
    readonly start: number;
    /** End of its last span above `episode.above`, as far as is known. */
    readonly end: number;
    /** Whether it may still go on: nothing known says that it has been followed by enough clean hours. */
    readonly open: boolean;
    readonly peak: number;
    readonly peakAt: number;
  } | null;
  readonly basis: GradeBasis | null;
}

/** What is known of a city at one instant. */
export interface GradeOutlook {
  /** The grade that holds from the instant on. */
  readonly now: CityGrade;
  /** For each span ahead the grade that holds in it. */
  readonly ahead: readonly CityGrade[];
  /** The next episode with a colour that has not begun, and when it is to be proposed: `lead_hours` before, or now. */
  readonly next: { readonly grade: CityGrade; readonly start: number; readonly proposeAt: number } | null;
}

interface KnownEpisode {
  readonly start: number;
  /** The grade holds until here. */
  readonly until: number;
  readonly grade: CityGrade;
}

export const NO_CITY_GRADE: CityGrade = { grade: 'none', met: [], episode: null, basis: null };
const QUIET: GradeOutlook = { now: NO_CITY_GRADE, ahead: [], next: null };

/**
 * The grade of a city at `state.at`, from the observed past in `state` and the spans ahead (forecast days, or in a replay the
 * days as they were). The grade of an episode holds over all of it (GRA-8): with a perfect forecast from its first hour on,
 * without any as soon as the air has met it and until it is over. Pure; costs one step per span ahead.
 */
export function gradeOutlook(scale: GradeScale, state: EpisodeState, ahead: readonly AqiSpan[] = []): GradeOutlook {
  if (state.episode === null && ahead.length === 0) return QUIET;
  const known = episodesKnown(scale, state, ahead);
  const at = state.at ?? beginOf(ahead[0]);
  const next = known.find(({ start, grade }) => start > at && grade.grade !== 'none');
  return {
    now: gradeWithin(known, at, at + 1),
    ahead: ahead.map((span) => gradeWithin(known, span.endAt - span.hours * HOUR_MS, span.endAt)),
    next:
      next === undefined
        ? null
        : {
            grade: next.grade,
            start: next.start,
            proposeAt: Math.max(at, next.start - scale.set.lead_hours * HOUR_MS),
          },
  };
}

function beginOf(span: AqiSpan | undefined): number {
  return span === undefined ? 0 : span.endAt - span.hours * HOUR_MS;
}

/** The grade of the episode that holds somewhere in (from, to]; no two do, as they lie a day apart at least. */
function gradeWithin(known: readonly KnownEpisode[], from: number, to: number): CityGrade {
  return known.find(({ start, until }) => start < to && until > from)?.grade ?? NO_CITY_GRADE;
}

/** The open episode and those that begin ahead, each as it is known at the end of the spans. */
function episodesKnown(scale: GradeScale, state: EpisodeState, ahead: readonly AqiSpan[]): KnownEpisode[] {
  const known: KnownEpisode[] = [];
  const now = state.at ?? beginOf(ahead[0]);
  let walked = state;
  for (const span of ahead) {
    const before = walked.episode;
    walked = stepEpisode(scale, walked, span);
    if (before !== null && walked.episode?.start !== before.start) known.push(asKnown(scale, before, false, now));
  }
  if (walked.episode !== null) known.push(asKnown(scale, walked.episode, true, now));
  return known;
}

function asKnown(scale: GradeScale, episode: Episode, open: boolean, now: number): KnownEpisode {
  const { start, lastAbove, peak, peakAt } = episode;
  const graded = gradeOfEpisode(scale, episode);
  return {
    start,
    until: open ? Number.POSITIVE_INFINITY : lastAbove,
    grade: { ...graded, episode: { start, end: lastAbove, open, peak, peakAt }, basis: basisOf(graded, now) },
  };
}

function basisOf({ met }: EpisodeGrade, now: number): GradeBasis | null {
  const needs = met.flat();
  if (needs.length === 0) return null;
  if (needs.every(({ to }) => to <= now)) return 'observed';
  return needs.every((need) => ('from' in need ? need.from : need.to) >= now) ? 'forecast' : 'both';
}
