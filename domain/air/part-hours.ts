import type { HourGrid } from './hour-grid.ts';
import { HOUR_S, isValid, MIN_SAMPLING_S } from './hour-mean.ts';
import { MISSING, thousandths } from './hour-ring.ts';
import type { Parameter } from './parameter.ts';
import type { Reading } from './reading.ts';

/** Open hours of one station that are kept apart. */
const KEPT = 3;
const NO_HOUR = Number.NEGATIVE_INFINITY;

interface PartHour {
  hour: number;
  /** Length of a part: the first one's. */
  partS: number;
  count: number;
  /** One row of columns per part; `present` says which parts came. */
  values: Int32Array;
  present: Uint8Array;
}

/**
 * Hours that are made up of shorter periods: what each station has said of its newest three. Parts are of one length, the first
 * one's, and each has its slot of the hour: the same minutes again replace themselves, also stamped a little differently.
 */
export class PartHours {
  readonly #grid: HourGrid;
  readonly #columns: readonly Parameter[];
  readonly #stations: (PartHour[] | undefined)[];

  constructor(options: { readonly grid: HourGrid; readonly columns: readonly Parameter[]; readonly stations: number }) {
    this.#grid = options.grid;
    this.#columns = options.columns;
    this.#stations = new Array<PartHour[] | undefined>(options.stations).fill(undefined);
  }

  /**
   * Takes a part. `complete`: the whole hour is there now; `open`: not yet; `unknown`: the hour is older than what is kept, its
   * parts must be read again; `ignored`: a part of another length than the first.
   */
  enter(station: number, hour: number, reading: Reading): 'complete' | 'open' | 'unknown' | 'ignored' {
    const part = this.#open(station, hour, reading.periodS);
    if (part === undefined) return 'unknown';
    const { periodS } = reading;
    if (periodS !== part.partS) return 'ignored';
    const slots = part.present.length;
    const sinceMs = reading.at - this.#grid.endOf(hour - 1);
    const slot = Math.min(Math.max(Math.ceil(sinceMs / (periodS * 1000)) - 1, 0), slots - 1);
    if (part.present[slot] === 0) {
      part.present[slot] = 1;
      part.count += 1;
    }
    const columns = this.#columns;
    for (let column = 0; column < columns.length; column += 1) {
      const parameter = columns[column] as Parameter;
      const value = reading.values[parameter];
      part.values[slot * columns.length + column] =
        value === undefined || !isValid(reading, parameter) ? MISSING : thousandths(value);
    }
    return part.count * periodS >= HOUR_S ? 'complete' : 'open';
  }

  /** Whether parts of the hour are kept. */
  has(station: number, hour: number): boolean {
    return this.#stations[station]?.some((kept) => kept.hour === hour) ?? false;
  }

  /**
   * The hour's mean in thousandths: weighted by time, at least 45 minutes of valid sampling, rain as the sum, the wind's direction
   * as that of the mean unit vector.
   */
  mean(station: number, hour: number, column: number): number {
    const part = this.#stations[station]?.find((kept) => kept.hour === hour);
    if (part === undefined) return MISSING;
    const width = this.#columns.length;
    const parameter = this.#columns[column];
    let sum = 0;
    let count = 0;
    let east = 0;
    let north = 0;
    for (let slot = 0; slot < part.present.length; slot += 1) {
      const value = part.values[slot * width + column] ?? MISSING;
      if (part.present[slot] === 0 || value === MISSING) continue;
      count += 1;
      sum += value;
      if (parameter === 'wind_dir') {
        east += Math.sin((value * Math.PI) / 180_000);
        north += Math.cos((value * Math.PI) / 180_000);
      }
    }
    if (count * part.partS < MIN_SAMPLING_S) return MISSING;
    if (parameter === 'rain') return sum;
    if (parameter !== 'wind_dir') return Math.round(sum / count);
    if (Math.hypot(east, north) <= 1e-9 * count) return MISSING;
    return thousandths(((Math.atan2(east, north) * 180) / Math.PI + 360) % 360);
  }

  #open(station: number, hour: number, partS: number): PartHour | undefined {
    let kept = this.#stations[station];
    if (kept === undefined) {
      kept = [];
      this.#stations[station] = kept;
    }
    let oldest: PartHour | undefined;
    for (const part of kept) {
      if (part.hour === hour) return part;
      if (oldest === undefined || part.hour < oldest.hour) oldest = part;
    }
    const slots = Math.ceil(HOUR_S / partS);
    if (kept.length < KEPT) {
      const fresh = newPart(slots, this.#columns.length);
      kept.push(fresh);
      oldest = fresh;
    } else if (oldest === undefined || hour < oldest.hour) return undefined;
    if (oldest.present.length !== slots) Object.assign(oldest, newPart(slots, this.#columns.length));
    oldest.hour = hour;
    oldest.partS = partS;
    oldest.count = 0;
    oldest.present.fill(0);
    return oldest;
  }
}

function newPart(slots: number, columns: number): PartHour {
  return {
    hour: NO_HOUR,
    partS: 0,
    count: 0,
    values: new Int32Array(slots * columns),
    present: new Uint8Array(slots),
  };
}
