import { type EpisodePhase, episodePhase, hoursSinceOnset } from './episode.ts';
import { type Random, STREAM } from './random.ts';

/** The weather of the whole region during one hour. */
export interface Weather {
  /** Where the air moves to, m/s east and north. */
  readonly eastMs: number;
  readonly northMs: number;
  /** Depth of the mixed air, 1 = average. */
  readonly mixing: number;
  /** 0 at night to 1 at a clear noon. */
  readonly sun: number;
  readonly tempC: number;
  readonly rhPercent: number;
  readonly pressureHpa: number;
  /** Hour of the day of the middle of the period, +08:00, in [0, 24). */
  readonly hourOfDay: number;
  /** Slow change of the air that enters the region, -1 to 1. */
  readonly inflow: number;
  readonly phase: EpisodePhase;
}

const HOURS_PER_YEAR = 8766;

/** Weather of the period that ends at `hour` (hours since 1970, UTC). */
export function weatherAt(random: Random, onsetHour: number, hour: number): Weather {
  const phase = episodePhase(hoursSinceOnset(hour - 0.5, onsetHour));
  const hourOfDay = (((hour + 7.5) % 24) + 24) % 24;
  // Coldest about 20 January.
  const season = -Math.cos((2 * Math.PI * (hour - 19 * 24)) / HOURS_PER_YEAR);
  const warmth = Math.sin((2 * Math.PI * (hourOfDay - 8.5)) / 24);
  const wind = blendWind(ordinaryWind(random, hour, warmth), phase);
  const ordinaryMixing = (1 + 0.4 * warmth) * (1 + 0.12 * random.smooth(STREAM.mixing, 0, hour / 10));
  const daylight = Math.max(0, Math.sin((Math.PI * (hourOfDay - 6.2)) / 12.8));
  return {
    ...wind,
    mixing: ordinaryMixing ** (1 - phase.weight) * (phase.mixing * (1 + 0.1 * warmth)) ** phase.weight,
    sun: daylight * (0.75 + 0.25 * season) * (1 - phase.hazeUgM3 / 300),
    tempC: 15 + 10 * season + 4.5 * warmth + 3 * random.smooth(STREAM.temperature, 0, hour / 30),
    rhPercent: 62 - 16 * warmth + 12 * random.smooth(STREAM.humidity, 0, hour / 26) + phase.hazeUgM3 / 6,
    pressureHpa: 1014 - 7 * season + 6 * random.smooth(STREAM.pressure, 0, hour / 40),
    hourOfDay,
    inflow: random.smooth(STREAM.haze, 0, hour / 18),
    phase,
  };
}

/** Turns slowly through all directions, freshens by day, and falls calm now and then. */
function ordinaryWind(random: Random, hour: number, warmth: number): { eastMs: number; northMs: number } {
  const fromDeg =
    300 +
    150 * random.smooth(STREAM.windDirection, 0, hour / 22) +
    25 * random.smooth(STREAM.windDirection, 1, hour / 5);
  const calmness = Math.min(1, Math.max(0, (random.smooth(STREAM.calm, 0, hour / 9) - 0.62) * 8));
  const speed = (3.1 + 1.3 * random.smooth(STREAM.windSpeed, 0, hour / 12) + 0.7 * warmth) * (1 - 0.93 * calmness);
  return windVector(fromDeg, speed);
}

function blendWind(ordinary: { eastMs: number; northMs: number }, phase: EpisodePhase) {
  const own = windVector(phase.windFromDeg, phase.windMs);
  return {
    eastMs: ordinary.eastMs + (own.eastMs - ordinary.eastMs) * phase.weight,
    northMs: ordinary.northMs + (own.northMs - ordinary.northMs) * phase.weight,
  };
}

/** Wind is named after where it comes from; the vector points where it goes. */
function windVector(fromDeg: number, speedMs: number): { eastMs: number; northMs: number } {
  const from = (fromDeg * Math.PI) / 180;
  return { eastMs: -speedMs * Math.sin(from), northMs: -speedMs * Math.cos(from) };
}
