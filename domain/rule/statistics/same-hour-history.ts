/** How long after the fact an hour may still come or be asked about. */
const LATE_HOURS = 96;
const MISSING = -2_147_483_648;
const LARGEST = 2_147_483_647 / 1000;

/**
 * Hourly values of the last `days` days, and of the `LATE_HOURS` in which a late hour may still be judged against the days before
 * it: 4 bytes an hour (thousandths of the unit), about 3.3 KB a subject for 30 days, taken only for subjects that put something.
 * Hours are numbers on the region's grid. What was put in which order makes no difference.
 */
export class SameHourHistory {
  readonly #length: number;
  readonly #rings: (Int32Array | undefined)[] = [];
  readonly #newest: number[] = [];

  constructor(days: number) {
    this.#length = days * 24 + LATE_HOURS + 1;
  }

  /** Puts an hour's value, or NaN when it has none after all. Hours too old for the ring are left out: false. */
  put(subject: number, hour: number, value: number): boolean {
    let ring = this.#rings[subject];
    if (ring === undefined) {
      if (!Number.isFinite(value)) return true;
      ring = new Int32Array(this.#length).fill(MISSING);
      this.#rings[subject] = ring;
      this.#newest[subject] = hour;
    }
    const newest = this.#newest[subject] ?? hour;
    if (hour <= newest - this.#length) return false;
    if (hour > newest) {
      // Hours that nothing came for: what stands in their places is older than the ring.
      const skipped = Math.min(hour - newest, this.#length);
      for (let back = 0; back < skipped; back++) ring[this.#place(hour - back)] = MISSING;
      this.#newest[subject] = hour;
    }
    const fits = Number.isFinite(value) && Math.abs(value) <= LARGEST;
    ring[this.#place(hour)] = fits ? Math.round(value * 1000) : MISSING;
    return true;
  }

  /** An hour's value, NaN when it has none. */
  at(subject: number, hour: number): number {
    const ring = this.#rings[subject];
    const newest = this.#newest[subject] ?? hour;
    if (ring === undefined || hour > newest || hour <= newest - this.#length) return Number.NaN;
    const thousandths = ring[this.#place(hour)] ?? MISSING;
    return thousandths === MISSING ? Number.NaN : thousandths / 1000;
  }

  #place(hour: number): number {
    return ((hour % this.#length) + this.#length) % this.#length;
  }
}
