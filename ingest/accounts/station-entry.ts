import type { Reading } from '../../domain/air/reading.ts';
import type { StationAccount, StationStatus } from '../../store/accounts.ts';
import type { Fate } from '../witness.ts';
import { type AccountReceipt, dueReceipts, type Told } from './account-receipt.ts';
import { expectInterval } from './expected-interval.ts';
import { type Booked, bookSequence } from './sequence-book.ts';

/** One station in memory: its account, and what it was told. */
export class StationEntry {
  #account: StationAccount;
  #told: Told = {};
  /** It has sent again what is accounted for. */
  #asked = false;
  /**
   * What came in the last second before a crash is in the store and not in these books; it comes again and the store calls it a
   * duplicate. Until the numbers are whole and something new has come, such a duplicate is booked as what it is: stored.
   */
  #recovering = true;

  constructor(account: StationAccount) {
    this.#account = account;
  }

  get account(): StationAccount {
    return this.#account;
  }

  committed(
    reading: Reading,
    fate: Fate,
    receivedAt: number,
  ): { as: 'stored' | 'duplicate' | 'revised'; booked?: Booked } {
    const { at, seq, city } = reading;
    const account = this.#account;
    const lastAt = Math.max(account.lastAt ?? at, at);
    this.#account = {
      ...account,
      city,
      ...expectInterval(account, reading, account.lastAt),
      lastAt,
      lastReceivedAt: receivedAt,
    };
    const booked = seq === undefined ? undefined : this.#number(seq, at);
    if (fate !== 'duplicate') {
      if (fate === 'new' && booked?.state.missing.length === 0) this.#recovering = false;
      return { as: fate === 'new' ? 'stored' : fate, ...(booked && { booked }) };
    }
    const isNews = booked !== undefined && ['first', 'next', 'ahead', 'filled', 'earlier'].includes(booked.outcome);
    return { as: this.#recovering && isNews ? 'stored' : 'duplicate', ...(booked && { booked }) };
  }

  /** A refusal for good accounts for its number: sending it again would change nothing. */
  refused(seq: number | undefined, receivedAt: number): Booked | undefined {
    this.#account = { ...this.#account, lastReceivedAt: receivedAt };
    return seq === undefined ? undefined : this.#number(seq);
  }

  status(status: StationStatus): void {
    this.#account = { ...this.#account, status };
  }

  /** What to tell of an account that is durable. */
  receipts({ sequence }: StationAccount, now: number): readonly AccountReceipt[] {
    if (sequence === undefined) return [];
    const { told, receipts } = dueReceipts(this.#told, sequence, { now, asked: this.#asked });
    this.#told = told;
    this.#asked = false;
    return receipts;
  }

  #number(seq: number, at?: number): Booked {
    const booked = bookSequence(this.#account.sequence, { seq, ...(at !== undefined && { at }) });
    this.#account = { ...this.#account, sequence: booked.state };
    if (booked.outcome === 'repeat') this.#asked = true;
    return booked;
  }
}
