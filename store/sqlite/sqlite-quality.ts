import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { isParameter } from '../../domain/air/parameter.ts';
import type { QualityTest, Reason, Verdict } from '../../domain/air/quality/verdict.ts';
import type { KeptVerdict, QualityStore, VerdictChange } from '../quality.ts';
import { asStoreError, inTransaction, openDatabase } from './database.ts';

const APPLICATION_ID = 0x4c_46_71_63;

const SCHEMA = `
CREATE TABLE IF NOT EXISTS verdicts (
  at INTEGER NOT NULL,
  station TEXT NOT NULL,
  period_s INTEGER NOT NULL,
  parameter TEXT NOT NULL,
  test TEXT NOT NULL,
  test_group TEXT NOT NULL,
  severity TEXT NOT NULL,
  measured REAL NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (at, station, period_s, parameter, test)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS progress (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  judged_through INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS verdicts_station ON verdicts (station, at);
`;

/** The verdicts of quality control in one SQLite file (WAL, synchronous=FULL). */
export class SqliteQuality implements QualityStore {
  readonly #database: DatabaseSync;
  readonly #forgetFrom: StatementSync;
  readonly #forget: StatementSync;
  readonly #insert: StatementSync;
  readonly #remember: StatementSync;
  readonly #progress: StatementSync;
  readonly #read: StatementSync;
  readonly #readStations: StatementSync;

  private constructor(database: DatabaseSync) {
    this.#database = database;
    this.#forgetFrom = database.prepare('DELETE FROM verdicts WHERE at >= ?');
    this.#forget = database.prepare(
      'DELETE FROM verdicts WHERE at = ? AND station = ? AND period_s = ? AND test_group = ?',
    );
    this.#insert = database.prepare('INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.#remember = database.prepare('INSERT OR REPLACE INTO progress VALUES (1, ?)');
    this.#progress = database.prepare('SELECT judged_through FROM progress');
    const read = 'SELECT * FROM verdicts WHERE at >= ? AND at < ?';
    this.#read = database.prepare(`${read} ORDER BY at, station`);
    this.#readStations = database.prepare(
      `${read} AND station IN (SELECT value FROM json_each(?)) ORDER BY at, station`,
    );
  }

  /** Creates the file when absent; `:memory:` keeps nothing. Throws `StoreUnavailable`. */
  static open(options: { readonly path: string }): SqliteQuality {
    return new SqliteQuality(openDatabase({ ...options, applicationId: APPLICATION_ID, schema: SCHEMA }));
  }

  async replace(
    changes: readonly VerdictChange[],
    options: { readonly from?: number; readonly through?: number } = {},
  ): Promise<void> {
    const { from, through } = options;
    asStoreError(() =>
      inTransaction(this.#database, () => {
        if (from !== undefined) this.#forgetFrom.run(from);
        for (const change of changes) this.#replaceOne(change);
        if (through !== undefined) this.#remember.run(through);
      }),
    );
  }

  async judgedThrough(): Promise<number | undefined> {
    const row = asStoreError(() => this.#progress.get());
    return row === undefined ? undefined : Number(row['judged_through']);
  }

  async read(query: {
    readonly from: number;
    readonly to: number;
    readonly stations?: readonly string[];
  }): Promise<KeptVerdict[]> {
    const { from, to, stations } = query;
    return asStoreError(() =>
      stations === undefined ? this.#read.all(from, to) : this.#readStations.all(from, to, JSON.stringify(stations)),
    ).map(keptOf);
  }

  async close(): Promise<void> {
    if (this.#database.isOpen) this.#database.close();
  }

  #replaceOne({ at, station, periodS, group, verdicts, measured }: VerdictChange): void {
    this.#forget.run(at, station, periodS, group);
    for (const { parameter, test, severity, reason } of verdicts) {
      const value = measured[parameter];
      if (value === undefined) throw new Error(`a verdict on ${parameter} of ${station} without its value`);
      this.#insert.run(at, station, periodS, parameter, test, group, severity, value, JSON.stringify(reason));
    }
  }
}

function keptOf(row: Record<string, SQLOutputValue>): KeptVerdict {
  const parameter = String(row['parameter']);
  if (!isParameter(parameter))
    throw new Error(`quality.sqlite knows a parameter ${parameter}: written by another version`);
  const at = Number(row['at']);
  const verdict: Verdict = {
    at,
    parameter,
    test: String(row['test']) as QualityTest,
    severity: row['severity'] === 'fail' ? 'fail' : 'suspect',
    reason: JSON.parse(String(row['reason'])) as Reason,
  };
  const [station, periodS] = [String(row['station']), Number(row['period_s'])];
  return { station, at, periodS, verdict, measured: Number(row['measured']) };
}
