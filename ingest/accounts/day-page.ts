import type { DayChange } from '../../store/accounts.ts';
import type { Booked } from './sequence-book.ts';

/** What happened to one station on one day since the books were last saved. Small: every station that sends has one. */
export class DayPage {
  readonly day: string;
  #stored = 0;
  #duplicate = 0;
  #revised = 0;
  #late = 0;
  #opened = 0;
  #filled = 0;
  #lost = 0;
  #restarts = 0;
  #refused: Map<string, number> | undefined;
  /** Periods of one length, as a station usually sends, and those of others. */
  #periodS = -1;
  #periods = 0;
  #otherPeriods: Map<number, number> | undefined;
  #seqMissing: number | undefined;

  constructor(day: string) {
    this.day = day;
  }

  committed(as: 'stored' | 'duplicate' | 'revised', late: boolean): void {
    if (as === 'stored') this.#stored++;
    else if (as === 'duplicate') this.#duplicate++;
    else this.#revised++;
    if (late) this.#late++;
  }

  refused(code: string): void {
    this.#refused ??= new Map();
    count(this.#refused, code, 1);
  }

  /** Periods of this day, not measured before. */
  covered(periodS: number, n = 1): void {
    if (this.#periods === 0) this.#periodS = periodS;
    if (periodS === this.#periodS) this.#periods += n;
    else {
      this.#otherPeriods ??= new Map();
      count(this.#otherPeriods, periodS, n);
    }
  }

  numbered({ outcome, opened, filled, lost }: Booked): void {
    this.#opened += opened;
    this.#filled += filled;
    this.#lost += lost;
    if (outcome === 'restarted') this.#restarts++;
  }

  /** Numbers missing now; the last word of the day counts. */
  closeAt(seqMissing: number): void {
    this.#seqMissing = seqMissing;
  }

  /** Adds what was written on another page of the same station and day, later than this one. */
  absorb(later: DayPage): void {
    this.#stored += later.#stored;
    this.#duplicate += later.#duplicate;
    this.#revised += later.#revised;
    this.#late += later.#late;
    this.#opened += later.#opened;
    this.#filled += later.#filled;
    this.#lost += later.#lost;
    this.#restarts += later.#restarts;
    for (const [code, n] of later.#refused ?? []) {
      this.#refused ??= new Map();
      count(this.#refused, code, n);
    }
    for (const [periodS, n] of later.#coverage()) this.covered(periodS, n);
    this.#seqMissing = later.#seqMissing ?? this.#seqMissing;
  }

  change(station: string): DayChange {
    const refused = Object.fromEntries(this.#refused ?? []);
    const committed = this.#stored + this.#duplicate + this.#revised;
    return {
      station,
      day: this.day,
      add: {
        received: Object.values(refused).reduce((sum, n) => sum + n, committed),
        stored: this.#stored,
        duplicate: this.#duplicate,
        revised: this.#revised,
        late: this.#late,
        refused,
        seqOpened: this.#opened,
        seqFilled: this.#filled,
        seqLost: this.#lost,
        restarts: this.#restarts,
        coverage: Object.fromEntries(this.#coverage()),
      },
      ...(this.#seqMissing !== undefined && { seqMissing: this.#seqMissing }),
    };
  }

  #coverage(): [periodS: number, n: number][] {
    return [
      ...(this.#periods === 0 ? [] : [[this.#periodS, this.#periods] as [number, number]]),
      ...(this.#otherPeriods ?? []),
    ];
  }
}

function count<Key>(counts: Map<Key, number>, key: Key, n: number): void {
  counts.set(key, (counts.get(key) ?? 0) + n);
}
