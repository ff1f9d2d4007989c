import type { Reading } from '../../domain/air/reading.ts';
import type { Clock } from '../../domain/clock.ts';
import { type RejectedReading, StoreRejected, type Timeseries } from '../timeseries.ts';
import type { DiskSpool, SpoolBatch } from './disk-spool.ts';

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 10_000;

export interface SpoolDrainOptions {
  readonly spool: DiskSpool;
  readonly store: Timeseries;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly maxReadings: number;
  /** Resolves when no earlier write is under way at the store: landing late it would undo a newer one. */
  readonly storeIsQuiet: () => Promise<unknown>;
  readonly onDrained: (readings: readonly Reading[]) => void;
  readonly onRejected: (rejected: readonly RejectedReading[]) => void;
}

/**
 * Carries the spool into the store, oldest first, one batch at a time, for as long as there is anything. After a failure it
 * waits, from 100 ms doubling to 10 s, spread over the upper half.
 */
export class SpoolDrain {
  readonly #options: SpoolDrainOptions;
  #run: Promise<void> | undefined;
  #stopped = false;
  #failures = 0;
  #endPause: (() => void) | undefined;
  #lastError: string | undefined;
  #drainingSince: number | undefined;
  #handover: { readonly ended: Promise<void>; readonly end: () => void } | undefined;

  constructor(options: SpoolDrainOptions) {
    this.#options = options;
  }

  /** The last thing that went wrong since the spool was empty. */
  get lastError(): string | undefined {
    return this.#lastError;
  }

  /** Since when the store has been taking the spool's readings without a failure, epoch ms. */
  get drainingSince(): number | undefined {
    return this.#drainingSince;
  }

  /**
   * Resolves when the little that is left is in the store, or a failure; undefined before that. Who waits for it instead of
   * appending lets the spool become empty under a flow that never pauses.
   */
  get handover(): Promise<void> | undefined {
    return this.#handover?.ended;
  }

  /** Call it whenever something may have come into the spool. */
  start(): void {
    if (this.#run !== undefined || this.#stopped) return;
    this.#run = this.#drain().finally(() => {
      this.#run = undefined;
      // What came between the last look and now.
      if (this.#options.spool.hasSegments) this.start();
    });
  }

  /** The store has just failed outside of the drain: the next attempt waits. */
  storeFailed(reason: string): void {
    this.#failed(reason);
  }

  /** Begins nothing more; resolves when the step under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#endPause?.();
    await this.#run;
  }

  async #drain(): Promise<void> {
    const { spool, clock, maxReadings } = this.#options;
    while (!this.#stopped && spool.hasSegments) {
      if (this.#failures > 0) await this.#pause();
      if (this.#stopped) return;
      try {
        await this.#step();
        this.#failures = 0;
        this.#drainingSince ??= clock.now();
        // Only after a success: the first step after a failure may take long to fail again, and nobody shall wait for that.
        if (this.#handover === undefined && spool.readings <= maxReadings) this.#handover = openEnd();
      } catch (error) {
        this.#failed(error instanceof Error ? error.message : String(error));
      }
    }
    this.endHandover();
    if (this.#stopped) return;
    this.#failures = 0;
    this.#lastError = undefined;
    this.#drainingSince = undefined;
  }

  async #step(): Promise<void> {
    const { spool, maxReadings, storeIsQuiet } = this.#options;
    await storeIsQuiet();
    await this.#carry(await spool.peek(maxReadings));
  }

  async #carry(batch: SpoolBatch): Promise<void> {
    const { spool, store, onDrained, onRejected } = this.#options;
    if (batch.readings.length > 0) {
      let stored = batch.readings;
      try {
        await store.write(batch.readings);
      } catch (error) {
        if (!(error instanceof StoreRejected)) throw error;
        const rejected = new Set(error.rejected.map(({ reading }) => reading));
        stored = stored.filter((reading) => !rejected.has(reading));
        onRejected(error.rejected);
      }
      onDrained(stored);
    }
    await spool.discard(batch);
  }

  #failed(reason: string): void {
    this.#failures++;
    this.#lastError = reason;
    this.#drainingSince = undefined;
    this.endHandover();
  }

  /** Whoever waited too long for it frees the others too. */
  endHandover(): void {
    this.#handover?.end();
    this.#handover = undefined;
  }

  async #pause(): Promise<void> {
    const { clock, random } = this.#options;
    const delayMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(this.#failures - 1, 10));
    await new Promise<void>((resolve) => {
      const cancel = clock.after(delayMs * (0.5 + random() / 2), resolve);
      this.#endPause = () => {
        cancel();
        resolve();
      };
    });
    this.#endPause = undefined;
  }
}

function openEnd(): { readonly ended: Promise<void>; readonly end: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { ended: promise, end: resolve };
}
