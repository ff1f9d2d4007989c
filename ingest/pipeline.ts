import type { Reading } from '../domain/air/reading.ts';
import type { Clock } from '../domain/clock.ts';
import type { Timeseries } from '../store/timeseries.ts';
import { commitBatch } from './commit-batch.ts';
import type { Counters } from './counters.ts';
import type { Log } from './log.ts';
import { type Decoded, decodePayload } from './payload.ts';
import { type Refusal, type RefusalCode, refuse } from './refusal.ts';
import type { StationRegistry } from './registry.ts';

/** What became of one message. Every reading of it was stored or is named in `refusals`; never both are empty. */
export interface Outcome {
  /** Readings that are durable now. */
  readonly stored: readonly Reading[];
  readonly refusals: readonly Refusal[];
}

/** A message as it came from a source. */
export interface Submission {
  /** The station the message is about, as the sender names it. */
  readonly station: string;
  /** The city as the sender names it; absent where the source knows none. */
  readonly city?: string;
  readonly payload: Uint8Array;
  /**
   * Called exactly once, after the store has committed every good reading, or at once when there is none. Only then may the
   * sender be told that we have it. Not called when the process ends first: the sender sends again.
   */
  settle(outcome: Outcome): void;
}

export interface PipelineOptions {
  readonly store: Timeseries;
  readonly registry: StationRegistry;
  readonly clock: Clock;
  readonly counters: Counters;
  readonly log: Log;
  /**
   * Hears of every committed batch in commit order, after its messages are settled. What it throws is counted and logged
   * and changes nothing. It must return at once.
   */
  readonly onCommitted?: (readings: readonly Reading[]) => void;
  /** How far ahead of our clock a period may end; default 10 minutes. */
  readonly futureToleranceMs?: number;
  /** Largest commit, in readings; a single message is never split. Default 10,000. */
  readonly maxBatchReadings?: number;
  /** Bounds of what waits; beyond them `isFull` holds. Default 20,000 messages, 64 MiB. */
  readonly maxMessages?: number;
  readonly maxBytes?: number;
  /** Spreads the retries; in [0, 1). */
  readonly random?: () => number;
}

/** For /readyz and /metrics. */
export interface PipelineStatus {
  readonly waitingMessages: number;
  readonly waitingBytes: number;
  /** Since when the store has been refusing, epoch ms, and its last word. */
  readonly stalled?: { readonly since: number; readonly reason: string };
}

interface Waiting {
  readonly decoded: Decoded;
  readonly bytes: number;
  readonly settle: (outcome: Outcome) => void;
}

/**
 * The one way of a reading into the store, whatever the source: decode, check, commit, and only then settle.
 *
 * Batches form by themselves: one commit is in flight and everything that arrives meanwhile makes the next. While the store
 * is down nothing is settled and the same batch is tried again for ever; what waits is bounded because sources stop
 * submitting when `isFull`.
 */
export class Pipeline {
  readonly #options: Required<Omit<PipelineOptions, 'onCommitted'>> & Pick<PipelineOptions, 'onCommitted'>;
  #queue: Waiting[] = [];
  #waitingMessages = 0;
  #waitingBytes = 0;
  #running = false;
  #closed = false;
  #abandon = new AbortController();
  #stalled: { since: number; reason: string } | undefined;
  readonly #roomWaiters = new Set<() => void>();
  readonly #idleWaiters = new Set<() => void>();

  constructor(options: PipelineOptions) {
    this.#options = {
      futureToleranceMs: 600_000,
      maxBatchReadings: 10_000,
      maxMessages: 20_000,
      maxBytes: 64 * 1_048_576,
      random: Math.random,
      ...options,
    };
  }

  /** Takes a message. A source asks `isFull` first; a message submitted all the same is kept. */
  submit(message: Submission): void {
    const { registry, clock, counters, futureToleranceMs } = this.#options;
    counters.messagesReceived++;
    counters.bytesReceived += message.payload.byteLength;
    const station = registry.get(message.station);
    let decoded: Decoded;
    if (station === undefined) {
      decoded = { readings: [], refusals: [refuse('unknown_station', { field: message.station })] };
    } else if (message.city !== undefined && message.city !== station.city) {
      decoded = { readings: [], refusals: [refuse('wrong_city', { field: message.city })] };
    } else {
      decoded = decodePayload(message.payload, station, clock.now() + futureToleranceMs);
    }
    this.#enqueue({ decoded, bytes: message.payload.byteLength, settle: message.settle });
  }

  /** For a source with its own wire format: readings it has decoded and checked, and what it had to refuse. */
  submitDecoded(message: { readonly decoded: Decoded; readonly bytes: number; settle(outcome: Outcome): void }): void {
    this.#options.counters.messagesReceived++;
    this.#options.counters.bytesReceived += message.bytes;
    this.#enqueue(message);
  }

  /** For a message that a source cannot even attribute: counted and settled as refused, so that nobody sends it for ever. */
  refuse(code: RefusalCode, message: { readonly bytes: number; settle(outcome: Outcome): void }): void {
    const decoded = { readings: [], refusals: [refuse(code)] };
    this.submitDecoded({ decoded, bytes: message.bytes, settle: (outcome) => message.settle(outcome) });
  }

  /** True when what waits has reached a bound: stop reading from the sender until `onRoom`. */
  isFull(): boolean {
    return this.#waitingMessages >= this.#options.maxMessages || this.#waitingBytes >= this.#options.maxBytes;
  }

  /** Calls `resume` once, as soon as there is room again; the result cancels it. */
  onRoom(resume: () => void): () => void {
    this.#roomWaiters.add(resume);
    return () => this.#roomWaiters.delete(resume);
  }

  status(): PipelineStatus {
    return {
      waitingMessages: this.#waitingMessages,
      waitingBytes: this.#waitingBytes,
      ...(this.#stalled === undefined ? {} : { stalled: { ...this.#stalled } }),
    };
  }

  /**
   * Takes nothing more and resolves when all that waits is committed and settled, or after `timeoutMs` (on the given
   * clock): what is left then stays unsettled, so its senders send it again. True when nothing was left.
   */
  async close(options: { readonly timeoutMs: number }): Promise<boolean> {
    this.#closed = true;
    if (this.#waitingMessages > 0) {
      await new Promise<void>((resolve) => {
        const cancel = this.#options.clock.after(options.timeoutMs, () => {
          this.#abandon.abort();
          resolve();
        });
        this.#idleWaiters.add(() => {
          cancel();
          resolve();
        });
      });
    }
    return this.#waitingMessages === 0;
  }

  #enqueue(message: Waiting): void {
    if (this.#closed) return;
    if (message.decoded.readings.length === 0) {
      this.#settle(message, [], []);
      return;
    }
    this.#queue.push(message);
    this.#waitingMessages++;
    this.#waitingBytes += message.bytes;
    if (this.#running) return;
    this.#running = true;
    // Not at once: the other messages of the same socket read belong in this commit.
    setImmediate(() => void this.#run());
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0 && !this.#abandon.signal.aborted) {
      const messages = this.#takeBatch();
      const readings = messages.flatMap((message) => message.decoded.readings);
      const { store, clock, random } = this.#options;
      const committed = await commitBatch({
        store,
        readings,
        clock,
        random,
        signal: this.#abandon.signal,
        onFailure: (error, attempt) => this.#failed(error, attempt, readings.length),
      });
      if (committed === undefined) break;
      this.#committed(messages, readings, committed.rejected);
    }
    this.#running = false;
  }

  #takeBatch(): Waiting[] {
    let count = 0;
    let readings = 0;
    for (const message of this.#queue) {
      readings += message.decoded.readings.length;
      if (count > 0 && readings > this.#options.maxBatchReadings) break;
      count++;
    }
    return this.#queue.splice(0, count);
  }

  #committed(messages: Waiting[], batch: readonly Reading[], rejected: ReadonlyMap<Reading, string>): void {
    const { counters, clock, log, onCommitted } = this.#options;
    counters.batchesCommitted++;
    if (this.#stalled !== undefined) {
      log.info({ stalledMs: clock.now() - this.#stalled.since }, 'the store takes writes again');
      this.#stalled = undefined;
    }
    const now = clock.now();
    const stored = rejected.size === 0 ? batch : batch.filter((reading) => !rejected.has(reading));
    counters.readingsStored += stored.length;
    for (const reading of stored) counters.heard(reading.station, reading.at, now);

    for (const message of messages) {
      this.#waitingMessages--;
      this.#waitingBytes -= message.bytes;
      this.#settleCommitted(message, rejected);
    }
    this.#tellWaiters();
    if (onCommitted === undefined || stored.length === 0) return;
    try {
      onCommitted(stored);
    } catch (error) {
      counters.listenerErrors++;
      log.error({ err: error }, 'a listener to committed readings failed; the readings are stored');
    }
  }

  #settleCommitted(message: Waiting, rejected: ReadonlyMap<Reading, string>): void {
    const { readings } = message.decoded;
    if (rejected.size === 0) {
      this.#settle(message, readings, []);
      return;
    }
    const poison: Refusal[] = [];
    for (const reading of readings) {
      const why = rejected.get(reading);
      if (why === undefined) continue;
      const { seq } = reading;
      poison.push(refuse('store_rejected', { field: why, ...(seq === undefined ? {} : { seq }) }));
    }
    const stored = readings.filter((reading) => !rejected.has(reading));
    this.#settle(message, stored, poison);
  }

  #settle(message: Waiting, stored: readonly Reading[], poison: readonly Refusal[]): void {
    const { counters, log } = this.#options;
    const { refusals: refused } = message.decoded;
    const refusals = poison.length === 0 ? refused : [...refused, ...poison];
    for (const { code } of refusals) counters.refused[code]++;
    try {
      message.settle({ stored, refusals });
    } catch (error) {
      // One source's broken connection must not keep the others of the batch from their acknowledgement.
      log.error({ err: error }, 'a source failed to acknowledge a settled message');
    }
  }

  #failed(error: unknown, attempt: number, readings: number): void {
    const { counters, clock, log } = this.#options;
    counters.commitsFailed++;
    const reason = error instanceof Error ? error.message : String(error);
    this.#stalled = { since: this.#stalled?.since ?? clock.now(), reason };
    log.warn({ attempt, readings, reason }, 'the store did not take a batch; it is kept and tried again');
  }

  #tellWaiters(): void {
    if (!this.isFull() && this.#roomWaiters.size > 0) {
      const waiters = [...this.#roomWaiters];
      this.#roomWaiters.clear();
      for (const resume of waiters) resume();
    }
    if (this.#waitingMessages === 0) {
      for (const resolve of this.#idleWaiters) resolve();
      this.#idleWaiters.clear();
    }
  }
}
