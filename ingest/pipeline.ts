import type { Reading } from '../domain/air/reading.ts';
import type { Clock } from '../domain/clock.ts';
import type { Timeseries } from '../store/timeseries.ts';
import { commitBatch } from './commit-batch.ts';
import type { Counters } from './counters.ts';
import type { FateDesk } from './fates/fate-desk.ts';
import { allNew, type JudgedBatch } from './fates/judged-batch.ts';
import type { Log } from './log.ts';
import { type Decoded, decodePayload } from './payload.ts';
import { type Refusal, type RefusalCode, refuse } from './refusal.ts';
import type { StationRegistry } from './registry.ts';
import type { Fate, Witness } from './witness.ts';

/** What became of one message. Every reading of it was stored or is named in `refusals`; never both are empty. */
export interface Outcome {
  /** Readings that are durable now; a duplicate was so before. */
  readonly stored: readonly Reading[];
  readonly refusals: readonly Refusal[];
  /** Those of `stored` that are not new; may name readings of other messages too. */
  readonly repeated: ReadonlyMap<Reading, Exclude<Fate, 'new'>>;
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
  /** Tells repeated and revised readings from new ones; absent: every reading is new and is written. */
  readonly fates?: FateDesk;
  /** Hears of every reading after its commit, and of what was refused to registered stations, before the message is settled. */
  readonly witness?: Witness;
  /**
   * Hears of the new and revised readings of every batch in commit order, after its messages are settled. What it throws is
   * counted and logged and changes nothing. It must return at once.
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

/** A message of a source with its own wire format, decoded and checked. */
export interface DecodedSubmission {
  readonly decoded: Decoded;
  readonly bytes: number;
  /** Whose books its refusals go into, where they do not say so themselves; absent: nobody's. */
  readonly station?: string;
  /** As in `Submission`. */
  settle(outcome: Outcome): void;
}

interface Waiting {
  readonly readings: readonly Reading[];
  readonly refusals: readonly Refusal[];
  readonly station: string | undefined;
  readonly bytes: number;
  /** On our clock, epoch ms. */
  readonly receivedAt: number;
  readonly settle: (outcome: Outcome) => void;
}

interface Committed {
  readonly written: readonly Reading[];
  readonly rejected: ReadonlyMap<Reading, string>;
}

type Facts = Parameters<Witness['stored']>[1];
type Optional = 'onCommitted' | 'fates' | 'witness';
const NOTHING: readonly never[] = [];
const NONE: ReadonlyMap<Reading, never> = new Map<Reading, never>();

/**
 * The one way of a reading into the store, whatever the source: decode, check, commit, and only then settle.
 *
 * Batches form by themselves: one commit is in flight and everything that arrives meanwhile makes the next. While the store
 * is down nothing is settled and the same batch is tried again for ever; what waits is bounded because sources stop
 * submitting when `isFull`.
 */
export class Pipeline {
  readonly #options: Required<Omit<PipelineOptions, Optional>> & Pick<PipelineOptions, Optional>;
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
    const receivedAt = clock.now();
    const station = registry.get(message.station);
    let decoded: Decoded;
    if (station === undefined) {
      decoded = { readings: NOTHING, refusals: [refuse('unknown_station', { field: message.station })] };
    } else if (message.city !== undefined && message.city !== station.city) {
      decoded = { readings: NOTHING, refusals: [refuse('wrong_city', { field: message.city })] };
    } else {
      decoded = decodePayload(message.payload, station, receivedAt + futureToleranceMs);
    }
    const { readings, refusals } = decoded;
    const bytes = message.payload.byteLength;
    this.#enqueue({ readings, refusals, station: station?.id, bytes, receivedAt, settle: message.settle });
  }

  submitDecoded(message: DecodedSubmission): void {
    const { counters, clock } = this.#options;
    const { decoded, bytes, station } = message;
    counters.messagesReceived++;
    counters.bytesReceived += bytes;
    const { readings, refusals } = decoded;
    const settle = (outcome: Outcome) => message.settle(outcome);
    this.#enqueue({ readings, refusals, station, bytes, receivedAt: clock.now(), settle });
  }

  /** For a message that a source cannot even attribute: counted and settled as refused, so that nobody sends it for ever. */
  refuse(code: RefusalCode, message: Omit<DecodedSubmission, 'decoded'>): void {
    const decoded = { readings: NOTHING, refusals: [refuse(code)] };
    this.submitDecoded({ ...message, decoded, settle: (outcome) => message.settle(outcome) });
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
    if (message.readings.length === 0) {
      this.#settle(message, { stored: NOTHING, refusals: message.refusals, repeated: NONE });
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
      const batch = (await this.#options.fates?.judge(messages)) ?? allNew(messages);
      const committed = await this.#commit(batch);
      if (committed === undefined) break;
      this.#committed(messages, batch, committed);
    }
    this.#running = false;
  }

  #takeBatch(): Waiting[] {
    let count = 0;
    let readings = 0;
    for (const message of this.#queue) {
      readings += message.readings.length;
      if (count > 0 && readings > this.#options.maxBatchReadings) break;
      count++;
    }
    return this.#queue.splice(0, count);
  }

  /** Undefined: given up. Otherwise what is written, and what the store will never take. */
  async #commit(batch: JudgedBatch): Promise<Committed | undefined> {
    const { store, fates, clock, random, counters } = this.#options;
    let { write } = batch;
    let written: readonly Reading[] = [];
    let rejected: ReadonlyMap<Reading, string> = NONE;
    while (write.length > 0) {
      const now = write;
      const done = await commitBatch({
        write: async () => {
          await fates?.keep(batch);
          await store.write(now);
        },
        clock,
        random,
        signal: this.#abandon.signal,
        onFailure: (error, attempt) => this.#failed(error, attempt, now.length),
      });
      if (done === undefined) return undefined;
      counters.batchesCommitted++;
      if (done.rejected.size === 0 && written.length === 0) return { written: now, rejected };
      rejected = new Map([...rejected, ...done.rejected]);
      written = [...written, ...now.filter((reading) => !done.rejected.has(reading))];
      // The version before it in the same batch is acknowledged too, and has to be stored now that it is not replaced.
      write = [...done.rejected.keys()].flatMap((reading) => batch.overtaken.get(reading) ?? []);
    }
    return { written, rejected };
  }

  #committed(messages: Waiting[], batch: JudgedBatch, { written, rejected }: Committed): void {
    const { counters, clock, log, fates, onCommitted } = this.#options;
    if (this.#stalled !== undefined) {
      log.info({ stalledMs: clock.now() - this.#stalled.since }, 'the store takes writes again');
      this.#stalled = undefined;
    }
    fates?.committed(batch, rejected);
    counters.fatesUnknown += batch.unknown;
    counters.versionsUnread += batch.unread;
    let place = 0;
    for (const message of messages) {
      this.#waitingMessages--;
      this.#waitingBytes -= message.bytes;
      this.#witnessed(message, batch, place, rejected);
      place += message.readings.length;
      this.#settleCommitted(message, batch, rejected);
    }
    this.#tellWaiters();
    if (onCommitted === undefined || written.length === 0) return;
    try {
      onCommitted(written);
    } catch (error) {
      counters.listenerErrors++;
      log.error({ err: error }, 'a listener to committed readings failed; the readings are stored');
    }
  }

  /** Books what became of the readings of one message, of which the first is at `first` in the batch. */
  #witnessed(message: Waiting, batch: JudgedBatch, first: number, rejected: ReadonlyMap<Reading, string>): void {
    const { counters, witness } = this.#options;
    const { readings, receivedAt } = message;
    let facts: Facts | undefined;
    for (let i = 0; i < readings.length; i++) {
      const reading = readings[i] as Reading;
      if (rejected.size > 0 && rejected.has(reading)) continue;
      const fate = batch.fateAt(first + i);
      const late = batch.isLateAt(first + i);
      if (fate === 'duplicate') counters.readingsDuplicate++;
      else counters.readingsStored++;
      if (fate === 'revised') counters.readingsRevised++;
      if (late) counters.readingsLate++;
      counters.heard(reading.station, reading.at, receivedAt);
      if (witness === undefined) continue;
      // One for all readings of a message, as a rule.
      if (facts?.fate !== fate || facts.late !== late) facts = { fate, late, receivedAt };
      witness.stored(reading, facts);
    }
  }

  #settleCommitted(message: Waiting, batch: JudgedBatch, rejected: ReadonlyMap<Reading, string>): void {
    const { readings, refusals } = message;
    const { repeated } = batch;
    if (rejected.size === 0) {
      this.#settle(message, { stored: readings, refusals, repeated });
      return;
    }
    const poison: Refusal[] = [];
    for (const reading of readings) {
      const why = rejected.get(reading);
      if (why === undefined) continue;
      const { seq, station } = reading;
      poison.push({ ...refuse('store_rejected', { field: why, ...(seq === undefined ? {} : { seq }) }), station });
    }
    const stored = readings.filter((reading) => !rejected.has(reading));
    this.#settle(message, { stored, refusals: poison.length === 0 ? refusals : [...refusals, ...poison], repeated });
  }

  #settle(message: Waiting, outcome: Outcome): void {
    const { counters, log, witness, registry } = this.#options;
    for (const refusal of outcome.refusals) {
      counters.refused[refusal.code]++;
      const station = refusal.station ?? message.station;
      if (witness === undefined || station === undefined || registry.get(station) === undefined) continue;
      witness.refused(station, refusal, message.receivedAt);
    }
    try {
      message.settle(outcome);
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
