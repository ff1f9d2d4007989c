import type { Reading } from '../../domain/air/reading.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Arrivals, OlderVersion } from '../../store/arrivals.ts';
import type { Timeseries } from '../../store/timeseries.ts';
import { withinTime } from '../http/within-time.ts';
import type { Log } from '../log.ts';
import { BatchPlaces } from './batch-places.ts';
import { BatchScratch, DUPLICATE, LATE, NEW, REVISED } from './batch-scratch.ts';
import { FateBook } from './fate-book.ts';
import { fingerprint } from './fingerprint.ts';
import type { Arrived, JudgedBatch } from './judged-batch.ts';
import { judgedBatch } from './judged-batch.ts';
import { seedBook } from './seed-book.ts';
import { keyOf, storedVersions } from './stored-versions.ts';

export interface FateDeskOptions {
  /** The one that the pipeline writes to. */
  readonly store: Pick<Timeseries, 'read' | 'count'>;
  readonly arrivals: Pick<Arrivals, 'record'>;
  readonly clock: Clock;
  readonly log: Log;
  /** A reading measured longer ago than this when it comes is late. */
  readonly lateAfterMs: number;
  /** How long a batch waits for the store to be asked, on `clock`; default 2 s. */
  readonly askTimeoutMs?: number;
  /** How long the store is left alone after it did not answer, on `clock`; default 10 s. */
  readonly restMs?: number;
}

/** A reading about which the store has to be asked. */
interface Asked {
  readonly place: number;
  readonly receivedAt: number;
  /** What the memory knows of the stored version; undefined: not even whether there is one. */
  readonly knownPrint: number | undefined;
}

/** What one batch brings beside its readings. */
interface Draft {
  readonly readings: Reading[];
  readonly asked: Asked[];
  /** Versions replaced by a later one of the same batch, and which reading has replaced which. */
  readonly replacedHere: OlderVersion[];
  readonly overtaken: Map<Reading, Reading>;
  unknown: number;
  unread: number;
}

/**
 * Tells of each reading whether it is new, a duplicate or a revision, and whether it is late (LAT). One batch at a time: `judge`,
 * `keep`, the write, `committed`.
 */
export class FateDesk {
  readonly #options: FateDeskOptions & { readonly askTimeoutMs: number; readonly restMs: number };
  readonly #book = new FateBook();
  readonly #places = new BatchPlaces();
  readonly #scratch = new BatchScratch();
  #restUntil = Number.NEGATIVE_INFINITY;
  #seeding: Promise<void> | undefined;

  constructor(options: FateDeskOptions) {
    this.#options = { askTimeoutMs: 2_000, restMs: 10_000, ...options };
  }

  /**
   * Reads what the store has of the last hours. Without it every reading is asked for; when the store cannot be read it is done
   * later, beside everything else. Never rejects.
   */
  seed(): Promise<void> {
    const { store, clock, log, restMs } = this.#options;
    this.#seeding ??= seedBook(this.#book, store, clock.now())
      .catch((error: unknown) => {
        this.#restUntil = clock.now() + restMs;
        log.warn({ err: error }, 'the newest readings could not be read to know repeated ones; it is tried again');
      })
      .finally(() => {
        this.#seeding = undefined;
      });
    return this.#seeding;
  }

  /** What is to become of these readings, in their order. Asks the store only where the memory does not know. Never rejects. */
  async judge(arrived: readonly Arrived[]): Promise<JudgedBatch> {
    if (!this.#book.isSeeded && this.#canAsk()) void this.seed();
    const draft = this.#recall(arrived);
    const replaced = draft.asked.length === 0 ? [] : await this.#ask(draft);
    return judgedBatch({
      ...draft,
      arrived,
      fates: this.#scratch.fates,
      // In the order in which they were replaced.
      superseded: [...replaced, ...draft.replacedHere],
    });
  }

  /** Makes durable what the write of this batch would make impossible to know. Rejects with `StoreUnavailable`. */
  async keep({ superseded, late }: JudgedBatch): Promise<void> {
    if (superseded.length > 0 || late.length > 0) await this.#options.arrivals.record({ superseded, late });
  }

  /** The batch that was judged last is durable, but for what the store will never take. */
  committed({ readings }: JudgedBatch, rejected: ReadonlyMap<Reading, string>): void {
    const { keys, prints, fates, memories } = this.#scratch;
    for (let place = 0; place < readings.length; place++) {
      const key = keys[place] as number;
      if (key < 0 || ((fates[place] as number) & DUPLICATE) !== 0) continue;
      if (rejected.size > 0 && rejected.has(readings[place] as Reading)) continue;
      memories[place]?.remember(key, prints[place] as number);
    }
  }

  /** Readings of an earlier process that the store has only now. */
  learn(readings: readonly Reading[]): void {
    for (const reading of readings) this.#book.learn(reading);
  }

  #recall(arrived: readonly Arrived[]): Draft {
    const { lateAfterMs } = this.#options;
    const readings: Reading[] = [];
    for (const one of arrived) for (const reading of one.readings) readings.push(reading);
    const draft: Draft = { readings, asked: [], replacedHere: [], overtaken: new Map(), unknown: 0, unread: 0 };
    this.#scratch.begin(readings.length);
    this.#places.begin(readings.length);
    let place = 0;
    for (const { readings: together, receivedAt } of arrived) {
      for (const reading of together) {
        const fate = this.#fateOf(reading, place, receivedAt, draft);
        this.#scratch.fates[place++] = fate !== DUPLICATE && receivedAt - reading.at > lateAfterMs ? fate | LATE : fate;
      }
    }
    return draft;
  }

  /** By memory and by the batch itself; new as long as the store has to be asked. */
  #fateOf(reading: Reading, place: number, receivedAt: number, draft: Draft): number {
    const { keys, prints, memories } = this.#scratch;
    const memory = this.#book.station(reading.station);
    const key = this.#book.key(reading);
    const print = fingerprint(reading);
    memories[place] = memory;
    keys[place] = key;
    prints[place] = print;
    const earlier = key < 0 ? -1 : this.#places.exchange(memory.id, key, place);
    if (earlier >= 0) {
      const before = draft.readings[earlier] as Reading;
      if (prints[earlier] === print) {
        // The next version is held against this one; which of the two equal ones is written does not matter.
        this.#places.exchange(memory.id, key, earlier);
        return DUPLICATE;
      }
      draft.replacedHere.push(olderVersion(before, before, receivedAt));
      draft.overtaken.set(reading, before);
      return REVISED;
    }
    const knownPrint = key < 0 ? undefined : memory.recall(key);
    if (knownPrint === print) return DUPLICATE;
    if (knownPrint === undefined && key >= 0 && this.#book.isComplete(memory, reading.at)) return NEW;
    draft.asked.push({ place, receivedAt, knownPrint });
    return knownPrint === undefined ? NEW : REVISED;
  }

  /** Puts the fates right by what the store has; the versions that will be replaced. */
  async #ask(draft: Draft): Promise<OlderVersion[]> {
    const { fates, prints } = this.#scratch;
    const wanted = draft.asked.map(({ place }) => draft.readings[place] as Reading);
    const stored = new Map<string, Reading>();
    const isAnswered = await this.#readStored(wanted, stored);
    const replaced: OlderVersion[] = [];
    for (const { place, receivedAt, knownPrint } of draft.asked) {
      const reading = draft.readings[place] as Reading;
      const before = stored.get(keyOf(reading));
      const print = before && fingerprint(before);
      if (knownPrint !== undefined) {
        // What the store does not have as we know it waits in the spool.
        const isIt = print === knownPrint && before !== undefined;
        if (!isIt) draft.unread++;
        replaced.push(olderVersion(reading, isIt ? before : null, receivedAt));
      } else if (before === undefined) {
        if (!isAnswered) draft.unknown++;
      } else if (print === prints[place]) fates[place] = DUPLICATE;
      else {
        fates[place] = ((fates[place] as number) & LATE) | REVISED;
        replaced.push(olderVersion(reading, before, receivedAt));
      }
    }
    return replaced;
  }

  /** False when not everything could be asked. */
  async #readStored(wanted: readonly Reading[], stored: Map<string, Reading>): Promise<boolean> {
    const { store, clock, log, askTimeoutMs } = this.#options;
    if (!this.#canAsk()) return false;
    let reason = 'no answer in time';
    try {
      const asking = storedVersions(store, wanted, (reading) => stored.set(keyOf(reading), reading));
      const answered = asking.then(() => true);
      if (await withinTime(answered, { clock, timeoutMs: askTimeoutMs, late: false })) return true;
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
    this.#restUntil = clock.now() + this.#options.restMs;
    log.warn(
      { readings: wanted.length, reason },
      'the store was not asked what it has of older readings; they count as new',
    );
    return false;
  }

  #canAsk(): boolean {
    return this.#options.clock.now() >= this.#restUntil;
  }
}

function olderVersion({ station, at, periodS }: Reading, reading: Reading | null, replacedAt: number): OlderVersion {
  return { station, at, periodS, replacedAt, reading };
}
