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

const SCHEMA = `
CREATE TABLE IF NOT EXISTS readings (
  station TEXT NOT NULL,
  at INTEGER NOT NULL,
  period_s INTEGER NOT NULL,
  city TEXT NOT NULL,
  seq INTEGER,
  flags TEXT,
  ${PARAMETERS.map((name) => `${name} REAL`).join(', ')},
  PRIMARY KEY (station, at, period_s)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS readings_at ON readings (at, station, period_s);
`;

const COLUMNS = ['station', 'at', 'period_s', 'city', 'seq', 'flags', ...PARAMETERS];
const FIRST_PARAMETER = COLUMNS.length - PARAMETERS.length;

/** Up to this many stations the key (station, at) is walked and sorted, above it the index on time is filtered. */
const FEW_STATIONS = 32;

const STATION_FILTERS = {
  all: '? IS NOT NULL',
  one: 'station = ?',
  few: 'station IN (SELECT value FROM json_each(?))',
  // The plus keeps SQLite from choosing the key.
  many: '+station IN (SELECT value FROM json_each(?))',
} as const;

/** Readings in one SQLite file, key (station, at, period_s). A write call is one transaction, durable when it resolves. */
export class SqliteTimeseries implements Timeseries {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #count: StatementSync;
  readonly #selects: Readonly<Record<keyof typeof STATION_FILTERS, StatementSync>>;

  private constructor(database: DatabaseSync) {
    this.#database = database;
    const places = COLUMNS.map(() => '?').join(', ');
    this.#insert = database.prepare(`INSERT OR REPLACE INTO readings (${COLUMNS.join(', ')}) VALUES (${places})`);
    this.#count = database.prepare('SELECT count(*) AS readings FROM readings WHERE at >= ? AND at < ?');
    this.#selects = {
      all: prepareSelect(database, STATION_FILTERS.all),
      one: prepareSelect(database, STATION_FILTERS.one),
      few: prepareSelect(database, STATION_FILTERS.few),
      many: prepareSelect(database, STATION_FILTERS.many),
    };
  }

  /** Creates the file when absent; `:memory:` keeps nothing. Throws `StoreUnavailable`. */
  static open(options: { readonly path: string }): SqliteTimeseries {
    const database = openDatabase({ path: options.path, applicationId: APPLICATION_ID, schema: SCHEMA });
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
    const after = query.after ?? { at: Number.MIN_SAFE_INTEGER, station: '', periodS: -1 };
    const from = Math.max(query.from, after.at);
    const stations = query.stations ?? [];
    const [shape, filter] = stationFilter(stations);
    const rows = asStoreError(() =>
      this.#selects[shape].all(from, query.to, filter, after.at, after.station, after.periodS, query.limit),
    );
    return (rows as unknown as Row[]).map(fromRow);
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

function prepareSelect(database: DatabaseSync, filter: string): StatementSync {
  const select = database.prepare(`SELECT ${COLUMNS.join(', ')} FROM readings
    WHERE at >= ? AND at < ? AND ${filter} AND (at, station, period_s) > (?, ?, ?)
    ORDER BY at, station, period_s LIMIT ?`);
  select.setReturnArrays(true);
  return select;
}

function stationFilter(stations: readonly string[]): [keyof typeof STATION_FILTERS, string] {
  const [first] = stations;
  if (first === undefined) return ['all', ''];
  if (stations.length === 1) return ['one', first];
  return [stations.length <= FEW_STATIONS ? 'few' : 'many', JSON.stringify(stations)];
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

function fromRow(row: Row): Reading {
  const [station, at, periodS, city, seq, flags] = row;
  const values: Partial<Record<Parameter, number>> = {};
  for (const [index, parameter] of PARAMETERS.entries()) {
    const value = row[FIRST_PARAMETER + index];
    if (typeof value === 'number') values[parameter] = value;
  }
  const reading = { station, city, at, periodS, values, flags: flags === null ? {} : (JSON.parse(flags) as Flags) };
  return seq === null ? reading : { ...reading, seq };
}
