import type { Reading } from '../../domain/air/reading.ts';
import type { Clock } from '../../domain/clock.ts';
import type { AccountsStore, StationAccount } from '../../store/accounts.ts';
import type { Log } from '../log.ts';
import type { Refusal } from '../refusal.ts';
import type { StationRegistry } from '../registry.ts';
import type { Fate, Witness } from '../witness.ts';
import type { AccountReceipt } from './account-receipt.ts';
import { BalanceSheet } from './balance-sheet.ts';
import type { DailyTotals } from './daily-totals.ts';
import { DayNames } from './day-names.ts';
import type { StationDay } from './station-day.ts';
import { StationEntry } from './station-entry.ts';
import { type StationStanding, standingOf } from './station-standing.ts';

export interface StationAccountsOptions {
  readonly store: AccountsStore;
  readonly registry: StationRegistry;
  readonly clock: Clock;
  /** World seconds per real second, default 1: disks and brokers live in real ones. */
  readonly clockRate?: number;
  readonly log: Log;
  /** Publishes on the station's `receipts` topic; returns at once. A receipt that is lost is told again when the station asks. */
  readonly tell: (to: { readonly station: string; readonly city: string }, receipts: readonly AccountReceipt[]) => void;
}

/** A registered station without data for more than two of its intervals. */
export interface Absence {
  readonly station: string;
  readonly city: string;
  /** When the next reading was due, epoch ms; null: it has never reported. */
  readonly since: number | null;
}

const SAVE_EVERY_MS = 1_000;
/** Saving takes a twentieth of the time at most, but for the longest pause between two saves. */
const PAUSE_PER_MS = 19;
const LONGEST_PAUSE_MS = 5_000;
/** Stations in one transaction: messages do not wait for longer than it takes. */
const SAVED_AT_ONCE = 500;
/** How often somebody looks whose missing numbers are to be told again. */
const REMIND_EVERY_MS = 10_000;
const MAX_STATUS = 200;

/**
 * The books of every station: what came, what became of it, what is missing. Saved together, at most once a second; a station is
 * told only what is saved, so that no receipt is ever ahead of what a restart knows.
 */
export class StationAccounts implements Witness {
  readonly #options: StationAccountsOptions;
  readonly #entries = new Map<string, StationEntry>();
  readonly #sheet: BalanceSheet;
  readonly #days = new DayNames();
  /** Stations with something to save, and those with numbers missing. */
  #dirty = new Set<StationEntry>();
  readonly #owing = new Set<StationEntry>();
  #saving: Promise<void> = Promise.resolve();
  #cancelTimer: (() => void) | undefined;
  #timerAt = Number.POSITIVE_INFINITY;
  #closed = false;
  /** Between two saves, real ms. */
  #pauseMs = SAVE_EVERY_MS;

  private constructor(options: StationAccountsOptions, accounts: readonly StationAccount[]) {
    this.#options = options;
    for (const account of accounts) {
      const entry = new StationEntry(account);
      this.#entries.set(account.station, entry);
      if (entry.hasMissing) this.#owing.add(entry);
    }
    this.#sheet = new BalanceSheet({ ...options, account: (station) => this.#entries.get(station)?.account });
    if (this.#owing.size > 0) this.#wakeAfter(SAVE_EVERY_MS);
  }

  /** Reads the books; rejects with `StoreUnavailable`. */
  static async open(options: StationAccountsOptions): Promise<StationAccounts> {
    return new StationAccounts(options, await options.store.load());
  }

  stored(reading: Reading, facts: { readonly fate: Fate; readonly late: boolean; readonly receivedAt: number }): void {
    const entry = this.#entry(reading.station, reading.city);
    entry.committed(reading, facts, this.#days);
    this.#changed(entry);
  }

  refused(station: string, refusal: Refusal, receivedAt: number): void {
    const city = this.#options.registry.get(station)?.city;
    if (city === undefined) return;
    const entry = this.#entry(station, city);
    entry.refused(refusal, receivedAt, this.#days);
    this.#changed(entry);
  }

  /**
   * What came on the `status` topic of `city` and `station`, also as a last will; `retained`: said at an unknown time before. Nobody
   * is heard under another city, and strangers are not heard.
   */
  status(
    { station, city }: { readonly station: string; readonly city: string },
    said: { readonly text: string; readonly at: number; readonly retained: boolean },
  ): void {
    if (this.#options.registry.get(station)?.city !== city) return;
    const entry = this.#entry(station, city);
    const { at, retained } = said;
    const text = said.text.trim().slice(0, MAX_STATUS).replace(/\p{C}/gu, '?');
    if (entry.status({ text, at }, { retained })) this.#changed(entry);
  }

  /** Registered stations without data for more than two of their intervals, by id; those that never reported too. */
  absent(now: number): Absence[] {
    const found: Absence[] = [];
    for (const { id, city } of this.#options.registry.all()) {
      const entry = this.#entries.get(id);
      if (entry?.hasReported !== true) found.push({ station: id, city, since: null });
      else {
        const since = entry.absentSince(now);
        if (since !== undefined) found.push({ station: id, city, since });
      }
    }
    return found.sort((a, b) => (a.station < b.station ? -1 : 1));
  }

  /** How a registered station stands now; undefined for a stranger. */
  standing(station: string): StationStanding | undefined {
    const registered = this.#options.registry.get(station);
    if (registered === undefined) return undefined;
    return standingOf(registered, this.#entries.get(station)?.account, this.#options.clock.now());
  }

  /**
   * Lines of [from, to] (days, inclusive), ordered by (day, station): of one station, or of every registered one and every
   * other that was heard. At most a second old. Rejects with `StoreUnavailable`.
   */
  balance(query: { readonly from: string; readonly to: string; readonly station?: string }): Promise<StationDay[]> {
    return this.#sheet.lines(query);
  }

  /** The sums of a day, as saved. Rejects with `StoreUnavailable`. */
  totals(day: string): Promise<DailyTotals> {
    return this.#sheet.totals(day);
  }

  /** The sums with everything booked so far: what `balance.closed` says. Rejects with `StoreUnavailable`. */
  async dailyTotals(day: string): Promise<DailyTotals> {
    await this.save();
    return this.#sheet.totals(day);
  }

  /** Saves now and tells what is due. Never rejects: what could not be saved is kept and tried again. */
  save(): Promise<void> {
    this.#saving = this.#saving.then(() => this.#saveDirty());
    return this.#saving;
  }

  /** Saves a last time. The store stays open: it is its owner's. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelTimer?.();
    await this.save();
    this.#cancelTimer?.();
  }

  #entry(station: string, city: string): StationEntry {
    const known = this.#entries.get(station);
    if (known !== undefined) return known;
    const entry = new StationEntry({ station, city });
    this.#entries.set(station, entry);
    return entry;
  }

  /** Whoever is dirty already has a save coming. */
  #changed(entry: StationEntry): void {
    if (this.#dirty.has(entry)) return;
    this.#dirty.add(entry);
    this.#wakeAfter(this.#pauseMs);
  }

  /** The earlier wake-up wins. */
  #wakeAfter(delayMs: number): void {
    const { clock, clockRate = 1 } = this.#options;
    const waitMs = delayMs * clockRate;
    const dueAt = clock.now() + waitMs;
    if (this.#closed || this.#timerAt <= dueAt) return;
    this.#cancelTimer?.();
    this.#timerAt = dueAt;
    this.#cancelTimer = clock.after(waitMs, () => {
      this.#timerAt = Number.POSITIVE_INFINITY;
      this.#cancelTimer = undefined;
      void this.save();
    });
  }

  async #saveDirty(): Promise<void> {
    const { clock, clockRate = 1 } = this.#options;
    const dirty = this.#dirty;
    this.#dirty = new Set();
    const entries = [...dirty];
    let busyMs = 0;
    for (let first = 0; first === 0 || first < entries.length; first += SAVED_AT_ONCE) {
      if (first > 0) await new Promise((resolve) => setImmediate(resolve));
      const began = clock.now();
      if (!(await this.#saveSome(entries.slice(first, first + SAVED_AT_ONCE)))) {
        for (const entry of entries.slice(first)) this.#dirty.add(entry);
        this.#wakeAfter(SAVE_EVERY_MS);
        return;
      }
      busyMs += (clock.now() - began) / clockRate;
    }
    this.#pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(SAVE_EVERY_MS, busyMs * PAUSE_PER_MS));
    this.#remind(dirty, clock.now());
  }

  /** Saves and tells; false: nothing was saved, and everything is given back. */
  async #saveSome(entries: readonly StationEntry[]): Promise<boolean> {
    const { store, log, clock } = this.#options;
    const changes = entries.map((entry) => ({ entry, account: entry.account, pages: entry.takePages() }));
    try {
      if (changes.length > 0) {
        await store.save({
          accounts: changes.map(({ account }) => account),
          days: changes.flatMap(({ entry, pages }) => pages.map((page) => page.change(entry.station))),
        });
      }
    } catch (error) {
      const stations = changes.length;
      log.warn({ err: error, stations }, 'the books of the stations were not saved; they are kept and tried again');
      for (const { entry, pages } of changes) entry.giveBack(pages);
      return false;
    }
    const now = clock.now();
    for (const { entry, account } of changes) this.#tell(entry, account, now);
    return true;
  }

  /** Those with numbers missing that nobody else has just looked at. Their accounts are saved: they are not dirty. */
  #remind(justTold: ReadonlySet<StationEntry>, now: number): void {
    for (const entry of [...this.#owing]) {
      if (!justTold.has(entry) && !this.#dirty.has(entry)) this.#tell(entry, entry.account, now);
    }
    if (this.#owing.size > 0) this.#wakeAfter(REMIND_EVERY_MS);
  }

  /** `account` is what is saved, not what has come since. */
  #tell(entry: StationEntry, account: StationAccount, now: number): void {
    const { registry, tell, log } = this.#options;
    const { station, sequence } = account;
    if ((sequence?.missing.length ?? 0) > 0) this.#owing.add(entry);
    else this.#owing.delete(entry);
    const city = registry.get(station)?.city;
    if (city === undefined) return;
    const receipts = entry.receipts(account, now);
    if (receipts.length === 0) return;
    try {
      tell({ station, city }, receipts);
    } catch (error) {
      log.warn({ err: error, station }, 'a receipt was not sent');
    }
  }
}
