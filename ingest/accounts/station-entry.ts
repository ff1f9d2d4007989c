import type { Reading } from '../../domain/air/reading.ts';
import type { SequenceState, StationAccount, StationStatus } from '../../store/accounts.ts';
import type { Refusal } from '../refusal.ts';
import type { Fate } from '../witness.ts';
import { type AccountReceipt, dueReceipts, type Told } from './account-receipt.ts';
import type { DayNames } from './day-names.ts';
import { DayPage } from './day-page.ts';
import { absentSince, expectInterval } from './expected-interval.ts';
import { bookSequence, missingCount, type SequenceOutcome } from './sequence-book.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What a reading brings that the books did not know. */
const NEWS: readonly SequenceOutcome[] = ['first', 'next', 'ahead', 'filled', 'earlier'];

/**
 * One station in memory: its account, its pages since the last save, and what it was told. Booked in place, because nearly every
 * reading only counts on; `account` is a copy of what is known now. Times are NaN while unknown, so that they stay plain doubles.
 */
export class StationEntry {
  readonly station: string;
  #city: string;
  #sequence: Mutable<SequenceState> | undefined;
  #lastAt: number;
  #lastReceivedAt: number;
  #intervalS: number;
  #intervalAt: number;
  #status: StationStatus | undefined;
  #told: Told = {};
  /** It has sent again what is accounted for. */
  #asked = false;
  /**
   * What came in the last second before a crash is in the store and not in these books; it comes again and the store calls it a
   * duplicate. Until the numbers are whole and something new has come, such a duplicate is booked as what it is: stored.
   */
  #recovering = true;
  /** One or two; of these, that of the day on which we receive. */
  #pages: readonly DayPage[] = [];
  #today: DayPage | undefined;

  constructor(account: StationAccount) {
    const { station, city, sequence, status } = account;
    const { lastAt = Number.NaN, lastReceivedAt = Number.NaN } = account;
    const { intervalS = Number.NaN, intervalAt = Number.NaN } = account;
    this.station = station;
    this.#city = city;
    this.#sequence = sequence && { ...sequence };
    this.#lastAt = lastAt;
    this.#lastReceivedAt = lastReceivedAt;
    this.#intervalS = intervalS;
    this.#intervalAt = intervalAt;
    this.#status = status;
  }

  /** As it stands; later bookings do not change it. */
  get account(): StationAccount {
    const sequence = this.#sequence;
    return {
      station: this.station,
      city: this.#city,
      ...(sequence !== undefined && { sequence: { ...sequence } }),
      ...known('lastAt', this.#lastAt),
      ...known('lastReceivedAt', this.#lastReceivedAt),
      ...known('intervalS', this.#intervalS),
      ...known('intervalAt', this.#intervalAt),
      ...(this.#status !== undefined && { status: this.#status }),
    };
  }

  get hasReported(): boolean {
    return !Number.isNaN(this.#lastAt);
  }

  get hasMissing(): boolean {
    return (this.#sequence?.missing.length ?? 0) > 0;
  }

  /** See `absentSince` of expected-interval.ts. */
  absentSince(now: number): number | undefined {
    return absentSince(this.account, now);
  }

  committed(
    reading: Reading,
    facts: { readonly fate: Fate; readonly late: boolean; readonly receivedAt: number },
    days: DayNames,
  ): void {
    const { at, periodS, seq } = reading;
    const { fate, late, receivedAt } = facts;
    this.#city = reading.city;
    this.#expect(reading);
    if (!(at <= this.#lastAt)) this.#lastAt = at;
    this.#lastReceivedAt = receivedAt;
    const page = this.#pageOfReceipt(days.received(receivedAt));
    const outcome = seq === undefined ? undefined : this.#number(page, seq, at);
    const as = this.#bookedAs(fate, outcome);
    page.committed(as, late);
    // A period that ends at midnight belongs to the day before; an instant at midnight does not.
    if (as === 'stored') this.#pageOf(days.measured(periodS === 0 ? at : at - 1)).covered(periodS);
  }

  /** A refusal for good accounts for its number: sending it again would change nothing. */
  refused({ code, seq }: Refusal, receivedAt: number, days: DayNames): void {
    this.#lastReceivedAt = receivedAt;
    const page = this.#pageOfReceipt(days.received(receivedAt));
    if (seq !== undefined) this.#number(page, seq);
    page.refused(code);
  }

  /** False when it is known: a broker hands the same retained words to us at every connection. */
  status(status: StationStatus, { retained }: { readonly retained: boolean }): boolean {
    if (retained && this.#status?.text === status.text) return false;
    this.#status = status;
    return true;
  }

  /** What is to be saved; from now on other pages are written. */
  takePages(): readonly DayPage[] {
    this.#closeToday();
    const pages = this.#pages;
    this.#pages = [];
    this.#today = undefined;
    return pages;
  }

  /** They were not saved. While nothing can be saved pages grow by days, not by time. */
  giveBack(pages: readonly DayPage[]): void {
    const later = this.takePages();
    this.#pages = pages;
    for (const page of later) this.#pageOf(page.day).absorb(page);
  }

  /** What to tell of an account that is durable. */
  receipts({ sequence }: StationAccount, now: number): readonly AccountReceipt[] {
    if (sequence === undefined) return [];
    const { told, receipts } = dueReceipts(this.#told, sequence, { now, asked: this.#asked });
    this.#told = told;
    this.#asked = false;
    return receipts;
  }

  #bookedAs(fate: Fate, outcome: SequenceOutcome | undefined): 'stored' | 'duplicate' | 'revised' {
    if (fate === 'new') {
      if (outcome !== undefined && !this.hasMissing) this.#recovering = false;
      return 'stored';
    }
    const isNews = this.#recovering && fate === 'duplicate' && outcome !== undefined && NEWS.includes(outcome);
    return isNews ? 'stored' : fate;
  }

  #number(page: DayPage, seq: number, at?: number): SequenceOutcome {
    const sequence = this.#sequence;
    // Nearly every reading: what `bookSequence` says of the next number, without a new state (SEQ-2 holds the two together).
    if (sequence !== undefined && seq === sequence.highest + 1) {
      sequence.highest = seq;
      if (at !== undefined && at > sequence.newestAt) sequence.newestAt = at;
      return 'next';
    }
    const booked = bookSequence(sequence, { seq, ...(at !== undefined && { at }) });
    this.#sequence = booked.state;
    page.numbered(booked);
    if (booked.outcome === 'repeat') this.#asked = true;
    return booked.outcome;
  }

  #expect(reading: Reading): void {
    const { at, periodS } = reading;
    // Nearly every reading again: the period that is known.
    if (periodS > 0 && periodS === this.#intervalS) {
      if (at > this.#intervalAt) this.#intervalAt = at;
      return;
    }
    const before = { ...known('intervalS', this.#intervalS), ...known('intervalAt', this.#intervalAt) };
    const { intervalS, intervalAt } = expectInterval(before, reading, this.hasReported ? this.#lastAt : undefined);
    this.#intervalS = intervalS ?? Number.NaN;
    this.#intervalAt = intervalAt ?? Number.NaN;
  }

  #pageOfReceipt(day: string): DayPage {
    if (this.#today?.day === day) return this.#today;
    this.#closeToday();
    const page = this.#pageOf(day);
    this.#today = page;
    return page;
  }

  #pageOf(day: string): DayPage {
    for (const page of this.#pages) if (page.day === day) return page;
    const page = new DayPage(day);
    // Not pushed: an array that grows keeps room for sixteen more.
    this.#pages = this.#pages.length === 0 ? [page] : [...this.#pages, page];
    return page;
  }

  #closeToday(): void {
    if (this.#sequence !== undefined) this.#today?.closeAt(missingCount(this.#sequence));
  }
}

function known<Name extends string>(name: Name, value: number): { readonly [N in Name]?: number } {
  return (Number.isNaN(value) ? {} : { [name]: value }) as { readonly [N in Name]?: number };
}
