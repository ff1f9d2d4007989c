import { type AqiSpan, type EpisodeState, NO_EPISODE, stepEpisode } from './episode.ts';
import { type CityGrade, gradeOutlook, NO_CITY_GRADE } from './grade-outlook.ts';
import type { GradeScale } from './grade-scale.ts';

const DAY_MS = 24 * 3_600_000;

/**
 * What a replay lets be known at the beginning of a day. `perfect`: the whole series, after which clean air is taken to follow
 * (GRA-8). `hindsight`: nothing; the grade of a day is the one at its end (GRA-9). A number: so many spans, the day itself
 * included, forecast without error (GRA-10).
 */
export type Foresight = 'perfect' | 'hindsight' | { readonly spansAhead: number };

/** The grade of every span of a finished series (city-days, or hours of the running mean) of one city. */
export function dailyGrades(scale: GradeScale, spans: readonly AqiSpan[], foresight: Foresight): readonly CityGrade[] {
  if (foresight === 'perfect')
    return gradeOutlook(scale, NO_EPISODE, closed(scale, spans)).ahead.slice(0, spans.length);
  let state: EpisodeState = NO_EPISODE;
  return spans.map((span, index) => {
    const before = state;
    state = stepEpisode(scale, state, span);
    if (foresight === 'hindsight') return gradeOutlook(scale, state).now;
    const known = spans.slice(index, index + foresight.spansAhead);
    return gradeOutlook(scale, before, known).ahead[0] ?? NO_CITY_GRADE;
  });
}

function closed(scale: GradeScale, spans: readonly AqiSpan[]): AqiSpan[] {
  const end = spans.at(-1)?.endAt ?? 0;
  const days = Math.ceil(scale.set.episode.merge_gap_hours / 24);
  const clean = Array.from({ length: days }, (_, day) => ({ endAt: end + (day + 1) * DAY_MS, hours: 24, aqi: 0 }));
  return [...spans, ...clean];
}
