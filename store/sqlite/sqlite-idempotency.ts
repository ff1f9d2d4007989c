import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { asStoreError, inTransaction, openDatabase } from './database.ts';

const APPLICATION_ID = 0x4c_46_69_6b;

const SCHEMA = `
CREATE TABLE IF NOT EXISTS answers (
  client TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  answer TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (client, key)
) STRICT;
CREATE INDEX IF NOT EXISTS answers_at ON answers (at);
CREATE INDEX IF NOT EXISTS answers_client_at ON answers (client, at);
`;

const KEPT_MS = 86_400_000;
const KEPT_PER_CLIENT = 1_000;

interface Bounds {
  /** How long an answer is kept; default 24 h. */
  readonly keptMs?: number;
  /** The newest answers that a client has; default 1,000. */
  readonly keptPerClient?: number;
}

/** Answers by client and key in one SQLite file: the `IdempotencyStore` of ingest/http. */
export class SqliteIdempotency {
  readonly #database: DatabaseSync;
  readonly #bounds: Required<Bounds>;
  readonly #find: StatementSync;
  readonly #expire: StatementSync;
  readonly #insert: StatementSync;
  readonly #trim: StatementSync;

  private constructor(database: DatabaseSync, bounds: Bounds) {
    this.#database = database;
    this.#bounds = { keptMs: KEPT_MS, keptPerClient: KEPT_PER_CLIENT, ...bounds };
    this.#find = database.prepare('SELECT fingerprint, answer FROM answers WHERE client = ? AND key = ? AND at > ?');
    this.#expire = database.prepare('DELETE FROM answers WHERE at <= ?');
    this.#insert = database.prepare(`INSERT INTO answers (client, key, fingerprint, answer, at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (client, key) DO NOTHING`);
    this.#trim = database.prepare(`DELETE FROM answers WHERE client = ? AND rowid NOT IN
      (SELECT rowid FROM answers WHERE client = ? ORDER BY at DESC, rowid DESC LIMIT ?)`);
  }

  /** Creates the file when absent; `:memory:` keeps nothing. Throws `StoreUnavailable`. */
  static open(options: { readonly path: string } & Bounds): SqliteIdempotency {
    const { path, ...bounds } = options;
    return new SqliteIdempotency(openDatabase({ path, applicationId: APPLICATION_ID, schema: SCHEMA }), bounds);
  }

  async find(query: {
    readonly client: string;
    readonly key: string;
    readonly now: number;
  }): Promise<{ readonly fingerprint: string; readonly answer: string } | undefined> {
    const { client, key, now } = query;
    const row = asStoreError(() => this.#find.get(client, key, now - this.#bounds.keptMs));
    return row === undefined ? undefined : { fingerprint: String(row['fingerprint']), answer: String(row['answer']) };
  }

  async remember(entry: {
    readonly client: string;
    readonly key: string;
    readonly fingerprint: string;
    readonly answer: string;
    readonly now: number;
  }): Promise<void> {
    const { client, key, fingerprint, answer, now } = entry;
    asStoreError(() =>
      inTransaction(this.#database, () => {
        this.#expire.run(now - this.#bounds.keptMs);
        this.#insert.run(client, key, fingerprint, answer, now);
        this.#trim.run(client, client, this.#bounds.keptPerClient);
      }),
    );
  }

  async close(): Promise<void> {
    if (this.#database.isOpen) this.#database.close();
  }
}
