import { PARAMETERS, type Parameter } from '../parameter.ts';
import { FLAGS, type Flag, type Reading } from '../reading.ts';
import { isUsable } from './is-usable.ts';
import { FLAT_LINE_WINDOW_HOURS, type QualityLimits } from './quality-limits.ts';

const HOUR_S = 3600;
const HOUR_MS = HOUR_S * 1000;
/** Readings may come this much later than the newest one and are still judged against the hours around them. */
export const LATE_HOURS = 24;
const DEPTH = FLAT_LINE_WINDOW_HOURS + LATE_HOURS;

/** Values are compared as whole thousandths, so that differences are those of the decimals that were sent. */
const SCALE = 1000;
/** A small integer, not -Infinity: hours then stay integers in the engine and the modulo below is cheap. */
const NEVER = -1_000_000_000;
const ABSENT = 0x7fff_ffff;
/** Beside the flag's code, which takes the lower bits. */
const USABLE = 0x80;
const CODE = 0x7f;

const WIDTH = PARAMETERS.length;
/** Hour by hour: what is looked at together lies together. */
const COLUMN = Object.fromEntries(PARAMETERS.map((parameter, index) => [parameter, index])) as Readonly<
  Record<Parameter, number>
>;
const FLAG_CODE = Object.fromEntries(FLAGS.map((flag, code) => [flag, code])) as Readonly<Record<Flag, number>>;

/**
 * The last 48 hours of one station, as sent, in 6.2 kB. A plain mutable value kept by the caller. Its content depends only on
 * the set of hours pushed, not on their order, as long as none is later than `LATE_HOURS`; an hour sent again replaces
 * itself. After a restart it is filled again from the store.
 */
export class StationHistory {
  readonly limits: QualityLimits;
  readonly #values = new Float64Array(PARAMETERS.length * DEPTH).fill(Number.NaN);
  readonly #flags = new Uint8Array(PARAMETERS.length * DEPTH);
  /** By hour: how far its reading's end lies from the grid, ms; `ABSENT` when there is no reading. */
  readonly #apartMs = new Int32Array(DEPTH).fill(ABSENT);
  readonly #seqs = new Float64Array(DEPTH);
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
    if (reading.periodS !== HOUR_S) return false;
    const hour = this.hourOf(reading.at);
    if (hour <= this.#latest - LATE_HOURS) return false;
    if (hour > this.#latest) {
      const first = Math.max(this.#latest + 1, hour - DEPTH + 1);
      this.#latest = hour;
      for (let skipped = first; skipped < hour; skipped += 1) this.#clear(skipped);
    }
    const slot = slotOf(hour);
    this.#apartMs[slot] = reading.at - this.endOf(hour);
    this.#seqs[slot] = reading.seq ?? Number.NaN;
    let at = slot * WIDTH - 1;
    for (const parameter of PARAMETERS) {
      at += 1;
      const value = reading.values[parameter] ?? Number.NaN;
      const flag = reading.flags[parameter] ?? 'N';
      this.#values[at] = value;
      this.#flags[at] = FLAG_CODE[flag] | (isUsable(this.limits, parameter, value, flag) ? USABLE : 0);
    }
    return true;
  }

  /** The hour's reading as it was pushed; undefined when there is none or it is no longer kept. Flags N are left out. */
  reading(hour: number, of: { readonly station: string; readonly city: string }): Reading | undefined {
    const slot = slotOf(hour);
    const apartMs = this.#apartMs[slot] ?? ABSENT;
    if (!this.#keeps(hour) || apartMs === ABSENT) return undefined;
    const values: Partial<Record<Parameter, number>> = {};
    const flags: Partial<Record<Parameter, Flag>> = {};
    for (const parameter of PARAMETERS) {
      const value = this.#values[COLUMN[parameter] + slot * WIDTH] ?? Number.NaN;
      const flag = this.#flagAt(COLUMN[parameter] + slot * WIDTH);
      if (!Number.isNaN(value)) values[parameter] = value;
      if (flag !== 'N') flags[parameter] = flag;
    }
    const seq = this.#seqs[slot] ?? Number.NaN;
    const { station, city } = of;
    const at = this.endOf(hour) + apartMs;
    return { station, city, at, periodS: HOUR_S, ...(Number.isNaN(seq) ? {} : { seq }), values, flags };
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

  /** To a thousandth; NaN when missing or no longer kept. */
  value(parameter: Parameter, hour: number): number {
    return this.#keeps(hour) ? this.#valueAt(COLUMN[parameter] + slotOf(hour) * WIDTH) : Number.NaN;
  }

  /** The value when other values may be measured against it (`isUsable`), else NaN. */
  usable(parameter: Parameter, hour: number): number {
    if (!this.#keeps(hour)) return Number.NaN;
    const at = COLUMN[parameter] + slotOf(hour) * WIDTH;
    return ((this.#flags[at] ?? 0) & USABLE) === 0 ? Number.NaN : this.#valueAt(at);
  }

  /** From the hour before, as sent, when other values may be measured against both; else NaN. */
  change(parameter: Parameter, hour: number): number {
    if (!this.#keeps(hour) || !this.#keeps(hour - 1)) return Number.NaN;
    const at = COLUMN[parameter] + slotOf(hour) * WIDTH;
    const before = COLUMN[parameter] + slotOf(hour - 1) * WIDTH;
    if (((this.#flags[at] ?? 0) & (this.#flags[before] ?? 0) & USABLE) === 0) return Number.NaN;
    return (this.#values[at] ?? Number.NaN) - (this.#values[before] ?? Number.NaN);
  }

  flag(parameter: Parameter, hour: number): Flag {
    return this.#keeps(hour) ? this.#flagAt(COLUMN[parameter] + slotOf(hour) * WIDTH) : 'N';
  }

  /** Whether a reading of the hour is kept. */
  has(hour: number): boolean {
    return this.#keeps(hour) && this.#apartMs[slotOf(hour)] !== ABSENT;
  }

  #valueAt(at: number): number {
    return Math.round((this.#values[at] ?? Number.NaN) * SCALE) / SCALE;
  }

  #flagAt(at: number): Flag {
    return FLAGS[(this.#flags[at] ?? 0) & CODE] ?? 'N';
  }

  #keeps(hour: number): boolean {
    return hour > this.#latest - DEPTH && hour <= this.#latest;
  }

  #clear(hour: number): void {
    const slot = slotOf(hour);
    this.#apartMs[slot] = ABSENT;
    this.#values.fill(Number.NaN, slot * WIDTH, (slot + 1) * WIDTH);
    this.#flags.fill(0, slot * WIDTH, (slot + 1) * WIDTH);
  }
}

function slotOf(hour: number): number {
  const slot = hour % DEPTH;
  return slot < 0 ? slot + DEPTH : slot;
}
