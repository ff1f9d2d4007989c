import type { StationSeries } from './upwind-target.ts';

/** A station's own past that counts as its ordinary level. */
const OWN_HOURS = 72;
const OWN_AT_LEAST = 12;
const REGION_AT_LEAST = 4;

/**
 * What is ordinary: the lower quartile of all stations around in an hour, and of one station over the last days. What lies above
 * both is an excess that wants an explanation. Made for one judgement; answers are kept meanwhile.
 */
export class Levels {
  readonly #series: StationSeries;
  readonly #stations: readonly number[];
  readonly #hour: number;
  readonly #regional: number[] = [];
  readonly #own = new Map<number, number>();

  constructor(options: {
    readonly series: StationSeries;
    readonly stations: readonly number[];
    readonly hour: number;
  }) {
    this.#series = options.series;
    this.#stations = options.stations;
    this.#hour = options.hour;
  }

  /** The regional level of an hour; NaN with fewer than four stations. */
  regional(hour: number): number {
    const back = this.#hour - hour;
    const kept = this.#regional[back];
    if (kept !== undefined) return kept;
    const level = lowerQuartile(this.#stations, (station) => this.#series(station, hour), REGION_AT_LEAST);
    this.#regional[back] = level;
    return level;
  }

  /** How far a station is above the regional level and its own; NaN without a value, the value itself when neither is known. */
  excess(station: number, hour: number): number {
    const value = this.#series(station, hour);
    const regional = this.regional(hour);
    const own = this.#ownLevel(station);
    const level = Number.isNaN(own) ? regional : Number.isNaN(regional) ? own : Math.max(regional, own);
    return Number.isNaN(level) ? value : value - level;
  }

  #ownLevel(station: number): number {
    const kept = this.#own.get(station);
    if (kept !== undefined) return kept;
    const hours = Array.from({ length: OWN_HOURS }, (_, back) => this.#hour - back);
    const level = lowerQuartile(hours, (hour) => this.#series(station, hour), OWN_AT_LEAST);
    this.#own.set(station, level);
    return level;
  }
}

function lowerQuartile(keys: readonly number[], valueOf: (key: number) => number, atLeast: number): number {
  const values = new Float64Array(keys.length);
  let count = 0;
  for (const key of keys) {
    const value = valueOf(key);
    if (Number.isNaN(value)) continue;
    values[count] = value;
    count += 1;
  }
  if (count < atLeast) return Number.NaN;
  return values.subarray(0, count).sort()[Math.floor((count - 1) / 4)] ?? Number.NaN;
}
