import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { canonicalJson } from '../canonical-json.ts';
import type { Delivery, NewDelivery, Outbox } from '../ledger.ts';
import { asStoreError } from './database.ts';

/** The deliveries of a ledger's database; `add` belongs inside the transaction of the append that causes them. */
export class SqliteOutbox implements Outbox {
  readonly #add: StatementSync;
  readonly #due: StatementSync;
  readonly #nextDueAt: StatementSync;
  readonly #retry: StatementSync;
  readonly #finish: StatementSync;
  readonly #known: StatementSync;
  readonly #unsent: StatementSync;
  readonly #totals: StatementSync;

  constructor(database: DatabaseSync) {
    this.#add = database.prepare(`INSERT INTO deliveries (seq, channel, idempotency_key, payload, due_at)
      VALUES (?, ?, ?, ?, ?) ON CONFLICT (idempotency_key) DO NOTHING`);
    this.#due = database.prepare(`SELECT id, seq, channel, idempotency_key, payload, attempts, due_at FROM deliveries
      WHERE state = 'pending' AND due_at <= ? AND channel NOT IN (SELECT value FROM json_each(?)) ORDER BY due_at, id LIMIT ?`);
    this.#nextDueAt = database.prepare(`SELECT min(due_at) AS due_at FROM deliveries WHERE state = 'pending'`);
    this.#retry = database.prepare(`UPDATE deliveries SET attempts = attempts + 1, due_at = ?, reason = ?
      WHERE id = ? AND state = 'pending'`);
    this.#finish =
      database.prepare(`UPDATE deliveries SET attempts = attempts + 1, state = ?, finished_at = ?, reason = ?
      WHERE id = ? AND state = 'pending'`);
    this.#known = database.prepare('SELECT 1 FROM deliveries WHERE id = ?');
    this.#unsent = database.prepare(`SELECT idempotency_key FROM deliveries WHERE state <> 'sent' ORDER BY id`);
    this.#totals =
      database.prepare(`SELECT (SELECT coalesce(max(id), 0) FROM deliveries) AS given, state, count(*) AS deliveries
      FROM deliveries WHERE state <> 'sent' GROUP BY state
      UNION ALL SELECT coalesce(max(id), 0), 'sent', 0 FROM deliveries`);
  }

  /** A delivery whose key is known is ignored. */
  add(delivery: NewDelivery, seq: number, dueAt: number): void {
    this.#add.run(seq, delivery.channel, delivery.idempotencyKey, canonicalJson(delivery.payload), dueAt);
  }

  async due(now: number, limit: number, exceptChannels: readonly string[] = []): Promise<Delivery[]> {
    return asStoreError(() => this.#due.all(now, JSON.stringify(exceptChannels), limit)).map((row) => ({
      id: Number(row['id']),
      seq: Number(row['seq']),
      channel: String(row['channel']),
      idempotencyKey: String(row['idempotency_key']),
      payload: JSON.parse(String(row['payload'])) as Delivery['payload'],
      attempts: Number(row['attempts']),
      dueAt: Number(row['due_at']),
    }));
  }

  async nextDueAt(): Promise<number | undefined> {
    const dueAt = asStoreError(() => this.#nextDueAt.get())?.['due_at'];
    return typeof dueAt === 'number' ? dueAt : undefined;
  }

  async sent(id: number, now: number): Promise<void> {
    this.#change(id, () => this.#finish.run('sent', now, null, id));
  }

  async retry(id: number, dueAt: number, reason: string): Promise<void> {
    this.#change(id, () => this.#retry.run(dueAt, reason, id));
  }

  async bury(id: number, now: number, reason: string): Promise<void> {
    this.#change(id, () => this.#finish.run('dead', now, reason, id));
  }

  async unsent(): Promise<readonly string[]> {
    return asStoreError(() => this.#unsent.all()).map((row) => String(row['idempotency_key']));
  }

  async totals(): Promise<{ readonly pending: number; readonly sent: number; readonly dead: number }> {
    // Deliveries are never deleted, so the largest id is their number: counting the sent ones would read them all.
    const totals = { pending: 0, sent: 0, dead: 0 };
    let given = 0;
    for (const row of asStoreError(() => this.#totals.all())) {
      given = Number(row['given']);
      totals[row['state'] as keyof typeof totals] = Number(row['deliveries']);
    }
    return { ...totals, sent: given - totals.pending - totals.dead };
  }

  /** What is sent or dead stays so; an id that never was is a mistake of the caller. */
  #change(id: number, run: () => { readonly changes: number | bigint }): void {
    const changed = asStoreError(run).changes;
    if (changed === 0 && this.#known.get(id) === undefined) throw new Error(`there is no delivery ${id}`);
  }
}
