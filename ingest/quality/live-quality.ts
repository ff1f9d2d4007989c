import { FLAT_LINE_WINDOW_HOURS } from '../../domain/air/quality/quality-limits.ts';
import { LATE_HOURS } from '../../domain/air/quality/station-history.ts';
import type { Reading } from '../../domain/air/reading.ts';
import type { Clock } from '../../domain/clock.ts';
import type { QualityStore, VerdictChange } from '../../store/quality.ts';
import type { ReadingCursor, Timeseries } from '../../store/timeseries.ts';
import type { Log } from '../log.ts';
import { SETTLE_HOURS } from './neighbour-rounds.ts';
import { newestReadingHour } from './newest-reading.ts';
import type { OverruleBook } from './overrule-book.ts';
import { QualityCounters } from './quality-counters.ts';
import { QualityDesk } from './quality-desk.ts';
import type { RegionTerms } from './station-terms.ts';

const HOUR_MS = 3_600_000;
/** What a restart judges anew at least: hours that a live desk could still have changed (QC-19). */
const CHANGEABLE_MS = (LATE_HOURS + SETTLE_HOURS) * HOUR_MS;
/** What it reads before that, so that the oldest of them has its hours before it. */
const LEAD_MS = FLAT_LINE_WINDOW_HOURS * HOUR_MS;
const PAGE = 20_000;
const RETRY_MS = 1_000;
/** Beyond it the desk forgets what it could not write, and judges anew from the store. */
const MOST_UNWRITTEN = 100_000;
const MOST_HELD = 200_000;

export interface LiveQualityOptions {
  readonly terms: RegionTerms;
  readonly overrules: OverruleBook;
  readonly timeseries: Pick<Timeseries, 'read'>;
  readonly store: QualityStore;
  readonly clock: Clock;
  readonly log: Log;
  /** How long after its period a reading is still judged by the rules: a restart judges so much anew. */
  readonly windowMs: number;
  /** Hears of every reading that may be used, and again when that has changed. It must return at once. */
  readonly onUsable: (readings: readonly Reading[]) => void;
}

/**
 * The desk at run time: it hands on at once, writes what it found right after, and fills its histories from the store at start.
 * Ingest never waits for it, and whatever a crash takes from it is judged anew from the readings.
 */
export class LiveQuality {
  readonly counters = new QualityCounters();
  readonly #options: LiveQualityOptions;
  #desk: QualityDesk;
  #state: 'unfilled' | 'filling' | 'filled' = 'unfilled';
  /** What was committed while the histories were being filled. */
  #held: (readonly Reading[])[] = [];
  #heldCount = 0;
  #unwritten: VerdictChange[] = [];
  /** What the store has been told of how far all is judged. */
  #toldThrough: number | undefined;
  #writing: Promise<void> | undefined;
  #filling: Promise<void> | undefined;
  #stopRetry: (() => void) | undefined;
  #closed = false;

  constructor(options: LiveQualityOptions) {
    this.#options = options;
    this.#desk = this.#newDesk();
  }

  /** Takes committed readings and hands on what is usable of them, all before it returns. */
  committed(readings: readonly Reading[]): void {
    const { usable, changes } = this.#desk.take(readings);
    if (this.#state === 'filled') this.#keep(changes);
    else if (this.#state === 'filling') this.#hold(readings);
    this.#options.onUsable(usable);
  }

  /**
   * Resolves when histories are filled and all verdicts are written: what is read then is complete. Tries what has not
   * succeeded yet, and rejects with `StoreUnavailable` when that fails again.
   */
  async settled(): Promise<void> {
    if (this.#state !== 'filled') await this.#fill();
    while (this.#isBehind() || this.#writing !== undefined) await this.#write();
  }

  /** Writes what can be written. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopRetry?.();
    if (this.#state !== 'filled') return;
    await this.settled();
  }

  #isBehind(): boolean {
    return this.#unwritten.length > 0 || this.#desk.newestHourEnd !== this.#toldThrough;
  }

  #newDesk(knownFrom?: number): QualityDesk {
    const { terms, overrules } = this.#options;
    const known = knownFrom === undefined ? {} : { knownFrom };
    return new QualityDesk({ terms, overrules, counters: this.counters, ...known });
  }

  #hold(readings: readonly Reading[]): void {
    this.#heldCount += readings.length;
    // Too much to keep: they are in the store, and filling begins again.
    if (this.#heldCount > MOST_HELD) this.#held = [];
    else this.#held.push(readings);
  }

  #fill(): Promise<void> {
    this.#filling ??= this.#fillOnce().finally(() => {
      this.#filling = undefined;
      if (this.#state === 'filling') this.#state = 'unfilled';
    });
    return this.#filling;
  }

  /** A new desk from what the store holds; the same code at every start. */
  async #fillOnce(): Promise<void> {
    const { store } = this.#options;
    this.#state = 'filling';
    this.#held = [];
    this.#heldCount = 0;
    const knownFrom = await this.#judgeFrom();
    const desk = this.#newDesk(knownFrom);
    const changes: VerdictChange[] = [];
    if (knownFrom !== undefined) {
      for await (const page of this.#pages(knownFrom - LEAD_MS)) {
        for (const change of desk.take(page).changes) if (change.at >= knownFrom) changes.push(change);
      }
      await store.replace(changes, { from: knownFrom, ...throughOf(desk) });
    }
    if (this.#heldCount > MOST_HELD) return this.#fillOnce();
    this.#desk = desk;
    this.#state = 'filled';
    this.#unwritten = [];
    this.#toldThrough = desk.newestHourEnd;
    for (const readings of this.#held.splice(0)) this.committed(readings);
  }

  /**
   * From where on the readings are judged anew: everything that came after the last note of the store, however much that is, and
   * what may have come late before it.
   */
  async #judgeFrom(): Promise<number | undefined> {
    const { timeseries, store, clock, windowMs } = this.#options;
    const newest = await newestReadingHour(timeseries, clock.now() + 24 * HOUR_MS);
    if (newest === undefined) return undefined;
    const judgedThrough = (await store.judgedThrough()) ?? newest;
    return Math.min(newest, judgedThrough) - Math.max(CHANGEABLE_MS, windowMs);
  }

  async *#pages(from: number): AsyncIterable<Reading[]> {
    let after: ReadingCursor | undefined;
    for (;;) {
      const query = { from, to: Number.MAX_SAFE_INTEGER, limit: PAGE };
      const page = await this.#options.timeseries.read({ ...query, ...(after === undefined ? {} : { after }) });
      const last = page.at(-1);
      if (last === undefined) return;
      yield page;
      if (page.length < PAGE) return;
      after = { at: last.at, station: last.station, periodS: last.periodS };
    }
  }

  #keep(changes: readonly VerdictChange[]): void {
    for (const change of changes) this.#unwritten.push(change);
    if (this.#unwritten.length > MOST_UNWRITTEN) {
      this.#unwritten = [];
      this.#state = 'unfilled';
    }
    if (this.#isBehind()) this.#retry(0);
  }

  #write(): Promise<void> {
    this.#writing ??= this.#writeOnce().finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  async #writeOnce(): Promise<void> {
    const batch = this.#unwritten;
    const through = this.#desk.newestHourEnd;
    this.#unwritten = [];
    try {
      await this.#options.store.replace(batch, throughOf(this.#desk));
      this.#toldThrough = through;
    } catch (error) {
      this.counters.writesFailed += 1;
      this.#unwritten = [...batch, ...this.#unwritten];
      throw error;
    }
  }

  /** Settles a little later, and goes on until it has succeeded. */
  #retry(delayMs: number): void {
    if (this.#closed || this.#stopRetry !== undefined) return;
    const { clock, log } = this.#options;
    this.#stopRetry = clock.after(delayMs, () => {
      this.#stopRetry = undefined;
      this.settled().catch((error: unknown) => {
        log.warn({ err: error }, 'verdicts of quality control could not be written; they are kept and tried again');
        this.#retry(RETRY_MS);
      });
    });
  }
}

function throughOf({ newestHourEnd: through }: QualityDesk): { readonly through?: number } {
  return through === undefined ? {} : { through };
}
