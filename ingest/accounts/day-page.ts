import type { DayChange, DayFigures } from '../../store/accounts.ts';
import type { Booked } from './sequence-book.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Sums = Mutable<Omit<DayFigures, 'refused' | 'coverage'>>;

/** What happened to one station on one day since the books were last saved. */
export class DayPage {
  readonly station: string;
  readonly day: string;
  readonly #sums: Sums = {
    received: 0,
    stored: 0,
    duplicate: 0,
    revised: 0,
    late: 0,
    seqOpened: 0,
    seqFilled: 0,
    seqLost: 0,
    restarts: 0,
  };
  readonly #refused: Record<string, number> = {};
  readonly #coverage: Record<string, number> = {};
  #seqMissing: number | undefined;

  constructor(station: string, day: string) {
    this.station = station;
    this.day = day;
  }

  committed(as: 'stored' | 'duplicate' | 'revised', late: boolean): void {
    this.#sums.received++;
    this.#sums[as]++;
    if (late) this.#sums.late++;
  }

  refused(code: string): void {
    this.#sums.received++;
    this.#refused[code] = (this.#refused[code] ?? 0) + 1;
  }

  /** A period of this day, not measured before. */
  covered(periodS: number): void {
    this.#coverage[periodS] = (this.#coverage[periodS] ?? 0) + 1;
  }

  numbered({ outcome, opened, filled, lost }: Booked): void {
    this.#sums.seqOpened += opened;
    this.#sums.seqFilled += filled;
    this.#sums.seqLost += lost;
    if (outcome === 'restarted') this.#sums.restarts++;
  }

  /** Numbers missing now; the last word of the day counts. */
  closeAt(seqMissing: number): void {
    this.#seqMissing = seqMissing;
  }

  /** Adds what was written on another page of the same station and day, later than this one. */
  absorb({ add, seqMissing }: DayChange): void {
    for (const name of Object.keys(this.#sums) as (keyof Sums)[]) this.#sums[name] += add[name];
    for (const [code, n] of Object.entries(add.refused)) this.#refused[code] = (this.#refused[code] ?? 0) + n;
    for (const [periodS, n] of Object.entries(add.coverage))
      this.#coverage[periodS] = (this.#coverage[periodS] ?? 0) + n;
    this.#seqMissing = seqMissing ?? this.#seqMissing;
  }

  get change(): DayChange {
    const add = { ...this.#sums, refused: { ...this.#refused }, coverage: { ...this.#coverage } };
    const { station, day } = this;
    return { station, day, add, ...(this.#seqMissing !== undefined && { seqMissing: this.#seqMissing }) };
  }
}
