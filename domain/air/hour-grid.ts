import { editionFor } from './edition-for.ts';
import type { Edition } from './index-standard.ts';

const HOUR_MS = 3_600_000;

/**
 * A region's hours, numbered: hour n is the one that ends n hours after local 1970-01-01 00:00. The grid is the region's own,
 * which matters where its offset is not a whole hour (+05:30). Days are natural days on the same clock.
 */
export class HourGrid {
  readonly #offsetMs: number;

  constructor(options: { readonly utcOffsetMs: number }) {
    this.#offsetMs = options.utcOffsetMs;
  }

  /** The hour a period belongs to: one of an hour or longer to the nearest, a shorter one to the hour that it ends in. */
  hourOf(at: number, periodS: number): number {
    const local = (at + this.#offsetMs) / HOUR_MS;
    return periodS >= 3600 ? Math.round(local) : Math.ceil(local);
  }

  /** The newest hour that has ended at the instant. */
  lastEnded(at: number): number {
    return Math.floor((at + this.#offsetMs) / HOUR_MS);
  }

  /** End of the hour, epoch ms. */
  endOf(hour: number): number {
    return hour * HOUR_MS - this.#offsetMs;
  }

  /** Hour of the day, 1..24: the hour that ends at midnight is the 24th of the old day. */
  hourOfDay(hour: number): number {
    return ((((hour - 1) % 24) + 24) % 24) + 1;
  }

  /** Number of the natural day that the hour belongs to, days since local 1970-01-01. */
  dayOf(hour: number): number {
    return Math.floor((hour - 1) / 24);
  }

  /** `YYYY-MM-DD` of a day by its number. */
  dayName(day: number): string {
    return new Date(day * 86_400_000).toISOString().slice(0, 10);
  }

  /** The edition of HJ 633 for the hour: the last hour of a day still belongs to that day. */
  editionOf(hour: number): Edition {
    return editionFor(this.endOf(hour) - 1);
  }
}
