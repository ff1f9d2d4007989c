import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { canonicalJson } from '../canonical-json.ts';
import { brokenLink, CHAIN_START, type ChainPosition, entryHash } from '../hash-chain.ts';
import {
  type Append,
  type Delivery,
  type Ledger,
  type LedgerEvent,
  type NewDelivery,
  type NewEvent,
  type Outbox,
  VersionConflict,
} from '../ledger.ts';
import { asStoreError, inTransaction, openDatabase } from './database.ts';
import { ENTRY_COLUMNS, entryFromRow } from './ledger-row.ts';
import { LEDGER_APPLICATION_ID, LEDGER_SCHEMA } from './ledger-schema.ts';
import { SqliteOutbox } from './sqlite-outbox.ts';

/** Entries checked before other work gets a turn. */
const VERIFY_PAGE = 1_000;

/** Ledger and outbox in one SQLite file (WAL, synchronous=FULL). Methods also reject with `StoreUnavailable` (disk full, busy). */
export class SqliteLedger implements Ledger, Outbox {
  readonly #database: DatabaseSync;
  readonly #outbox: SqliteOutbox;
  readonly #last: StatementSync;
  readonly #version: StatementSync;
  readonly #insert: StatementSync;
  readonly #readAll: StatementSync;
  readonly #readStream: StatementSync;

  private constructor(database: DatabaseSync) {
    this.#database = database;
    this.#outbox = new SqliteOutbox(database);
    this.#last = database.prepare('SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1');
    this.#version = database.prepare('SELECT coalesce(max(version), 0) AS version FROM events WHERE stream = ?');
    this.#insert = database.prepare(`INSERT INTO events (${ENTRY_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#readAll = database.prepare(`SELECT ${ENTRY_COLUMNS} FROM events WHERE seq > ? ORDER BY seq LIMIT ?`);
    this.#readStream = database.prepare(
      `SELECT ${ENTRY_COLUMNS} FROM events WHERE stream = ? AND seq > ? ORDER BY version LIMIT ?`,
    );
  }

  /** Creates the file when absent, except with `readOnly`; `:memory:` keeps nothing. */
  static open(options: { readonly path: string; readonly readOnly?: boolean }): SqliteLedger {
    return new SqliteLedger(openDatabase({ ...options, applicationId: LEDGER_APPLICATION_ID, schema: LEDGER_SCHEMA }));
  }

  /** Several appends to one stream count on from each other. An event's data that is not JSON is a `TypeError`. */
  async append(input: {
    readonly appends: readonly Append[];
    readonly deliveries?: readonly NewDelivery[];
    readonly now: number;
  }): Promise<LedgerEvent[]> {
    const run = () => {
      const recorded: LedgerEvent[] = [];
      let position = this.#position();
      for (const { stream, expectedVersion, events } of input.appends) {
        let version = Number(this.#version.get(stream)?.['version']);
        if (version !== expectedVersion) throw new VersionConflict(stream, expectedVersion, version);
        for (const event of events) {
          version++;
          const entry = this.#record({ stream, version, event, recordedAt: input.now, position });
          recorded.push(entry);
          position = entry;
        }
      }
      for (const delivery of input.deliveries ?? []) this.#outbox.add(delivery, position.seq, input.now);
      return recorded;
    };
    return asStoreError(() => inTransaction(this.#database, run));
  }

  async read(query: {
    readonly after: number;
    readonly limit: number;
    readonly stream?: string;
  }): Promise<LedgerEvent[]> {
    const { after, limit, stream } = query;
    return asStoreError(() =>
      stream === undefined ? this.#readAll.all(after, limit) : this.#readStream.all(stream, after, limit),
    ).map(entryFromRow);
  }

  async lastSeq(): Promise<number> {
    return asStoreError(() => this.#position().seq);
  }

  /**
   * Names the first entry that was changed, is missing or out of order. A cut-off end, or a chain rewritten from some entry
   * on, fits in itself: only a checkpoint kept elsewhere (a seq and its hash) shows those.
   */
  async verify(): ReturnType<Ledger['verify']> {
    let position = CHAIN_START;
    for (;;) {
      const rows = asStoreError(() => this.#readAll.all(position.seq, VERIFY_PAGE));
      for (const row of rows) {
        const seq = Number(row['seq']);
        let entry: LedgerEvent;
        try {
          entry = entryFromRow(row);
        } catch {
          return { ok: false, seq, reason: 'its content is not JSON: changed' };
        }
        const reason = brokenLink(position, entry);
        if (reason !== undefined) return { ok: false, seq, reason };
        position = entry;
      }
      if (rows.length < VERIFY_PAGE) return { ok: true, entries: position.seq };
      await setImmediate();
    }
  }

  due(now: number, limit: number, exceptChannels?: readonly string[]): Promise<Delivery[]> {
    return this.#outbox.due(now, limit, exceptChannels);
  }

  nextDueAt(): Promise<number | undefined> {
    return this.#outbox.nextDueAt();
  }

  sent(id: number, now: number): Promise<void> {
    return this.#outbox.sent(id, now);
  }

  retry(id: number, dueAt: number, reason: string): Promise<void> {
    return this.#outbox.retry(id, dueAt, reason);
  }

  bury(id: number, now: number, reason: string): Promise<void> {
    return this.#outbox.bury(id, now, reason);
  }

  unsent(): ReturnType<Outbox['unsent']> {
    return this.#outbox.unsent();
  }

  totals(): ReturnType<Outbox['totals']> {
    return this.#outbox.totals();
  }

  async close(): Promise<void> {
    if (this.#database.isOpen) this.#database.close();
  }

  /** Read from the file each time: another process may have appended. */
  #position(): ChainPosition {
    const last = this.#last.get();
    return last === undefined ? CHAIN_START : { seq: Number(last['seq']), hash: String(last['hash']) };
  }

  #record(input: {
    readonly stream: string;
    readonly version: number;
    readonly event: NewEvent;
    readonly recordedAt: number;
    readonly position: ChainPosition;
  }): LedgerEvent {
    const { stream, version, recordedAt, position } = input;
    const { type, at } = input.event;
    const text = canonicalJson(input.event.data);
    // What is returned is what a later read gives, not the caller's object.
    const data = JSON.parse(text) as LedgerEvent['data'];
    const seq = position.seq + 1;
    const previousHash = position.hash;
    const hash = entryHash(previousHash, { seq, stream, version, type, at, data, recordedAt });
    this.#insert.run(seq, stream, version, type, at, text, recordedAt, previousHash, hash);
    return { seq, stream, version, type, at, data, recordedAt, hash, previousHash };
  }
}
