const DAY_MS = 86_400_000;

/** Instants as the region's clock shows them. */
export class RegionTime {
  readonly #offsetMs: number;

  constructor(utcOffsetMs: number) {
    this.#offsetMs = utcOffsetMs;
  }

  /** `2016-12-16 08:00`. */
  minute(at: number): string {
    return new Date(at + this.#offsetMs).toISOString().slice(0, 16).replace('T', ' ');
  }

  /** Number of the natural day that an instant lies in, days since local 1970-01-01; of a period's end use `at - 1`. */
  day(at: number): number {
    return Math.floor((at + this.#offsetMs) / DAY_MS);
  }

  /** `2016-12-16` of a day by its number. */
  dayName(day: number): string {
    return new Date(day * DAY_MS).toISOString().slice(0, 10);
  }
}
