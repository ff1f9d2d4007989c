import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { CHECKPOINT_STREAM, Checkpoint } from '../checkpoint.ts';
import type { ChainPosition } from '../hash-chain.ts';
import type { LedgerEvent } from '../ledger.ts';
import type { Held, LedgerAudit, LedgerFault, LedgerStanding, StoredEntry } from '../ledger-audit.ts';
import { asStoreError, openDatabase } from './database.ts';
import { ENTRY_COLUMNS, entryFromRow } from './ledger-row.ts';
import { LEDGER_APPLICATION_ID, LEDGER_SCHEMA } from './ledger-schema.ts';

/** Entries read before other work gets a turn; between two pages the file's write-ahead log is free to be folded in. */
const PAGE = 2_000;
const HASHES_PAGE = 20_000;

/** A notice as the outbox has it, with what became of it. */
export interface KeptDelivery {
  /** Ledger sequence of the last event of the append that caused it. */
  readonly seq: number;
  readonly channel: string;
  readonly idempotencyKey: string;
  readonly payload: { readonly [key: string]: unknown };
  readonly state: 'pending' | 'sent' | 'dead';
  readonly attempts: number;
  /** When it was sent or given up, epoch ms; null while it is pending. */
  readonly finishedAt: number | null;
  readonly reason: string | null;
}

/**
 * A ledger's file read by somebody else than the program that writes it: read-only, in short pages, so that the writer is neither
 * stopped nor waited for. Methods throw `StoreUnavailable`.
 */
export class LedgerArchive {
  readonly #database: DatabaseSync;
  readonly #page: StatementSync;

  private constructor(database: DatabaseSync) {
    this.#database = database;
    this.#page = database.prepare(`SELECT ${ENTRY_COLUMNS} FROM events WHERE seq > ? ORDER BY seq LIMIT ?`);
    this.#page.setReturnArrays(true);
  }

  static open(options: { readonly path: string }): LedgerArchive {
    const kind = { applicationId: LEDGER_APPLICATION_ID, schema: LEDGER_SCHEMA };
    return new LedgerArchive(openDatabase({ ...options, ...kind, readOnly: true }));
  }

  /** The newest entry; undefined when there is none. */
  newest(): (ChainPosition & { readonly recordedAt: number }) | undefined {
    const sql = 'SELECT seq, hash, recorded_at FROM events ORDER BY seq DESC LIMIT 1';
    const row = asStoreError(() => this.#database.prepare(sql).get());
    if (row === undefined) return undefined;
    return { seq: Number(row['seq']), hash: String(row['hash']), recordedAt: Number(row['recorded_at']) };
  }

  /** The checkpoints that the ledger holds itself; with a sentence in place of one that is none. */
  checkpoints(): (Held | { readonly seq: number; readonly unreadable: string })[] {
    const sql = `SELECT seq, data FROM events WHERE stream = '${CHECKPOINT_STREAM}' ORDER BY version`;
    return asStoreError(() => this.#database.prepare(sql).all()).map((row) => {
      const seq = Number(row['seq']);
      try {
        return { checkpoint: Checkpoint.parse(JSON.parse(String(row['data']))), source: `entry ${seq}` };
      } catch {
        return { seq, unreadable: 'its content is no checkpoint: changed' };
      }
    });
  }

  /** Gives every entry to the audit, up to the first that is wrong. */
  async audit(
    audit: LedgerAudit,
    { onProgress }: { readonly onProgress?: (seq: number) => void } = {},
  ): Promise<LedgerFault | LedgerStanding> {
    // A row that was moved below the first is to be found too.
    for (let after = Number.MIN_SAFE_INTEGER; ; ) {
      const rows = asStoreError(() => this.#page.all(after, PAGE)) as unknown as readonly StoredRow[];
      for (const row of rows) {
        const fault = audit.add(storedEntry(row));
        if (fault !== undefined) return fault;
        after = row[0];
      }
      onProgress?.(after);
      if (rows.length < PAGE) return audit.end();
      await setImmediate();
    }
  }

  /** The hashes of the entries 1 to `through`, in order. */
  async hashes({ after = 0, through }: { readonly after?: number; readonly through: number }): Promise<string[]> {
    const page = this.#database.prepare('SELECT hash FROM events WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?');
    page.setReturnArrays(true);
    const hashes: string[] = [];
    for (;;) {
      const rows = asStoreError(() => page.all(after + hashes.length, through, HASHES_PAGE)) as unknown as [string][];
      for (const [hash] of rows) hashes.push(hash);
      if (rows.length < HASHES_PAGE) return hashes;
      await setImmediate();
    }
  }

  /** Entries of one stream, or of all streams that begin with a prefix ending in `/`; up to `through`, in order of seq. */
  stream(name: string, { through }: { readonly through: number }): LedgerEvent[] {
    // `0` is the character after `/`.
    const [from, to, upper] = name.endsWith('/') ? [name, `${name.slice(0, -1)}0`, '<'] : [name, name, '<='];
    const sql = `SELECT ${ENTRY_COLUMNS} FROM events WHERE stream >= ? AND stream ${upper} ? AND seq <= ? ORDER BY seq`;
    return asStoreError(() => this.#database.prepare(sql).all(from, to, through)).map(entryFromRow);
  }

  /** Entries from seq `from` to `through` whose data has a text somewhere; `streamNot`: but those of one stream. */
  mentioning(
    text: string,
    { from, through, streamNot }: { readonly from: number; readonly through: number; readonly streamNot: string },
  ): LedgerEvent[] {
    const sql = `SELECT ${ENTRY_COLUMNS} FROM events
      WHERE seq BETWEEN ? AND ? AND stream <> ? AND instr(data, ?) > 0 ORDER BY seq`;
    const quoted = JSON.stringify(text);
    return asStoreError(() => this.#database.prepare(sql).all(from, through, streamNot, quoted)).map(entryFromRow);
  }

  /** What the outbox sent, or still has to, because of appends from seq `from` to `through`; `about`: a text that its key has. */
  deliveries({
    from,
    through,
    about = '',
  }: {
    readonly from: number;
    readonly through: number;
    readonly about?: string;
  }): KeptDelivery[] {
    const sql = `SELECT * FROM deliveries WHERE seq BETWEEN ?1 AND ?2 AND (?3 = '' OR instr(idempotency_key, ?3) > 0)
      ORDER BY id`;
    return asStoreError(() => this.#database.prepare(sql).all(from, through, about)).map((row) => ({
      seq: Number(row['seq']),
      channel: String(row['channel']),
      idempotencyKey: String(row['idempotency_key']),
      payload: JSON.parse(String(row['payload'])) as KeptDelivery['payload'],
      state: row['state'] as KeptDelivery['state'],
      attempts: Number(row['attempts']),
      finishedAt: row['finished_at'] === null ? null : Number(row['finished_at']),
      reason: row['reason'] === null ? null : String(row['reason']),
    }));
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }
}

type StoredRow = [number, string, number, string, number, string, number, string, string];

function storedEntry([seq, stream, version, type, at, data, recordedAt, previousHash, hash]: StoredRow): StoredEntry {
  return { seq, stream, version, type, at, data, recordedAt, previousHash, hash };
}
