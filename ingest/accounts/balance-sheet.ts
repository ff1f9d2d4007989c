import type { Clock } from '../../domain/clock.ts';
import { dayOf, parseDay } from '../../domain/time.ts';
import type { AccountsStore, DayRecord, StationAccount } from '../../store/accounts.ts';
import type { StationRegistry } from '../registry.ts';
import { type DailyTotals, totalsOf } from './daily-totals.ts';
import { type StationDay, stationDay } from './station-day.ts';

export interface BalanceSheetOptions {
  readonly store: AccountsStore;
  readonly registry: StationRegistry;
  readonly clock: Clock;
  readonly account: (station: string) => StationAccount | undefined;
}

const DAY_MS = 86_400_000;

/** Reads the saved days back as lines: every registered station has one, also when nothing came. */
export class BalanceSheet {
  readonly #options: BalanceSheetOptions;

  constructor(options: BalanceSheetOptions) {
    this.#options = options;
  }

  /** Days inclusive; ordered by (day, station). */
  async lines(query: { readonly from: string; readonly to: string; readonly station?: string }): Promise<StationDay[]> {
    const { store } = this.#options;
    const records = new Map((await store.days(query)).map((record) => [`${record.day} ${record.station}`, record]));
    const lines: StationDay[] = [];
    const open = new Map<string, number>();
    for (const day of daysOf(query)) {
      for (const station of this.#stationsOf(day, records, query.station)) {
        const record = records.get(`${day} ${station}`);
        const openBefore = open.get(station) ?? (await this.#openBefore(station, day, record));
        const line = this.#line(station, day, record, openBefore);
        open.set(station, line.missing.open);
        lines.push(line);
      }
    }
    return lines;
  }

  async totals(day: string): Promise<DailyTotals> {
    const { registry, account } = this.#options;
    const stations = registry.all();
    const neverReported = stations.filter(({ id }) => account(id)?.lastAt === undefined).length;
    return totalsOf(day, await this.lines({ from: day, to: day }), { stations: stations.length, neverReported });
  }

  #stationsOf(day: string, records: ReadonlyMap<string, DayRecord>, only: string | undefined): string[] {
    if (only !== undefined) return [only];
    const ids = new Set(this.#options.registry.all().map(({ id }) => id));
    for (const record of records.values()) if (record.day === day) ids.add(record.station);
    return [...ids].sort();
  }

  async #openBefore(station: string, day: string, record: DayRecord | undefined): Promise<number> {
    const { store, account } = this.#options;
    if (record?.seqMissing !== undefined || account(station)?.sequence === undefined) return 0;
    return store.missingBefore(station, day);
  }

  #line(station: string, day: string, record: DayRecord | undefined, openBefore: number): StationDay {
    const { registry, clock } = this.#options;
    const account = this.#options.account(station);
    const city = registry.get(station)?.city ?? account?.city ?? '';
    return stationDay({ station, city, day, record, openBefore, account, now: clock.now() });
  }
}

function* daysOf({ from, to }: { readonly from: string; readonly to: string }): Iterable<string> {
  const last = parseDay(to) ?? Number.NEGATIVE_INFINITY;
  for (let at = parseDay(from) ?? Number.POSITIVE_INFINITY; at <= last; at += DAY_MS) yield dayOf(at);
}
