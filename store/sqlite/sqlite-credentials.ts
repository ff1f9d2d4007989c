import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import {
  type Credential,
  CredentialConflict,
  type CredentialEnd,
  type CredentialKind,
  type CredentialStore,
  type EndReason,
} from '../credentials.ts';
import { asStoreError, inTransaction, openDatabase } from './database.ts';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS credentials (
  id TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('mqtt', 'http', 'hj212')),
  generation INTEGER NOT NULL CHECK (generation > 0),
  hash TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  valid_until INTEGER,
  end_reason TEXT CHECK (end_reason IN ('rotated', 'revoked')),
  UNIQUE (station, kind, generation),
  CHECK ((valid_until IS NULL) = (end_reason IS NULL))
) STRICT;
`;
const APPLICATION_ID = 0x4c_46_63_72;
const COLUMNS = 'id, station, kind, generation, hash, created_at, valid_until, end_reason';
/** SQLITE_CONSTRAINT. */
const CONSTRAINT = 19;

/** Credentials in one SQLite file; a command line may change it while the server reads it. */
export class SqliteCredentials implements CredentialStore {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #end: StatementSync;
  readonly #find: StatementSync;
  readonly #list: StatementSync;

  private constructor(database: DatabaseSync) {
    this.#database = database;
    this.#insert = database.prepare(`INSERT INTO credentials (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#end = database.prepare(
      'UPDATE credentials SET valid_until = ?2, end_reason = ?3 WHERE id = ?1 AND coalesce(valid_until > ?2, TRUE)',
    );
    this.#find = database.prepare(`SELECT ${COLUMNS} FROM credentials WHERE id = ?`);
    this.#list = database.prepare(
      `SELECT ${COLUMNS} FROM credentials WHERE station = coalesce(?1, station) AND kind = coalesce(?2, kind)
       ORDER BY station, kind, generation`,
    );
  }

  /** Creates the file when absent; `:memory:` keeps nothing. */
  static open(options: { readonly path: string }): SqliteCredentials {
    return new SqliteCredentials(openDatabase({ ...options, applicationId: APPLICATION_ID, schema: SCHEMA }));
  }

  async change(change: {
    readonly add?: readonly Credential[];
    readonly end?: readonly CredentialEnd[];
  }): Promise<void> {
    const run = () => {
      for (const { id, validUntil, reason } of change.end ?? []) this.#end.run(id, validUntil, reason);
      for (const added of change.add ?? []) {
        const { id, station, kind, generation, hash, createdAt, validUntil, endReason } = added;
        this.#insert.run(id, station, kind, generation, hash, createdAt, validUntil ?? null, endReason ?? null);
      }
    };
    try {
      asStoreError(() => inTransaction(this.#database, run));
    } catch (error) {
      if (error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === CONSTRAINT) {
        throw new CredentialConflict(`not stored: ${error.message}`, { cause: error });
      }
      throw error;
    }
  }

  async find(id: string): Promise<Credential | undefined> {
    const row = asStoreError(() => this.#find.get(id));
    return row === undefined ? undefined : fromRow(row);
  }

  async list(filter: { readonly station?: string; readonly kind?: CredentialKind } = {}): Promise<Credential[]> {
    return asStoreError(() => this.#list.all(filter.station ?? null, filter.kind ?? null)).map(fromRow);
  }

  async close(): Promise<void> {
    if (this.#database.isOpen) this.#database.close();
  }
}

function fromRow(row: Record<string, SQLOutputValue>): Credential {
  const { valid_until: validUntil, end_reason: endReason } = row;
  return {
    id: String(row['id']),
    station: String(row['station']),
    kind: String(row['kind']) as CredentialKind,
    generation: Number(row['generation']),
    hash: String(row['hash']),
    createdAt: Number(row['created_at']),
    ...(validUntil === null ? {} : { validUntil: Number(validUntil), endReason: String(endReason) as EndReason }),
  };
}
