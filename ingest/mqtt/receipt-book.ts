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
 * What has to be told to stations and is not yet sent, one message per station, bounded: a device that sends rubbish in a
 * loop costs us a few hundred kilobytes and no more. `more` in a receipt counts the refusals that were left out.
 */
export class ReceiptBook {
  readonly #counters: Counters;
  readonly #refused = new Map<string, { refusals: Refusal[]; more: number }>();

  constructor(counters: Counters) {
    this.#counters = counters;
  }

  get size(): number {
    return this.#refused.size;
  }

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

  /** Takes out up to `limit` receipts, oldest station first. */
  take(limit: number): Receipt[] {
    const receipts: Receipt[] = [];
    for (const [topic, page] of this.#refused) {
      if (receipts.length >= limit) break;
      this.#refused.delete(topic);
      receipts.push({
        topic,
        payload: JSON.stringify({ refused: page.refusals.map(entry), more: page.more || undefined }),
      });
    }
    return receipts;
  }
}

/** `seq` tells the sender which reading it was; without one its place in the array does. */
function entry({ seq, index, code, reason }: Refusal): object {
  return seq === undefined ? { index, code, reason } : { seq, code, reason };
}
