/** No value. */
export const MISSING = -2_147_483_648;
/** Values are kept in thousandths of their unit: means of them are exact, whatever the order in which they came. */
const SCALE = 1_000;
const NO_HOUR = -2_147_483_648;

/** The thousandths of a value in its unit; MISSING for what cannot be kept (NaN, beyond two million). */
export function thousandths(value: number): number {
  const scaled = Math.round(value * SCALE);
  return scaled > MISSING && scaled < 2_147_483_648 ? scaled : MISSING;
}

/**
 * The last hours of many subjects (stations, cities) in one block of 4-byte integers. Subjects and columns are numbered from 0,
 * hours as `HourGrid` numbers them. Each subject's hours move on with its own newest hour.
 */
export class HourRing {
  readonly hours: number;
  readonly columns: number;
  /** Counts every change of a value: what was computed from the ring holds as long as this does. */
  changes = 0;
  readonly #values: Int32Array;
  readonly #newest: Int32Array;

  constructor(size: { readonly subjects: number; readonly columns: number; readonly hours: number }) {
    this.hours = size.hours;
    this.columns = size.columns;
    this.#values = new Int32Array(size.subjects * size.columns * size.hours).fill(MISSING);
    this.#newest = new Int32Array(size.subjects).fill(NO_HOUR);
  }

  /** The newest hour put for the subject; a very small number when none. */
  newest(subject: number): number {
    return this.#newest[subject] ?? NO_HOUR;
  }

  /** Puts thousandths. Returns whether that changed anything; false also when the hour is older than what is kept. */
  put(subject: number, column: number, hour: number, value: number): boolean {
    const newest = this.newest(subject);
    if (hour <= newest - this.hours) return false;
    if (hour > newest) this.#moveOn(subject, newest, hour);
    const place = this.#place(subject, column, hour);
    if (this.#values[place] === value) return false;
    this.#values[place] = value;
    this.changes += 1;
    return true;
  }

  /** Puts all columns of an hour; whether that changed anything. */
  putRow(subject: number, hour: number, row: Int32Array): boolean {
    const newest = this.newest(subject);
    if (hour <= newest - this.hours) return false;
    if (hour > newest) this.#moveOn(subject, newest, hour);
    let place = this.#place(subject, 0, hour);
    let changed = 0;
    for (let column = 0; column < this.columns; column += 1) {
      const value = row[column] as number;
      if (this.#values[place] !== value) {
        this.#values[place] = value;
        changed += 1;
      }
      place += this.hours;
    }
    this.changes += changed;
    return changed > 0;
  }

  /** Thousandths, or MISSING. */
  get(subject: number, column: number, hour: number): number {
    const newest = this.newest(subject);
    if (hour > newest || hour <= newest - this.hours) return MISSING;
    return this.#values[this.#place(subject, column, hour)] ?? MISSING;
  }

  /** In the unit; NaN when missing. */
  value(subject: number, column: number, hour: number): number {
    const scaled = this.get(subject, column, hour);
    return scaled === MISSING ? Number.NaN : scaled / SCALE;
  }

  /** Mean of the hours (hour - span, hour] in the unit, of values that are not negative; NaN with fewer than `atLeast`. */
  mean(
    subject: number,
    column: number,
    hour: number,
    window: { readonly hours: number; readonly atLeast: number },
  ): number {
    const newest = this.newest(subject);
    const last = Math.min(hour, newest);
    const first = Math.max(hour - window.hours, newest - this.hours) + 1;
    const values = this.#values;
    const base = (subject * this.columns + column) * this.hours;
    let slot = first % this.hours;
    if (slot < 0) slot += this.hours;
    let sum = 0;
    let count = 0;
    for (let at = first; at <= last; at += 1) {
      const value = values[base + slot] ?? MISSING;
      if (value >= 0) {
        sum += value;
        count += 1;
      }
      slot += 1;
      if (slot === this.hours) slot = 0;
    }
    return count >= window.atLeast && count > 0 ? sum / (count * SCALE) : Number.NaN;
  }

  #moveOn(subject: number, newest: number, hour: number): void {
    const from = Math.max(newest + 1, hour - this.hours + 1);
    for (let column = 0; column < this.columns; column += 1) {
      for (let at = from; at <= hour; at += 1) this.#values[this.#place(subject, column, at)] = MISSING;
    }
    this.#newest[subject] = hour;
    this.changes += 1;
  }

  #place(subject: number, column: number, hour: number): number {
    const slot = hour % this.hours;
    return (subject * this.columns + column) * this.hours + (slot < 0 ? slot + this.hours : slot);
  }
}
