import type { Reading } from '../../domain/air/reading.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Timeseries } from '../../store/timeseries.ts';
import type { Log } from '../log.ts';
import type { Outcome, Pipeline } from '../pipeline.ts';
import { mergeReading } from './merge-reading.ts';

/** A reading of one parameter, and whom to tell what became of it. */
export interface ObservationPart {
  readonly reading: Reading;
  readonly bytes: number;
  /** Called once, after the commit of the reading that the part was merged into. */
  settle(outcome: Outcome): void;
}

export interface ObservationCollectorOptions {
  readonly store: Pick<Timeseries, 'read'>;
  readonly pipeline: Pick<Pipeline, 'submitDecoded' | 'isFull' | 'onRoom'>;
  readonly clock: Clock;
  readonly log: Log;
  /** How many parameters a station's datastreams have: when all are there, nobody waits for more. */
  readonly parametersOf: (station: string) => number;
  /** How long a reading waits for its other parts after the first; default 2 s. */
  readonly collectMs?: number;
  /** Parts that wait or are on their way; beyond them `isFull` holds. Default 20,000. */
  readonly maxParts?: number;
}

interface Group {
  parts: ObservationPart[];
  /** Of `parts`; kept beside them, because a mad device may send thousands for one moment. */
  parameters: Set<string>;
  /** A merge of this reading is on its way: the next one must see what it stored. */
  underWay: boolean;
  /** Waited for long enough. */
  due: boolean;
  cancel: () => void;
}

const READ_AGAIN_MS = 1_000;

/**
 * Observations come one parameter a time, a reading is known by its station, period and time and the newest wins as a whole. So
 * the parts of one reading are collected for a bounded time, merged with what is stored of it already, and settled when the
 * merged reading is committed. Two merges of one reading never overlap.
 */
export class ObservationCollector {
  readonly #options: ObservationCollectorOptions & { readonly collectMs: number; readonly maxParts: number };
  readonly #groups = new Map<string, Group>();
  readonly #idleWaiters = new Set<() => void>();
  readonly #roomWaiters = new Set<() => void>();
  #parts = 0;
  #closed = false;
  #abandoned = false;

  constructor(options: ObservationCollectorOptions) {
    this.#options = { collectMs: 2_000, maxParts: 20_000, ...options };
  }

  /** A source asks first; a part that is added all the same is kept. */
  isFull(): boolean {
    return this.#isCrowded() || this.#options.pipeline.isFull();
  }

  /** Calls `resume` once, when whichever of the two was full has room again: ask `isFull` again. The result cancels it. */
  onRoom(resume: () => void): () => void {
    if (!this.#isCrowded()) return this.#options.pipeline.onRoom(resume);
    this.#roomWaiters.add(resume);
    return () => this.#roomWaiters.delete(resume);
  }

  add(part: ObservationPart): void {
    if (this.#closed) return;
    const { reading } = part;
    const key = JSON.stringify([reading.station, reading.at, reading.periodS]);
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { parts: [], parameters: new Set(), underWay: false, due: false, cancel: () => {} };
      this.#groups.set(key, group);
    }
    if (group.parts.length === 0) this.#await(key, group);
    group.parts.push(part);
    this.#parts++;
    for (const parameter in reading.values) group.parameters.add(parameter);
    if (group.parameters.size >= this.#options.parametersOf(reading.station)) this.#due(key, group);
  }

  /**
   * Takes nothing more, waits for no more parts, and resolves when all are settled or after `timeoutMs`; true when none is
   * left. Before the pipeline is closed.
   */
  async close(options: { readonly timeoutMs: number }): Promise<boolean> {
    this.#closed = true;
    for (const [key, group] of this.#groups) if (group.parts.length > 0) this.#due(key, group);
    if (this.#groups.size > 0) {
      await new Promise<void>((resolve) => {
        const cancel = this.#options.clock.after(options.timeoutMs, () => {
          this.#abandoned = true;
          resolve();
        });
        this.#idleWaiters.add(() => {
          cancel();
          resolve();
        });
      });
    }
    return this.#groups.size === 0;
  }

  #await(key: string, group: Group): void {
    group.due = false;
    group.cancel = this.#options.clock.after(this.#options.collectMs, () => this.#due(key, group));
  }

  #due(key: string, group: Group): void {
    group.cancel();
    group.due = true;
    if (!group.underWay) void this.#merge(key, group);
  }

  async #merge(key: string, group: Group): Promise<void> {
    group.underWay = true;
    const { parts } = group;
    group.parts = [];
    group.parameters = new Set();
    const [first, ...more] = parts.map(({ reading }) => reading);
    if (first === undefined) return;
    const stored = await this.#stored(first);
    if (stored === 'abandoned') return;
    const merged = stored === undefined ? mergeReading(first, more) : mergeReading(stored, [first, ...more]);
    this.#options.pipeline.submitDecoded({
      decoded: { readings: [merged], refusals: [] },
      bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
      settle: (outcome) => {
        this.#parts -= parts.length;
        group.underWay = false;
        if (group.parts.length === 0) this.#groups.delete(key);
        else if (group.due) void this.#merge(key, group);
        this.#settle(parts, outcome);
        this.#tellRoom();
        if (this.#groups.size === 0) for (const resolve of this.#idleWaiters) resolve();
      },
    });
  }

  #isCrowded(): boolean {
    return this.#parts >= this.#options.maxParts;
  }

  #tellRoom(): void {
    if (this.#isCrowded() || this.#roomWaiters.size === 0) return;
    const waiters = [...this.#roomWaiters];
    this.#roomWaiters.clear();
    for (const resume of waiters) resume();
  }

  #settle(parts: readonly ObservationPart[], outcome: Outcome): void {
    for (const part of parts) {
      try {
        part.settle(outcome);
      } catch (error) {
        this.#options.log.error({ err: error }, 'an observation could not be acknowledged');
      }
    }
  }

  /** What the store has of this reading; asked until it answers, because writing without it would lose the other parameters. */
  async #stored({ station, at, periodS }: Reading): Promise<Reading | undefined | 'abandoned'> {
    const { store, clock, log } = this.#options;
    while (!this.#abandoned) {
      try {
        const [found] = await store.read({
          stations: [station],
          from: at,
          to: at + 1,
          after: { at, station, periodS: periodS - 1 },
          limit: 1,
        });
        return found?.periodS === periodS ? found : undefined;
      } catch (error) {
        log.warn({ err: error }, 'the store could not be asked for a reading to merge with; it is asked again');
        await new Promise<void>((resolve) => clock.after(READ_AGAIN_MS, resolve));
      }
    }
    return 'abandoned';
  }
}
