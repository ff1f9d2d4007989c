import type { AccountReceipt } from '../accounts/account-receipt.ts';
import type { Counters } from '../counters.ts';
import type { Refusal } from '../refusal.ts';

/** More than this waiting for one station are only counted: the first ones tell what is wrong. */
const MAX_REFUSALS = 100;
const MAX_TOPICS = 1000;

export interface Receipt {
  readonly topic: string;
  /** UTF-8 JSON of the public contract. */
  readonly payload: string;
}

/**
 * What has to be told to stations and is not yet sent, bounded: a device that sends rubbish in a loop costs us a few hundred
 * kilobytes and no more. The refusals of one station make one receipt, in which `more` counts those that were left out; of its
 * numbers only the newest word waits.
 */
export class ReceiptBook {
  readonly #counters: Counters;
  readonly #refused = new Map<string, { refusals: Refusal[]; more: number }>();
  /** Of registered stations only: bounded by their number. */
  readonly #accounts = new Map<string, AccountReceipt[]>();

  constructor(counters: Counters) {
    this.#counters = counters;
  }

  /** Receipts that wait. */
  get size(): number {
    let size = this.#refused.size;
    for (const receipts of this.#accounts.values()) size += receipts.length;
    return size;
  }

  get isEmpty(): boolean {
    return this.#refused.size === 0 && this.#accounts.size === 0;
  }

  /** What was refused of the station that hears `topic`, registered or not. */
  add(topic: string, refusals: readonly Refusal[]): void {
    let page = this.#refused.get(topic);
    if (page === undefined) {
      if (this.#refused.size >= MAX_TOPICS) {
        this.#counters.receiptsDropped += refusals.length;
        return;
      }
      page = { refusals: [], more: 0 };
      this.#refused.set(topic, page);
    }
    for (const refusal of refusals) {
      if (page.refusals.length < MAX_REFUSALS) page.refusals.push(refusal);
      else {
        page.more++;
        this.#counters.receiptsDropped++;
      }
    }
  }

  /** What the books say of the numbers of a registered station; takes the place of what they said before. */
  account(topic: string, receipts: readonly AccountReceipt[]): void {
    this.#accounts.set(topic, newest(this.#accounts.get(topic) ?? [], receipts));
  }

  /** Takes out up to `limit` receipts, refusals first, oldest station first. */
  take(limit: number): Receipt[] {
    const taken: Receipt[] = [];
    for (const [topic, page] of this.#refused) {
      if (taken.length >= limit) return taken;
      this.#refused.delete(topic);
      taken.push({
        topic,
        payload: JSON.stringify({ refused: page.refusals.map(entry), more: page.more || undefined }),
      });
    }
    for (const [topic, receipts] of this.#accounts) {
      const some = receipts.splice(0, limit - taken.length);
      if (receipts.length === 0) this.#accounts.delete(topic);
      for (const receipt of some) taken.push({ topic, payload: JSON.stringify(receipt) });
      if (taken.length >= limit) break;
    }
    return taken;
  }
}

/** `seq` tells the sender which reading it was; without one its place in the array does. */
function entry({ seq, index, code, reason }: Refusal): object {
  return seq === undefined ? { index, code, reason } : { seq, code, reason };
}

/** One of each kind. What was missing before the newest `stored` is not asked for any more unless it still begins there. */
function newest(waiting: readonly AccountReceipt[], news: readonly AccountReceipt[]): AccountReceipt[] {
  const stored = news.find((receipt) => 'stored' in receipt) ?? waiting.find((receipt) => 'stored' in receipt);
  const told = news.find((receipt) => 'missing' in receipt);
  const before = waiting.find((receipt) => 'missing' in receipt);
  const holds = stored === undefined || before?.missing[0]?.[0] === stored.stored + 1;
  const missing = told ?? (holds ? before : undefined);
  return [stored, missing].filter((receipt) => receipt !== undefined);
}
