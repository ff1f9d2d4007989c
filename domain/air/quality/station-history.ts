import { PARAMETERS, type Parameter } from '../parameter.ts';
import { FLAGS, type Flag, type Reading } from '../reading.ts';
import { isUsable } from './is-usable.ts';
import { FLAT_LINE_WINDOW_HOURS, type QualityLimits } from './quality-limits.ts';

const HOUR_MS = 3_600_000;
/** Readings may come this much later than the newest one and are still judged against the hours around them. */
export const LATE_HOURS = 24;
const DEPTH = FLAT_LINE_WINDOW_HOURS + LATE_HOURS;

/** Values are kept as whole thousandths, so that differences are those of the decimals that were sent. */
const SCALE = 1000;
const LARGEST = 2_000_000_000;
const MISSING = -2_147_483_648;
/** A small integer, not -Infinity: hours then stay integers in the engine and the modulo below is cheap. */
const NEVER = -1_000_000_000;
/** Beside the flag's code, which takes the lower bits. */
const USABLE = 0x80;
const CODE = 0x7f;

const COLUMN = Object.fromEntries(PARAMETERS.map((parameter, index) => [parameter, index * DEPTH])) as Readonly<
  Record<Parameter, number>
>;
const FLAG_CODE = Object.fromEntries(FLAGS.map((flag, code) => [flag, code])) as Readonly<Record<Flag, number>>;

/**
 * The last 48 hours of one station, as sent, in 3 kB. A plain mutable value kept by the caller. Its content depends only on
 * the set of hours pushed, not on their order, as long as none is later than `LATE_HOURS`; an hour sent again replaces
 * itself. After a restart it is filled again from the store.
 */
export class StationHistory {
  readonly limits: QualityLimits;
  readonly #values = new Int32Array(PARAMETERS.length * DEPTH).fill(MISSING);
  readonly #flags = new Uint8Array(PARAMETERS.length * DEPTH);
  readonly #gridOffsetMs: number;
  #latest = NEVER;

  /**
   * `limits` are those that the station is judged by. `utcOffsetMs`: the clock on which the region's hours begin and
   * end; it also tells night from day.
   */
  constructor(options: { readonly limits: QualityLimits; readonly utcOffsetMs: number }) {
    this.limits = options.limits;
    this.#gridOffsetMs = options.utcOffsetMs;
  }

  /** Takes an hourly reading. False, and nothing changed, when it is not hourly or later than `LATE_HOURS`. */
  push(reading: Reading): boolean {
    if (reading.periodS * 1000 !== HOUR_MS) return false;
    const hour = this.hourOf(reading.at);
    if (hour <= this.#latest - LATE_HOURS) return false;
    if (hour > this.#latest) {
      const first = Math.max(this.#latest + 1, hour - DEPTH + 1);
      this.#latest = hour;
      for (let skipped = first; skipped < hour; skipped += 1) this.#clear(skipped);
    }
    const slot = slotOf(hour);
    let at = slot - DEPTH;
    for (const parameter of PARAMETERS) {
      at += DEPTH;
      const value = reading.values[parameter];
      const flag = reading.flags[parameter] ?? 'N';
      if (value === undefined || !Number.isFinite(value)) {
        this.#values[at] = MISSING;
        this.#flags[at] = FLAG_CODE[flag];
      } else {
        const kept = scaled(value);
        this.#values[at] = kept;
        this.#flags[at] = FLAG_CODE[flag] | (isUsable(this.limits, parameter, kept / SCALE, flag) ? USABLE : 0);
      }
    }
    return true;
  }

  /** Number of the hour that ends at `at`, on the region's grid; consecutive hours differ by 1. */
  hourOf(at: number): number {
    return Math.round((at + this.#gridOffsetMs) / HOUR_MS) | 0;
  }

  endOf(hour: number): number {
    return hour * HOUR_MS - this.#gridOffsetMs;
  }

  /** Local time at which an hour begins, 0..23. */
  startsAt(hour: number): number {
    return (((hour - 1) % 24) + 24) % 24;
  }

  /** The newest hour pushed; before the first one an hour long before any other. */
  get latestHour(): number {
    return this.#latest;
  }

  /** NaN when missing or no longer kept. */
  value(parameter: Parameter, hour: number): number {
    if (!this.#keeps(hour)) return Number.NaN;
    const value = this.#values[COLUMN[parameter] + slotOf(hour)] ?? MISSING;
    return value === MISSING ? Number.NaN : value / SCALE;
  }

  /** The value when other values may be measured against it (`isUsable`), else NaN. */
  usable(parameter: Parameter, hour: number): number {
    if (!this.#keeps(hour)) return Number.NaN;
    const at = COLUMN[parameter] + slotOf(hour);
    return ((this.#flags[at] ?? 0) & USABLE) === 0 ? Number.NaN : (this.#values[at] ?? 0) / SCALE;
  }

  flag(parameter: Parameter, hour: number): Flag {
    if (!this.#keeps(hour)) return 'N';
    return FLAGS[(this.#flags[COLUMN[parameter] + slotOf(hour)] ?? 0) & CODE] ?? 'N';
  }

  #keeps(hour: number): boolean {
    return hour > this.#latest - DEPTH && hour <= this.#latest;
  }

  #clear(hour: number): void {
    const slot = slotOf(hour);
    for (let at = slot; at < this.#values.length; at += DEPTH) {
      this.#values[at] = MISSING;
      this.#flags[at] = 0;
    }
  }
}

function slotOf(hour: number): number {
  const slot = hour % DEPTH;
  return slot < 0 ? slot + DEPTH : slot;
}

function scaled(value: number): number {
  return Math.max(-LARGEST, Math.min(LARGEST, Math.round(value * SCALE)));
}
