import type { Reading } from '../../domain/air/reading.ts';
import type { Clock } from '../../domain/clock.ts';
import {
  type ReadingQuery,
  type RejectedReading,
  StoreRejected,
  StoreUnavailable,
  type Timeseries,
} from '../timeseries.ts';
import { unstorableReason } from '../unstorable-reason.ts';
import { answerWithin, OVERDUE } from './answer-within.ts';
import { DiskSpool } from './disk-spool.ts';
import { SpoolDrain } from './spool-drain.ts';
import type { SpoolFinding } from './spool-finding.ts';
import type { SpoolStatus } from './spool-status.ts';

export interface SpooledTimeseriesOptions {
  /** Closed with the spool. */
  readonly store: Timeseries;
  /** Of its own; created when absent. One process at a time. */
  readonly folder: string;
  readonly clock: Clock;
  /** How long a write may take before its batch goes to the spool; default 5,000. */
  readonly slowMs?: number;
  /** Of all segments together; default 1 GiB. */
  readonly maxBytes?: number;
  /** What the spool leaves free on its disk; default 256 MiB. */
  readonly minFreeBytes?: number;
  /** Default 16 MiB. */
  readonly segmentBytes?: number;
  /** Batches are merged up to this many readings on their way to the store; default 5,000. */
  readonly maxDrainReadings?: number;
  /** Spreads the retries; in [0, 1). */
  readonly random?: () => number;
  /** Readings of the spool that are in the store now. After a crash some may come twice. */
  readonly onDrained?: (readings: readonly Reading[]) => void;
  /** Acknowledged readings that the store will never take: they are off the spool and this is the last that is heard of them. */
  readonly onRejected?: (rejected: readonly RejectedReading[]) => void;
  readonly onFinding?: (finding: SpoolFinding) => void;
}

/**
 * A store that goes on taking writes while the store behind it is down or slow: they wait in files and are carried over in
 * order (docs/spec/spool.md). What still waits is not seen by `read` and `count`.
 */
export class SpooledTimeseries implements Timeseries {
  readonly #store: Timeseries;
  readonly #spool: DiskSpool;
  readonly #drain: SpoolDrain;
  readonly #clock: Clock;
  readonly #slowMs: number;
  /** Attempts that we no longer wait for: the store may still carry them out. */
  readonly #overdue = new Set<Promise<unknown>>();
  readonly #counted: { rejected: number; listenerErrors: number };
  #closed = false;

  private constructor(
    options: SpooledTimeseriesOptions,
    spool: DiskSpool,
    counted: { rejected: number; listenerErrors: number },
  ) {
    this.#store = options.store;
    this.#spool = spool;
    this.#clock = options.clock;
    this.#slowMs = options.slowMs ?? 5_000;
    this.#counted = counted;
    this.#drain = new SpoolDrain({
      spool,
      store: options.store,
      clock: options.clock,
      random: options.random ?? Math.random,
      maxReadings: options.maxDrainReadings ?? 5_000,
      storeIsQuiet: () => Promise.allSettled(this.#overdue),
      onDrained: (readings) => hear(counted, () => options.onDrained?.(readings)),
      onRejected: (rejected) => {
        counted.rejected += rejected.length;
        hear(counted, () => options.onRejected?.(rejected));
      },
    });
    this.#drain.start();
  }

  /** Looks through what an earlier run left (all of its bytes are read once) and begins to carry it over. Rejects with `StoreUnavailable`. */
  static async open(options: SpooledTimeseriesOptions): Promise<SpooledTimeseries> {
    const counted = { rejected: 0, listenerErrors: 0 };
    const spool = await DiskSpool.open({
      folder: options.folder,
      maxBytes: options.maxBytes ?? 1_073_741_824,
      minFreeBytes: options.minFreeBytes ?? 268_435_456,
      segmentBytes: options.segmentBytes ?? 16_777_216,
      onFinding: (finding) => hear(counted, () => options.onFinding?.(finding)),
    });
    return new SpooledTimeseries(options, spool, counted);
  }

  async write(readings: readonly Reading[]): Promise<void> {
    if (this.#closed) throw new StoreUnavailable('the spool is closed');
    if (readings.length === 0) return;
    const { handover } = this.#drain;
    if (handover !== undefined) {
      const answer = await answerWithin(handover, { clock: this.#clock, ms: this.#slowMs });
      if (answer === OVERDUE) this.#drain.endHandover();
    }
    const failure = this.#isDirect() ? await this.#writeToStore(readings) : 'what came before still waits in the spool';
    if (failure !== undefined) await this.#append(readings, failure);
  }

  read(query: ReadingQuery): Promise<Reading[]> {
    return this.#store.read(query);
  }

  count(range: { readonly from: number; readonly to: number }): Promise<number> {
    return this.#store.count(range);
  }

  /** Resolves while a write would be acknowledged: by the store, or by the spool. Says nothing about `read`. */
  async ready(): Promise<void> {
    if (this.#closed) throw new StoreUnavailable('the spool is closed');
    try {
      await this.#spool.requireRoom(1);
    } catch (error) {
      if (!this.#isDirect()) throw error;
      await this.#store.ready();
    }
  }

  status(): SpoolStatus {
    const { drainingSince, lastError } = this.#drain;
    const { oldestAt } = this.#spool;
    return {
      bytes: this.#spool.bytes,
      readings: this.#spool.readings,
      oldestAgeMs: oldestAt === undefined ? 0 : Math.max(0, this.#clock.now() - oldestAt),
      full: this.#spool.full,
      ...(drainingSince === undefined ? {} : { drainingSince }),
      ...(lastError === undefined ? {} : { lastError }),
      rejectedReadings: this.#counted.rejected,
      damagedPlaces: this.#spool.damaged,
      listenerErrors: this.#counted.listenerErrors,
    };
  }

  /** Ends the write under way (at most `slowMs`), leaves the rest in the spool for the next start, and closes the store. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await answerWithin(this.#drain.stop(), { clock: this.#clock, ms: this.#slowMs });
    await this.#spool.close();
    await this.#store.close();
  }

  #isDirect(): boolean {
    return this.#spool.isEmpty && this.#overdue.size === 0;
  }

  /** Undefined when stored, or why the batch has to wait. */
  async #writeToStore(readings: readonly Reading[]): Promise<string | undefined> {
    const attempt = this.#store.write(readings);
    try {
      const answer = await answerWithin(attempt, { clock: this.#clock, ms: this.#slowMs });
      if (answer !== OVERDUE) return undefined;
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      this.#drain.storeFailed(error.message);
      return error.message;
    }
    const settled = attempt.then(
      () => undefined,
      () => undefined,
    );
    this.#overdue.add(settled);
    void settled.then(() => this.#overdue.delete(settled));
    const reason = `the store has not answered within ${this.#slowMs} ms`;
    this.#drain.storeFailed(reason);
    return reason;
  }

  /** What no store will take is named at once, so that the sender hears of it. */
  async #append(readings: readonly Reading[], failure: string): Promise<void> {
    const rejected: RejectedReading[] = [];
    const good: Reading[] = [];
    for (const reading of readings) {
      const reason = unstorableReason(reading);
      if (reason === undefined) good.push(reading);
      else rejected.push({ reading, reason });
    }
    try {
      if (good.length > 0) await this.#spool.append(good, this.#clock.now());
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      throw new StoreUnavailable(`${error.message}; the store: ${failure}`, { cause: error });
    } finally {
      this.#drain.start();
    }
    if (rejected.length > 0) throw new StoreRejected(rejected);
  }
}

/** A listener that fails must not stop what it listens to. */
function hear(counted: { listenerErrors: number }, tell: () => void): void {
  try {
    tell();
  } catch {
    counted.listenerErrors++;
  }
}
