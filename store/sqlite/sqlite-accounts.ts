import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { AccountsStore, DayChange, DayRecord, SequenceState, StationAccount } from '../accounts.ts';
import { asStoreError, inTransaction, openDatabase } from './database.ts';

const APPLICATION_ID = 0x4c_46_61_63;

const SCHEMA = `
CREATE TABLE IF NOT EXISTS accounts (
  station TEXT PRIMARY KEY,
  city TEXT NOT NULL,
  sequence TEXT,
  last_at INTEGER,
  last_received_at INTEGER,
  interval_s INTEGER,
  interval_at INTEGER,
  status_text TEXT,
  status_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS days (
  day TEXT NOT NULL,
  station TEXT NOT NULL,
  received INTEGER NOT NULL,
  stored INTEGER NOT NULL,
  duplicate INTEGER NOT NULL,
  revised INTEGER NOT NULL,
  late INTEGER NOT NULL,
  seq_opened INTEGER NOT NULL,
  seq_filled INTEGER NOT NULL,
  seq_lost INTEGER NOT NULL,
  restarts INTEGER NOT NULL,
  seq_missing INTEGER,
  PRIMARY KEY (day, station)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS days_station ON days (station, day);
CREATE TABLE IF NOT EXISTS refusals (
  day TEXT NOT NULL,
  station TEXT NOT NULL,
  code TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (day, station, code)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS coverage (
  day TEXT NOT NULL,
  station TEXT NOT NULL,
  period_s TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (day, station, period_s)
) STRICT, WITHOUT ROWID;
`;

const SUMS = 'received, stored, duplicate, revised, late, seq_opened, seq_filled, seq_lost, restarts';

/** The books of the stations in one SQLite file (WAL, synchronous=FULL). */
export class SqliteAccounts implements AccountsStore {
  readonly #database: DatabaseSync;
  readonly #load: StatementSync;
  readonly #replace: StatementSync;
  readonly #addDay: StatementSync;
  readonly #addRefusals: StatementSync;
  readonly #addCoverage: StatementSync;
  readonly #days: StatementSync;
  readonly #stationDays: StatementSync;
  readonly #missingBefore: StatementSync;

  private constructor(database: DatabaseSync) {
    this.#database = database;
    this.#load = database.prepare('SELECT * FROM accounts ORDER BY station');
    this.#replace = database.prepare('INSERT OR REPLACE INTO accounts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
    const added = SUMS.split(', ').map((column) => `${column} = ${column} + excluded.${column}`);
    this.#addDay = database.prepare(`INSERT INTO days (day, station, ${SUMS}, seq_missing)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (day, station) DO UPDATE SET ${added}, seq_missing = coalesce(excluded.seq_missing, seq_missing)`);
    const count = (table: string, key: string) =>
      database.prepare(`INSERT INTO ${table} (day, station, ${key}, n) VALUES (?, ?, ?, ?)
        ON CONFLICT (day, station, ${key}) DO UPDATE SET n = n + excluded.n`);
    this.#addRefusals = count('refusals', 'code');
    this.#addCoverage = count('coverage', 'period_s');
    const grouped = (table: string, key: string) =>
      `(SELECT json_group_object(${key}, n) FROM ${table} c WHERE c.day = days.day AND c.station = days.station)`;
    const days = `SELECT *, ${grouped('refusals', 'code')} AS refused, ${grouped('coverage', 'period_s')} AS coverage
      FROM days WHERE day BETWEEN ? AND ?`;
    this.#days = database.prepare(`${days} ORDER BY day, station`);
    this.#stationDays = database.prepare(`${days} AND station = ? ORDER BY day`);
    this.#missingBefore = database.prepare(
      `SELECT seq_missing FROM days WHERE station = ? AND day < ? AND seq_missing IS NOT NULL ORDER BY day DESC LIMIT 1`,
    );
  }

  /** Creates the file when absent; `:memory:` keeps nothing. Throws `StoreUnavailable`. */
  static open(options: { readonly path: string }): SqliteAccounts {
    return new SqliteAccounts(openDatabase({ ...options, applicationId: APPLICATION_ID, schema: SCHEMA }));
  }

  async load(): Promise<StationAccount[]> {
    return asStoreError(() => this.#load.all()).map(accountOf);
  }

  async save(change: { readonly accounts: readonly StationAccount[]; readonly days: readonly DayChange[] }) {
    asStoreError(() =>
      inTransaction(this.#database, () => {
        for (const account of change.accounts) this.#saveAccount(account);
        for (const day of change.days) this.#saveDay(day);
      }),
    );
  }

  async days(query: { readonly from: string; readonly to: string; readonly station?: string }): Promise<DayRecord[]> {
    const { from, to, station } = query;
    return asStoreError(() =>
      station === undefined ? this.#days.all(from, to) : this.#stationDays.all(from, to, station),
    ).map(dayOf);
  }

  async missingBefore(station: string, day: string): Promise<number> {
    return Number(asStoreError(() => this.#missingBefore.get(station, day))?.['seq_missing'] ?? 0);
  }

  async close(): Promise<void> {
    if (this.#database.isOpen) this.#database.close();
  }

  #saveAccount({ station, city, sequence, lastAt, lastReceivedAt, intervalS, intervalAt, status }: StationAccount) {
    this.#replace.run(
      station,
      city,
      sequence === undefined ? null : JSON.stringify(sequence),
      lastAt ?? null,
      lastReceivedAt ?? null,
      intervalS ?? null,
      intervalAt ?? null,
      status?.text ?? null,
      status?.at ?? null,
    );
  }

  #saveDay({ station, day, add, seqMissing }: DayChange): void {
    const { received, stored, duplicate, revised, late, seqOpened, seqFilled, seqLost, restarts } = add;
    const sums = [received, stored, duplicate, revised, late, seqOpened, seqFilled, seqLost, restarts];
    this.#addDay.run(day, station, ...sums, seqMissing ?? null);
    for (const [code, n] of Object.entries(add.refused)) this.#addRefusals.run(day, station, code, n);
    for (const [periodS, n] of Object.entries(add.coverage)) this.#addCoverage.run(day, station, periodS, n);
  }
}

type Row = Record<string, SQLOutputValue>;

function accountOf(row: Row): StationAccount {
  const { sequence, last_at: lastAt, last_received_at: lastReceivedAt, interval_s: intervalS } = row;
  const { interval_at: intervalAt, status_text: text, status_at: statusAt } = row;
  return {
    station: String(row['station']),
    city: String(row['city']),
    ...(sequence !== null && { sequence: JSON.parse(String(sequence)) as SequenceState }),
    ...(lastAt !== null && { lastAt: Number(lastAt) }),
    ...(lastReceivedAt !== null && { lastReceivedAt: Number(lastReceivedAt) }),
    ...(intervalS !== null && { intervalS: Number(intervalS) }),
    ...(intervalAt !== null && { intervalAt: Number(intervalAt) }),
    ...(text !== null && { status: { text: String(text), at: Number(statusAt) } }),
  };
}

function dayOf(row: Row): DayRecord {
  const { seq_missing: seqMissing } = row;
  return {
    station: String(row['station']),
    day: String(row['day']),
    received: Number(row['received']),
    stored: Number(row['stored']),
    duplicate: Number(row['duplicate']),
    revised: Number(row['revised']),
    late: Number(row['late']),
    seqOpened: Number(row['seq_opened']),
    seqFilled: Number(row['seq_filled']),
    seqLost: Number(row['seq_lost']),
    restarts: Number(row['restarts']),
    ...(seqMissing !== null && { seqMissing: Number(seqMissing) }),
    refused: JSON.parse(String(row['refused'])) as Record<string, number>,
    coverage: JSON.parse(String(row['coverage'])) as Record<string, number>,
  };
}
