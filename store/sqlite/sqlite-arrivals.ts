import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { PARAMETERS } from '../../domain/air/parameter.ts';
import type { Flags, Reading, Values } from '../../domain/air/reading.ts';
import {
  type ArrivalMark,
  type Arrivals,
  type LateArrival,
  type ListedVersion,
  MOST_VERSIONS,
  type OlderVersion,
  type VersionCursor,
} from '../arrivals.ts';
import { asStoreError, inTransaction, openDatabase } from './database.ts';

const APPLICATION_ID = 0x4c_46_61_72;

/** `content`: values and flags as text, '' where it is not known. */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS versions (
  number INTEGER PRIMARY KEY,
  station TEXT NOT NULL,
  at INTEGER NOT NULL,
  period_s INTEGER NOT NULL,
  content TEXT NOT NULL,
  city TEXT,
  seq INTEGER,
  replaced_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS versions_identity ON versions (station, at, period_s, content);
CREATE TABLE IF NOT EXISTS late (
  station TEXT NOT NULL,
  at INTEGER NOT NULL,
  period_s INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  PRIMARY KEY (station, at, period_s)
) STRICT, WITHOUT ROWID;
`;

const OF_STATIONS = 'station IN (SELECT value FROM json_each(?)) AND at >= ? AND at <= ?';

/** Older versions and late marks in one SQLite file (WAL, synchronous=FULL). */
export class SqliteArrivals implements Arrivals {
  readonly #database: DatabaseSync;
  readonly #replaced: StatementSync;
  readonly #forget: StatementSync;
  readonly #late: StatementSync;
  readonly #versions: StatementSync;
  readonly #revisedIn: StatementSync;
  readonly #lateIn: StatementSync;

  private constructor(database: DatabaseSync) {
    this.#database = database;
    this.#replaced = database.prepare(
      `INSERT INTO versions (station, at, period_s, content, city, seq, replaced_at) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET replaced_at = max(replaced_at, excluded.replaced_at)`,
    );
    this.#forget = database.prepare(
      `DELETE FROM versions WHERE number IN (SELECT number FROM versions WHERE station = ? AND at = ? AND period_s = ?
      ORDER BY replaced_at DESC, number DESC LIMIT -1 OFFSET ${MOST_VERSIONS})`,
    );
    this.#late = database.prepare('INSERT OR REPLACE INTO late VALUES (?, ?, ?, ?)');
    this.#versions = database.prepare(
      `SELECT * FROM versions WHERE station = ? AND at >= ? AND at < ?
      AND (at, period_s, replaced_at, number) > (?, ?, ?, ?) ORDER BY at, period_s, replaced_at, number LIMIT ?`,
    );
    this.#revisedIn = database.prepare(
      `SELECT station, at, period_s, count(*) AS versions, min(content) AS content FROM versions WHERE ${OF_STATIONS}
      GROUP BY station, at, period_s`,
    );
    this.#lateIn = database.prepare(`SELECT * FROM late WHERE ${OF_STATIONS}`);
  }

  /** Creates the file when absent, except with `readOnly`; `:memory:` keeps nothing. Throws `StoreUnavailable`. */
  static open(options: { readonly path: string; readonly readOnly?: boolean }): SqliteArrivals {
    return new SqliteArrivals(openDatabase({ ...options, applicationId: APPLICATION_ID, schema: SCHEMA }));
  }

  async record({ superseded, late }: { superseded: readonly OlderVersion[]; late: readonly LateArrival[] }) {
    asStoreError(() =>
      inTransaction(this.#database, () => {
        for (const { station, at, periodS, replacedAt, reading } of superseded) {
          const content = reading === null ? '' : contentOf(reading);
          this.#replaced.run(station, at, periodS, content, reading?.city ?? null, reading?.seq ?? null, replacedAt);
          this.#forget.run(station, at, periodS);
        }
        for (const { station, at, periodS, receivedAt } of late) this.#late.run(station, at, periodS, receivedAt);
      }),
    );
  }

  async versions(query: {
    readonly station: string;
    readonly from: number;
    readonly to: number;
    readonly limit: number;
    readonly after?: VersionCursor;
  }): Promise<ListedVersion[]> {
    const { station, from, to, limit } = query;
    const { at, periodS, replacedAt, number } = query.after ?? { at: from, periodS: -1, replacedAt: 0, number: 0 };
    return asStoreError(() => this.#versions.all(station, from, to, at, periodS, replacedAt, number, limit)).map(
      versionOf,
    );
  }

  async marks(readings: readonly Reading[]): Promise<ArrivalMark[]> {
    if (readings.length === 0) return [];
    let from = Number.POSITIVE_INFINITY;
    let to = Number.NEGATIVE_INFINITY;
    const stations = new Set<string>();
    for (const { station, at } of readings) {
      stations.add(station);
      from = Math.min(from, at);
      to = Math.max(to, at);
    }
    const range = [JSON.stringify([...stations]), from, to] as const;
    const late = byIdentity(asStoreError(() => this.#lateIn.all(...range)));
    const revised = byIdentity(asStoreError(() => this.#revisedIn.all(...range)));
    return readings.map((reading) => {
      const key = `${reading.at} ${reading.periodS} ${reading.station}`;
      const lateSince = late.get(key)?.['received_at'];
      const older = revised.get(key);
      const isRevised =
        older !== undefined && (Number(older['versions']) > 1 || older['content'] !== contentOf(reading));
      return lateSince === undefined ? { isRevised } : { isRevised, lateSince: Number(lateSince) };
    });
  }

  async close(): Promise<void> {
    if (this.#database.isOpen) this.#database.close();
  }
}

/** The same text for the same values and flags, whatever the order of their keys; N and no flag are one. */
function contentOf({ values, flags }: Reading): string {
  const raised = PARAMETERS.filter((parameter) => (flags[parameter] ?? 'N') !== 'N');
  return JSON.stringify([
    Object.fromEntries(
      PARAMETERS.flatMap((parameter) => (parameter in values ? [[parameter, values[parameter]]] : [])),
    ),
    Object.fromEntries(raised.map((parameter) => [parameter, flags[parameter]])),
  ]);
}

type Row = Record<string, SQLOutputValue>;

function byIdentity(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [`${row['at']} ${row['period_s']} ${row['station']}`, row]));
}

function versionOf(row: Row): ListedVersion {
  const identity = { station: String(row['station']), at: Number(row['at']), periodS: Number(row['period_s']) };
  const { content, city, seq, replaced_at: replacedAt, number } = row;
  const listed = { ...identity, replacedAt: Number(replacedAt), number: Number(number) };
  if (content === '') return { ...listed, reading: null };
  const [values, flags] = JSON.parse(String(content)) as [Values, Flags];
  const reading = { ...identity, city: String(city), values, flags };
  return { ...listed, reading: seq === null ? reading : { ...reading, seq: Number(seq) } };
}
