/** What an episode makes of weather and emissions at one moment after its onset. */
export interface EpisodePhase {
  /** Hours since the onset. */
  readonly hour: number;
  /** 0: ordinary weather, 1: the episode's own. */
  readonly weight: number;
  readonly windFromDeg: number;
  readonly windMs: number;
  /** Depth of the mixed air, 1 = an average day. */
  readonly mixing: number;
  /** Particles and what forms them, from the industrial source, tonnes an hour. */
  readonly emissionTph: number;
  /** Fine particles that form everywhere in the stagnant air, µg/m³. */
  readonly hazeUgM3: number;
  /** Share of the plume that rain and deposition take in an hour. */
  readonly removalPerHour: number;
}

/** What the source emits on ordinary days, tonnes an hour. */
export const ORDINARY_EMISSION_TPH = 0.6;

/** An episode begins every five days. */
export const REPEAT_HOURS = 120;

/**
 * The timetable; between two rows everything changes linearly. A light west wind under a falling inversion carries the
 * plume of 乙市 into 丙市; it turns on towards 丁市, then calm for most of a day: haze grows over the whole region, most in its
 * middle, until the means over 24 hours pass 200 everywhere; a front from the north-west with rain ends it.
 */
const TIMETABLE: readonly (readonly [number, number, number, number, number, number, number, number])[] = [
  // hour, weight, wind from °, m/s, mixing, t/h, haze µg/m³, removal/h
  [0, 0, 277, 3.0, 0.9, ORDINARY_EMISSION_TPH, 0, 0.02],
  [1, 1, 272, 2.8, 0.8, 16, 2, 0.02],
  [5, 1, 273, 2.8, 0.65, 22, 10, 0.02],
  [9, 1, 273, 2.6, 0.45, 24, 30, 0.02],
  [13, 1, 268, 2.0, 0.45, 12, 96, 0.02],
  [16, 1, 285, 0.8, 0.45, 6, 158, 0.02],
  [32, 1, 315, 1.0, 0.45, 3, 168, 0.03],
  [34, 1, 325, 4.5, 0.9, 2, 72, 0.2],
  [37, 1, 330, 7.0, 1.4, ORDINARY_EMISSION_TPH, 14, 0.4],
  [41, 1, 332, 6.0, 1.5, ORDINARY_EMISSION_TPH, 0, 0.2],
  [48, 0, 332, 4.0, 1.0, ORDINARY_EMISSION_TPH, 0, 0.02],
];

export const EPISODE: readonly EpisodePhase[] = TIMETABLE.map(
  ([hour, weight, windFromDeg, windMs, mixing, emissionTph, hazeUgM3, removalPerHour]) => ({
    hour,
    weight,
    windFromDeg,
    windMs,
    mixing,
    emissionTph,
    hazeUgM3,
    removalPerHour,
  }),
);

/** Hours since the newest onset, in [0, REPEAT_HOURS). `hour` and `onsetHour` count hours since 1970. */
export function hoursSinceOnset(hour: number, onsetHour: number): number {
  const since = (hour - onsetHour) % REPEAT_HOURS;
  return since < 0 ? since + REPEAT_HOURS : since;
}

/** The phase at a time after the onset. Between episodes its weight is 0 and only emission and removal matter. */
export function episodePhase(sinceOnset: number): EpisodePhase {
  let from = EPISODE[0] as EpisodePhase;
  for (const to of EPISODE) {
    if (to.hour > sinceOnset) return between(from, to, (sinceOnset - from.hour) / (to.hour - from.hour));
    from = to;
  }
  return from;
}

function between(from: EpisodePhase, to: EpisodePhase, x: number): EpisodePhase {
  const mix = (name: keyof EpisodePhase) => from[name] + (to[name] - from[name]) * x;
  return {
    hour: mix('hour'),
    weight: mix('weight'),
    windFromDeg: mix('windFromDeg'),
    windMs: mix('windMs'),
    mixing: mix('mixing'),
    emissionTph: mix('emissionTph'),
    hazeUgM3: mix('hazeUgM3'),
    removalPerHour: mix('removalPerHour'),
  };
}
