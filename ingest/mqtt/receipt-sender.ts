import type { Clock } from '../../domain/clock.ts';
import type { AccountReceipt } from '../accounts/account-receipt.ts';
import type { Counters } from '../counters.ts';
import type { Log } from '../log.ts';
import type { Refusal } from '../refusal.ts';
import { ReceiptBook } from './receipt-book.ts';
import { receiptsTopicFor, receiptsTopicOf, type StationTopic } from './topics.ts';

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

/**
 * The one mouth towards stations, on their `receipts` topics: what was refused, a little later and together, and what the books say
 * of their numbers. What comes faster than the broker takes it is conflated in the book.
 */
export class ReceiptSender {
  readonly #options: ReceiptSenderOptions;
  readonly #book: ReceiptBook;
  #inFlight = 0;
  /** Of what waits, so many have waited long enough. */
  #due = 0;
  #cancelTimer: (() => void) | undefined;
  #onIdle: (() => void) | undefined;

  constructor(options: ReceiptSenderOptions) {
    this.#options = options;
    this.#book = new ReceiptBook(options.counters);
  }

  /** What was refused. `topic` is the one the station has sent to. */
  tell(topic: string, refusals: readonly Refusal[]): void {
    const receipts = receiptsTopicFor(topic);
    if (receipts === undefined || refusals.length === 0) return;
    this.#book.add(receipts, refusals);
    this.schedule();
  }

  /** What the books say of the numbers of a registered station. */
  account(station: StationTopic, receipts: readonly AccountReceipt[]): void {
    this.#book.account(receiptsTopicOf(station), receipts);
    this.schedule();
  }

  /** Call it when `ready` has become true. */
  schedule(): void {
    if (this.#cancelTimer !== undefined || this.#book.isEmpty) return;
    this.#cancelTimer = this.#options.clock.after(DELAY_MS, () => this.#sendDue());
  }

  /** Sends all that waits; resolves when it is out, when there is nobody to send to, or after `timeoutMs`. */
  async flush(options: { readonly timeoutMs: number }): Promise<void> {
    this.#sendDue();
    if (this.#inFlight > 0) {
      await new Promise<void>((resolve) => {
        const cancel = this.#options.clock.after(options.timeoutMs, resolve);
        this.#onIdle = () => {
          cancel();
          resolve();
        };
      });
    }
    this.stop();
  }

  /** Forgets the timer; what waits is not sent any more. */
  stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#due = 0;
  }

  #sendDue(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#due = this.#book.size;
    this.#send();
  }

  #send(): void {
    const { ready, publish, maxInFlight, log } = this.#options;
    if (!ready()) return;
    const receipts = this.#book.take(Math.min(this.#due, maxInFlight - this.#inFlight));
    this.#due -= receipts.length;
    for (const { topic, payload } of receipts) {
      this.#inFlight++;
      publish(topic, payload)
        .catch((error: unknown) => log.warn({ err: error, topic }, 'a receipt was not delivered'))
        .finally(() => this.#sent());
    }
  }

  #sent(): void {
    this.#inFlight--;
    if (this.#due > 0) this.#send();
    else this.schedule();
    if (this.#inFlight === 0) this.#onIdle?.();
  }
}
