import type { Clock } from '../../domain/clock.ts';
import type { Counters } from '../counters.ts';
import type { Log } from '../log.ts';
import type { Refusal } from '../refusal.ts';
import { ReceiptBook } from './receipt-book.ts';
import { receiptsTopicFor } from './topics.ts';

/** Long enough that a burst of bad messages makes one receipt, short enough for somebody who watches. */
const DELAY_MS = 100;

export interface ReceiptSenderOptions {
  /** False while there is nobody to send to: receipts wait in the book, which is bounded. */
  readonly ready: () => boolean;
  readonly publish: (topic: string, payload: string) => Promise<void>;
  readonly maxInFlight: number;
  readonly counters: Counters;
  readonly clock: Clock;
  readonly log: Log;
}

/** Tells stations what was refused, on their `receipts` topic, a little later and together. */
export class ReceiptSender {
  readonly #options: ReceiptSenderOptions;
  readonly #book: ReceiptBook;
  #inFlight = 0;
  #cancelTimer: (() => void) | undefined;

  constructor(options: ReceiptSenderOptions) {
    this.#options = options;
    this.#book = new ReceiptBook(options.counters);
  }

  /** Receipts on their way, or waiting for their turn. */
  get pending(): number {
    return this.#inFlight + this.#book.size;
  }

  /** `topic` is the one the station has sent to. */
  tell(topic: string, refusals: readonly Refusal[]): void {
    const receipts = receiptsTopicFor(topic);
    if (receipts === undefined || refusals.length === 0) return;
    this.#book.add(receipts, refusals);
    this.schedule();
  }

  /** Call it when `ready` has become true. */
  schedule(): void {
    if (this.#cancelTimer !== undefined || this.#book.size === 0) return;
    this.#cancelTimer = this.#options.clock.after(DELAY_MS, () => this.sendNow());
  }

  sendNow(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const { ready, publish, maxInFlight, log } = this.#options;
    if (!ready()) return;
    for (const { topic, payload } of this.#book.take(maxInFlight - this.#inFlight)) {
      this.#inFlight++;
      publish(topic, payload)
        .catch((error: unknown) => log.warn({ err: error, topic }, 'a receipt was not delivered'))
        .finally(() => {
          this.#inFlight--;
          this.schedule();
        });
    }
  }

  /** Forgets the timer; what waits is not sent any more. */
  stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }
}
