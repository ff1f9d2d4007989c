import type { StationSeries } from './upwind-target.ts';

/** A station's own last hours that say what is usual for it. */
const OWN_HOURS = 36;
const OWN_AT_LEAST = 12;
const REGION_AT_LEAST = 4;

/**
 * The level and the spread are read off the lower part of the values, so that a plume over half of the stations, or for half of the
 * hours, is still no part of them. For normal values the spread is 0.67 standard deviations.
 */
const LOWER = 0.25;
const MIDDLE = 0.4;
const TO_SPREAD = 1.6;

/** To stand out: so many spreads above the level, of the region's stations and of its own hours. */
const OUT_OF_REGION = 2.5;
const OUT_OF_OWN = 2;

interface Ordinary {
  readonly lower: number;
  readonly spread: number;
}

/**
 * UPW-3: what is ordinary. The lower quartile of all stations around in an hour takes out the region's haze and its course of the
 * day; the lower quartile of what a station has above that takes out its own traffic and calibration. What is left wants an
 * explanation. Made for one judgement; answers are kept meanwhile.
 */
export class Levels {
  readonly #series: StationSeries;
  readonly #stations: readonly number[];
  readonly #hour: number;
  readonly #hours: readonly number[];
  readonly #regional: Ordinary[] = [];
  readonly #own = new Map<number, Ordinary>();

  constructor(options: {
    readonly series: StationSeries;
    readonly stations: readonly number[];
    readonly hour: number;
  }) {
    this.#series = options.series;
    this.#stations = options.stations;
    this.#hour = options.hour;
    this.#hours = Array.from({ length: OWN_HOURS }, (_, back) => options.hour - back);
  }

  /** How far a station is above the regional level, beyond what is usual for it; NaN without a value. Hours up to the judged one. */
  excess(station: number, hour: number): number {
    const above = this.#aboveRegion(station, hour);
    const usual = this.#ownOrdinary(station).lower;
    return usual > 0 ? above - usual : above;
  }

  /**
   * Whether a station's hour exceeds the ordinary by `least`, and by more than the differences between ordinary stations and between
   * its ordinary hours explain. The cheap question, one hour of the region, comes first.
   */
  standsOut(station: number, hour: number, least: number): boolean {
    const region = this.#regionalOrdinary(hour);
    const above = this.#aboveRegion(station, hour);
    // With too few stations or hours a comparison is with NaN: not made.
    if (!(above >= least) || above < OUT_OF_REGION * region.spread) return false;
    const own = this.#ownOrdinary(station);
    return this.excess(station, hour) >= least && !(above - own.lower < OUT_OF_OWN * own.spread);
  }

  /** The excess over the larger of the two spreads (at least 1). */
  clarity(station: number, hour: number): number {
    const region = this.#regionalOrdinary(hour);
    const own = this.#ownOrdinary(station);
    const ordinary = Math.max(1, region.spread || 0, own.spread || 0);
    return this.excess(station, hour) / ordinary;
  }

  #aboveRegion(station: number, hour: number): number {
    const value = this.#series(station, hour);
    const { lower } = this.#regionalOrdinary(hour);
    return Number.isNaN(lower) ? value : value - lower;
  }

  #regionalOrdinary(hour: number): Ordinary {
    const back = this.#hour - hour;
    const kept = this.#regional[back];
    if (kept !== undefined) return kept;
    const found = ordinaryOf(this.#stations, (station) => this.#series(station, hour), REGION_AT_LEAST);
    this.#regional[back] = found;
    return found;
  }

  #ownOrdinary(station: number): Ordinary {
    const kept = this.#own.get(station);
    if (kept !== undefined) return kept;
    const found = ordinaryOf(this.#hours, (hour) => this.#aboveRegion(station, hour), OWN_AT_LEAST);
    this.#own.set(station, found);
    return found;
  }
}

/** NaN with fewer than `atLeast` values. */
function ordinaryOf(keys: readonly number[], read: (key: number) => number, atLeast: number): Ordinary {
  const values = new Float64Array(keys.length);
  let count = 0;
  for (const key of keys) {
    const value = read(key);
    if (Number.isNaN(value)) continue;
    values[count] = value;
    count += 1;
  }
  if (count < atLeast) return { lower: Number.NaN, spread: Number.NaN };
  const sorted = values.subarray(0, count).sort();
  const lower = sorted[Math.floor((count - 1) * LOWER)] ?? Number.NaN;
  const middle = sorted[Math.floor((count - 1) * MIDDLE)] ?? Number.NaN;
  return { lower, spread: TO_SPREAD * (middle - lower) };
}
