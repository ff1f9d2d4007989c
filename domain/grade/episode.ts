import type { GradeScale } from './grade-scale.ts';

const HOUR_MS = 3_600_000;

/**
 * A 24 h mean AQI and the hours for which it is the newest known: 1 for an hour of the running mean, 24 for a natural day
 * (observed or forecast). NaN: not known. The AQI is the one that counts for colours (`colourAqi`).
 */
export interface AqiSpan {
  /** End, epoch ms. */
  readonly endAt: number;
  /** 1 to 24. */
  readonly hours: number;
  readonly aqi: number;
}

/** An unbroken time above a limit, epoch ms, with the smallest and largest 24 h mean in it. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly lowest: number;
  readonly highest: number;
}

/** What has to be remembered of one limit: the stretch that is growing, and the longest of the episode. */
interface Run {
  readonly growing: Stretch | null;
  readonly longest: Stretch | null;
}

/** One pollution episode (重污染过程) of a city, short gaps included. */
export interface Episode {
  /** Beginning of the first 24 hours above `episode.above`, epoch ms. */
  readonly start: number;
  /** End of the last span above it. */
  readonly lastAbove: number;
  /** Hours at or below since. */
  readonly cleanHours: number;
  /** Hours without data since the last value. */
  readonly silentHours: number;
  readonly peak: number;
  readonly peakAt: number;
  /** One per limit of the scale. */
  readonly runs: readonly Run[];
}

/** What is kept of a city between two steps. Plain JSON, a few hundred bytes while an episode lasts. */
export interface EpisodeState {
  /** End of the last span taken; null before the first. */
  readonly at: number | null;
  readonly episode: Episode | null;
}

export const NO_EPISODE: EpisodeState = { at: null, episode: null };

/** Length of a stretch, hours. */
export function hoursOf(stretch: Stretch): number {
  return (stretch.to - stretch.from) / HOUR_MS;
}

/**
 * Takes the next span: an hour live, a day in a daily replay, a forecast day when looking ahead (GRA-2..7). Spans come in
 * order; one that ends at or before `state.at` changes nothing, one that overlaps counts with its rest only, and hours left
 * out count as unknown.
 */
export function stepEpisode(scale: GradeScale, state: EpisodeState, span: AqiSpan): EpisodeState {
  const { endAt, aqi } = span;
  const { at } = state;
  if (at !== null && endAt <= at) return state;
  let { episode } = state;
  let hours = span.hours;
  if (at !== null) {
    const passed = (endAt - at) / HOUR_MS;
    if (passed > hours && episode !== null) episode = afterSilence(scale, episode, passed - hours);
    hours = Math.min(hours, passed);
  }
  if (Number.isNaN(aqi)) episode = episode === null ? null : afterSilence(scale, episode, hours);
  else if (aqi > scale.set.episode.above) episode = afterPollution(scale, episode, endAt, aqi);
  else if (episode !== null) episode = afterClean(scale, episode, hours, aqi);
  return { at: endAt, episode };
}

/** No data breaks every stretch, and is not clean air. */
function afterSilence(scale: GradeScale, episode: Episode, hours: number): Episode | null {
  const silentHours = episode.silentHours + hours;
  if (silentHours >= scale.set.episode.silence_hours) return null;
  return { ...episode, silentHours, runs: episode.runs.map(broken) };
}

function afterClean(scale: GradeScale, episode: Episode, hours: number, aqi: number): Episode | null {
  const cleanHours = episode.cleanHours + hours;
  if (cleanHours >= scale.set.episode.merge_gap_hours) return null;
  return { ...episode, cleanHours, silentHours: 0, runs: grown(scale, episode.runs, episode.lastAbove, aqi) };
}

function afterPollution(scale: GradeScale, before: Episode | null, endAt: number, aqi: number): Episode {
  const higher = before === null || aqi > before.peak;
  return {
    start: before?.start ?? endAt - 24 * HOUR_MS,
    lastAbove: endAt,
    cleanHours: 0,
    silentHours: 0,
    peak: higher ? aqi : before.peak,
    peakAt: higher ? endAt : before.peakAt,
    runs: grown(scale, before?.runs ?? [], endAt, aqi),
  };
}

function grown(scale: GradeScale, runs: readonly Run[], endAt: number, aqi: number): Run[] {
  return scale.limits.map((limit, index) => {
    const { growing, longest } = runs[index] ?? { growing: null, longest: null };
    if (!(aqi > limit)) return { growing: null, longest };
    // The first mean above a limit already speaks for 24 hours, each further one for the hours that it adds.
    const stretch: Stretch =
      growing === null
        ? { from: endAt - 24 * HOUR_MS, to: endAt, lowest: aqi, highest: aqi }
        : {
            from: growing.from,
            to: endAt,
            lowest: Math.min(growing.lowest, aqi),
            highest: Math.max(growing.highest, aqi),
          };
    const longer = longest === null || hoursOf(stretch) > hoursOf(longest);
    return { growing: stretch, longest: longer ? stretch : longest };
  });
}

function broken(run: Run): Run {
  return { growing: null, longest: run.longest };
}
