import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { PARAMETERS, type Parameter } from '../../domain/air/parameter.ts';
import type { Flags, Reading } from '../../domain/air/reading.ts';
import {
  type ReadingQuery,
  type RejectedReading,
  StoreRejected,
  StoreUnavailable,
  type Timeseries,
} from '../timeseries.ts';
import { unstorableReason } from '../unstorable-reason.ts';
import { asStoreError, inTransaction, openDatabase } from './database.ts';

const APPLICATION_ID = 0x4c_46_74_73;

const HOUR_MS = 3_600_000;

/**
 * Rows lie in order of time, so that a batch of all stations fills a few pages at the end instead of touching one page per
 * station: eight times the rate of the key (station, at). The index does the same by hours, and finds one station's rows
 * with a step per hour instead of walking over all stations.
 */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS readings (
  at INTEGER NOT NULL,
  station TEXT NOT NULL,
  period_s INTEGER NOT NULL,
  city TEXT NOT NULL,
  seq INTEGER,
  flags TEXT,
  ${PARAMETERS.map((name) => `${name} REAL`).join(', ')},
  PRIMARY KEY (at, station, period_s)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS readings_hour_station ON readings (at / ${HOUR_MS}, station);
`;

const COLUMNS = ['station', 'at', 'period_s', 'city', 'seq', 'flags', ...PARAMETERS];
const FIRST_PARAMETER = COLUMNS.length - PARAMETERS.length;

/** Up to this many stations are looked up hour by hour; above it all rows of the range are walked. */
const FEW_STATIONS = 32;

const HOURS_AT_ONCE = 100;

const IN_RANGE = 'at >= ? AND at < ? AND (at, station, period_s) > (?, ?, ?)';
const IN_ORDER = 'ORDER BY at, station, period_s LIMIT ?';

/** Readings in one SQLite file, key (at, station, period_s). A write call is one transaction, durable when it resolves. */
export class SqliteTimeseries implements Timeseries {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #count: StatementSync;
  readonly #selectAll: StatementSync;
  readonly #selectMany: StatementSync;
  readonly #selectHours: StatementSync;
  readonly #nextHour: StatementSync;

  private constructor(database: DatabaseSync) {
    this.#database = database;
    const places = COLUMNS.map(() => '?').join(', ');
    this.#insert = database.prepare(`INSERT OR REPLACE INTO readings (${COLUMNS.join(', ')}) VALUES (${places})`);
    this.#count = database.prepare('SELECT count(*) AS readings FROM readings WHERE at >= ? AND at < ?');
    const select = `SELECT ${COLUMNS.join(', ')} FROM readings WHERE`;
    const listed = 'station IN (SELECT value FROM json_each(?))';
    this.#selectAll = rowsOf(database, `${select} ${IN_RANGE} ${IN_ORDER}`);
    this.#selectMany = rowsOf(database, `${select} ${IN_RANGE} AND +${listed} ${IN_ORDER}`);
    this.#selectHours = rowsOf(
      database,
      `${select} at / ${HOUR_MS} IN (SELECT value FROM json_each(?)) AND ${listed} AND ${IN_RANGE} ${IN_ORDER}`,
    );
    this.#nextHour = database.prepare(
      `SELECT at / ${HOUR_MS} AS hour FROM readings WHERE at / ${HOUR_MS} >= ? ORDER BY at / ${HOUR_MS} LIMIT 1`,
    );
  }

  /** Creates the file when absent, except with `readOnly`; `:memory:` keeps nothing. Throws `StoreUnavailable`. */
  static open(options: { readonly path: string; readonly readOnly?: boolean }): SqliteTimeseries {
    const database = openDatabase({ ...options, applicationId: APPLICATION_ID, schema: SCHEMA });
    return new SqliteTimeseries(database);
  }

  async write(readings: readonly Reading[]): Promise<void> {
    const rejected: RejectedReading[] = [];
    asStoreError(() =>
      inTransaction(this.#database, () => {
        for (const reading of readings) {
          const reason = unstorableReason(reading);
          if (reason === undefined) this.#insert.run(...toRow(reading));
          else rejected.push({ reading, reason });
        }
      }),
    );
    if (rejected.length > 0) throw new StoreRejected(rejected);
  }

  async read(query: ReadingQuery): Promise<Reading[]> {
    const stations = query.stations ?? [];
    const after = query.after ?? { at: Number.MIN_SAFE_INTEGER, station: '', periodS: -1 };
    const range = [Math.max(query.from, after.at), query.to, after.at, after.station, after.periodS] as const;
    return asStoreError(() => {
      if (stations.length === 0) return readingsOf(this.#selectAll.all(...range, query.limit));
      const list = JSON.stringify(stations);
      if (stations.length > FEW_STATIONS) return readingsOf(this.#selectMany.all(...range, list, query.limit));
      return this.#readByHours(list, range, query.limit);
    });
  }

  /** A hundred hours a time, so that a page of a long history does not sort all of it; spans without any readings are skipped. */
  #readByHours(stations: string, range: readonly [number, number, number, string, number], limit: number): Reading[] {
    const found: Reading[] = [];
    const [from, to] = range;
    let first = this.#hourFrom(hourOf(from));
    while (first !== undefined && first <= hourOf(to) && found.length < limit) {
      const end = first + HOURS_AT_ONCE;
      const hours: number[] = [];
      for (let hour = first; hour < end; hour++) hours.push(hour);
      const rows = this.#selectHours.all(JSON.stringify(hours), stations, ...range, limit - found.length);
      for (const reading of readingsOf(rows)) found.push(reading);
      first = this.#hourFrom(end);
    }
    return found;
  }

  /** The first hour from this one on that has any reading. */
  #hourFrom(hour: number): number | undefined {
    const found = this.#nextHour.get(hour)?.['hour'];
    return typeof found === 'number' ? found : undefined;
  }

  async count(range: { readonly from: number; readonly to: number }): Promise<number> {
    return asStoreError(() => Number(this.#count.get(range.from, range.to)?.['readings']));
  }

  async ready(): Promise<void> {
    if (!this.#database.isOpen) throw new StoreUnavailable('SQLite: closed');
    asStoreError(() => inTransaction(this.#database, () => undefined));
  }

  async close(): Promise<void> {
    if (this.#database.isOpen) this.#database.close();
  }
}

function rowsOf(database: DatabaseSync, sql: string): StatementSync {
  const select = database.prepare(sql);
  select.setReturnArrays(true);
  return select;
}

/** As SQLite divides integers: towards zero. */
function hourOf(at: number): number {
  return Math.trunc(at / HOUR_MS);
}

function toRow(reading: Reading): SQLInputValue[] {
  let flags: string | null = null;
  for (const _ in reading.flags) {
    flags = JSON.stringify(reading.flags);
    break;
  }
  const { station, at, periodS, city, seq, values } = reading;
  const row: SQLInputValue[] = [station, at, periodS, city, seq ?? null, flags];
  for (const parameter of PARAMETERS) row.push(values[parameter] ?? null);
  return row;
}

type Row = readonly [string, number, number, string, number | null, string | null, ...(number | null)[]];

function readingsOf(rows: unknown): Reading[] {
  return (rows as readonly Row[]).map((row) => {
    const [station, at, periodS, city, seq, flags] = row;
    const values: Partial<Record<Parameter, number>> = {};
    for (const [index, parameter] of PARAMETERS.entries()) {
      const value = row[FIRST_PARAMETER + index];
      if (typeof value === 'number') values[parameter] = value;
    }
    const reading = { station, city, at, periodS, values, flags: flags === null ? {} : (JSON.parse(flags) as Flags) };
    return seq === null ? reading : { ...reading, seq };
  });
}
