import type { Clock } from '../../domain/clock.ts';
import { dayOf, dayStart, parseDay } from '../../domain/time.ts';
import type { DailyTotals } from '../../ingest/accounts/daily-totals.ts';
import type { Log } from '../../ingest/log.ts';
import type { Ledger } from '../../store/ledger.ts';

export interface DayClosingOptions {
  readonly accounts: { dailyTotals(day: string): Promise<DailyTotals> };
  readonly ledger: Pick<Ledger, 'append' | 'read'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Stream of the ledger: one `balance.closed` a day, with the day's `DailyTotals`. */
export const BALANCE_STREAM = 'balance';

const DAY_MS = 86_400_000;
/** After midnight, for what was measured before it and is still on its way. */
const DELAY_MS = 600_000;
const AGAIN_MS = 60_000;
/** Nobody sleeps for longer: a machine that was asleep or whose clock was set wakes up with the wrong idea of how long it waited. */
const LONGEST_WAIT_MS = 3_600_000;
const MOST_DAYS = 7;

/**
 * Closes each natural day in the ledger, ten minutes after its end; days that ended while nobody was there are closed at the next
 * start, up to seven. What the ledger has decides, so that a day is closed once, whatever happens in between.
 */
export class DayClosing {
  readonly #options: DayClosingOptions;
  #readThrough = 0;
  #version = 0;
  /** First instant of the newest day that is closed. */
  #closedAt: number | undefined;
  #cancelTimer: (() => void) | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: DayClosingOptions) {
    this.#options = options;
  }

  /** Closes what is due, now and from now on. */
  start(): void {
    this.#running = this.#run();
  }

  /** Closes nothing more; resolves when what is under way is done. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelTimer?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { clock, log } = this.#options;
    let waitMs = AGAIN_MS;
    try {
      await this.#closeDue();
      const nextAt = dayStart(clock.now() - DELAY_MS) + DAY_MS + DELAY_MS;
      waitMs = Math.min(nextAt - clock.now(), LONGEST_WAIT_MS);
    } catch (error) {
      log.warn({ err: error }, 'the balance of a day is not in the ledger yet; it is tried again');
    }
    if (this.#stopped) return;
    this.#cancelTimer = clock.after(waitMs, () => this.start());
  }

  async #closeDue(): Promise<void> {
    const { accounts, ledger, clock, log } = this.#options;
    await this.#readLedger();
    const newest = dayStart(clock.now() - DELAY_MS) - DAY_MS;
    const oldest = newest - (MOST_DAYS - 1) * DAY_MS;
    const next = this.#closedAt === undefined ? oldest : this.#closedAt + DAY_MS;
    if (next < oldest) log.warn({ from: dayOf(next), to: dayOf(oldest - 1) }, 'the balance of these days stays open');
    for (let start = Math.max(next, oldest); start <= newest && !this.#stopped; start += DAY_MS) {
      const totals = await accounts.dailyTotals(dayOf(start));
      // Days before the first reading ever are none of ours.
      if (this.#version === 0 && totals.received === 0) continue;
      const event = { type: 'balance.closed', at: start + DAY_MS, data: totals };
      const append = { stream: BALANCE_STREAM, expectedVersion: this.#version, events: [event] };
      await ledger.append({ appends: [append], now: clock.now() });
      this.#version++;
      this.#closedAt = start;
      log.info(
        { day: totals.day, received: totals.received, missing: totals.missing },
        'the balance of a day is closed',
      );
    }
  }

  /** Each time: after a conflict another process has closed days. */
  async #readLedger(): Promise<void> {
    for (;;) {
      const page = await this.#options.ledger.read({ after: this.#readThrough, limit: 1_000, stream: BALANCE_STREAM });
      for (const { seq, version, data } of page) {
        this.#readThrough = seq;
        this.#version = version;
        const start = typeof data['day'] === 'string' ? parseDay(data['day']) : null;
        if (start !== null) this.#closedAt = Math.max(start, this.#closedAt ?? start);
      }
      if (page.length === 0) return;
    }
  }
}
