import type { Clock } from '../../domain/clock.ts';
import type { Delivery, Outbox } from '../../store/ledger.ts';
import type { Channel, DeliveryOutcome } from '../channels/channel.ts';
import { DEFAULT_RETRIES, nextDelayMs, type RetrySchedule } from './retry-schedule.ts';

const OUTBOX_PAUSE_MS = 1_000;

export interface DispatcherOptions {
  readonly outbox: Outbox;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly clock: Clock;
  readonly retries?: RetrySchedule;
  /** In [0, 1). */
  readonly random: () => number;
  /** Deliveries under way at once, over all channels. */
  readonly parallel?: number;
  /** It has arrived and is recorded as sent. */
  readonly onSent?: (delivery: Delivery) => void;
  readonly onFailure: (delivery: Delivery, reason: string, final: boolean) => void;
}

/**
 * Carries deliveries from the outbox to their channels, beside ingest and never in its way. "Sent" is recorded last, so a
 * crash in between delivers again. One delivery per channel is under way at a time: a channel sees its notices in order, except
 * those that had to be tried again, and a dead one holds up only itself.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #busy = new Set<string>();
  #stopTimer: (() => void) | undefined;
  #stopped = false;
  #scan: Promise<void> | undefined;
  #again = false;
  readonly #flights = new Set<Promise<void>>();

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** Something may be due: looks, now and whenever the next delivery is. */
  wake(): void {
    if (this.#stopped) return;
    if (this.#scan !== undefined) {
      this.#again = true;
      return;
    }
    const failed = () => {
      this.#stopTimer = this.#options.clock.after(OUTBOX_PAUSE_MS, () => this.wake());
    };
    this.#scan = this.#look()
      .catch(failed)
      .finally(() => {
        this.#scan = undefined;
        if (this.#again) {
          this.#again = false;
          this.wake();
        }
      });
  }

  /** Waits for what is under way; starts nothing more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopTimer?.();
    await this.#scan;
    await Promise.allSettled(this.#flights);
  }

  async #look(): Promise<void> {
    this.#stopTimer?.();
    const { outbox, clock, parallel = 8 } = this.#options;
    const now = clock.now();
    while (!this.#stopped && this.#flights.size < parallel) {
      // One at a time of the idle channels: whatever piles up for a dead one never stands before another's.
      const [delivery] = await outbox.due(now, 1, [...this.#busy]);
      if (delivery === undefined) break;
      this.#busy.add(delivery.channel);
      const flight = this.#carry(delivery)
        .then(() => 0)
        .catch((error: unknown) => {
          // The outbox itself failed: the delivery is still in it and will be found due again.
          this.#options.onFailure(delivery, `outbox: ${String(error)}`, false);
          return OUTBOX_PAUSE_MS;
        })
        .then((pauseMs) => {
          this.#busy.delete(delivery.channel);
          this.#flights.delete(flight);
          if (pauseMs === 0) this.wake();
          else clock.after(pauseMs, () => this.wake());
        });
      this.#flights.add(flight);
    }
    const next = await outbox.nextDueAt();
    if (next !== undefined && next > now && !this.#stopped)
      this.#stopTimer = clock.after(next - now, () => this.wake());
  }

  async #carry(delivery: Delivery): Promise<void> {
    const { outbox, channels, clock } = this.#options;
    const channel = channels.get(delivery.channel);
    const outcome: DeliveryOutcome =
      channel === undefined
        ? { kind: 'rejected', reason: `channel ${delivery.channel} is not configured any more` }
        : await channel.deliver(delivery);
    const now = clock.now();
    if (outcome.kind === 'delivered') {
      await outbox.sent(delivery.id, now);
      this.#options.onSent?.(delivery);
      return;
    }
    const failed = delivery.attempts + 1;
    const { retries = DEFAULT_RETRIES } = this.#options;
    const delay = outcome.kind === 'rejected' ? undefined : nextDelayMs(retries, failed, this.#options.random());
    this.#options.onFailure(delivery, outcome.reason, delay === undefined);
    if (delay === undefined) return outbox.bury(delivery.id, now, outcome.reason);
    const asked = outcome.kind === 'failed' ? (outcome.retryAfterMs ?? 0) : 0;
    const wait = Math.max(delay, Math.min(asked, retries.longestMs));
    return outbox.retry(delivery.id, now + wait, outcome.reason);
  }
}
