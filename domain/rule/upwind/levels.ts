import type { StationSeries } from './upwind-target.ts';

/** A station's own last hours that say what is usual for it. */
const OWN_HOURS = 36;
const OWN_AT_LEAST = 12;
const REGION_AT_LEAST = 4;

/** To stand out: so many times the distance from the lower quartile to the median, of the region's stations and of its own hours. */
const OUT_OF_REGION = 2.5;
const OUT_OF_OWN = 2;

interface Quartiles {
  readonly lower: number;
  readonly middle: number;
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
  readonly #regional: Quartiles[] = [];
  readonly #own = new Map<number, Quartiles>();

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
    const usual = this.#ownQuartiles(station).lower;
    return usual > 0 ? above - usual : above;
  }

  /** Whether a station's hour is more than the differences between ordinary stations and between its ordinary hours explain. */
  standsOut(station: number, hour: number): boolean {
    const region = this.#regionalQuartiles(hour);
    const own = this.#ownQuartiles(station);
    const value = this.#series(station, hour);
    const above = this.#aboveRegion(station, hour);
    // With too few stations or hours a comparison is with NaN: not made.
    if (value - region.lower < OUT_OF_REGION * (region.middle - region.lower)) return false;
    return !(above - own.lower < OUT_OF_OWN * (own.middle - own.lower));
  }

  /** The excess over the larger of those differences (at least 1). */
  clarity(station: number, hour: number): number {
    const region = this.#regionalQuartiles(hour);
    const own = this.#ownQuartiles(station);
    const ordinary = Math.max(1, region.middle - region.lower || 0, own.middle - own.lower || 0);
    return this.excess(station, hour) / ordinary;
  }

  #aboveRegion(station: number, hour: number): number {
    const value = this.#series(station, hour);
    const { lower } = this.#regionalQuartiles(hour);
    return Number.isNaN(lower) ? value : value - lower;
  }

  #regionalQuartiles(hour: number): Quartiles {
    const back = this.#hour - hour;
    const kept = this.#regional[back];
    if (kept !== undefined) return kept;
    const found = quartiles(this.#stations, (station) => this.#series(station, hour), REGION_AT_LEAST);
    this.#regional[back] = found;
    return found;
  }

  #ownQuartiles(station: number): Quartiles {
    const kept = this.#own.get(station);
    if (kept !== undefined) return kept;
    const found = quartiles(this.#hours, (hour) => this.#aboveRegion(station, hour), OWN_AT_LEAST);
    this.#own.set(station, found);
    return found;
  }
}

/** NaN with fewer than `atLeast` values. */
function quartiles(keys: readonly number[], read: (key: number) => number, atLeast: number): Quartiles {
  const values = new Float64Array(keys.length);
  let count = 0;
  for (const key of keys) {
    const value = read(key);
    if (Number.isNaN(value)) continue;
    values[count] = value;
    count += 1;
  }
  if (count < atLeast) return { lower: Number.NaN, middle: Number.NaN };
  const sorted = values.subarray(0, count).sort();
  return {
    lower: sorted[Math.floor((count - 1) / 4)] ?? Number.NaN,
    middle: sorted[Math.floor((count - 1) / 2)] ?? Number.NaN,
  };
}
