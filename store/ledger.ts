/** JSON that survives a round trip unchanged: no undefined, NaN, Date. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface NewEvent {
  /** Past tense, dotted: `alert.raised`. */
  readonly type: string;
  /** When it is true in the world (event time), epoch ms. */
  readonly at: number;
  readonly data: { readonly [key: string]: Json };
}

/** One recorded event. `seq` counts from 1 without a gap over the whole ledger; `version` counts from 1 inside the stream. */
export interface LedgerEvent extends NewEvent {
  readonly seq: number;
  readonly stream: string;
  readonly version: number;
  /** When it was recorded, epoch ms. */
  readonly recordedAt: number;
  /** SHA-256 (hex) over `previousHash` and the canonical JSON of all other fields. */
  readonly hash: string;
  readonly previousHash: string;
}

/** What has to leave the house because of the events it is appended with. */
export interface NewDelivery {
  /** Names a configured channel, e.g. `webhook:bureau`. */
  readonly channel: string;
  /** The receiver may use it to drop repeats; unique per ledger, a second one with the same key is ignored. */
  readonly idempotencyKey: string;
  readonly payload: { readonly [key: string]: Json };
}

export interface Append {
  readonly stream: string;
  /** Number of events the caller believes the stream to have. */
  readonly expectedVersion: number;
  readonly events: readonly NewEvent[];
}

export interface Delivery extends NewDelivery {
  readonly id: number;
  /** Ledger sequence of the last event of the append that caused it. */
  readonly seq: number;
  readonly attempts: number;
  readonly dueAt: number;
}

/**
 * The append-only, hash-chained record. Implementations: `SqliteLedger`. All appends of one call and the deliveries they
 * cause are stored in one transaction, or nothing is.
 */
export interface Ledger {
  /** Rejects with `VersionConflict` and stores nothing when any stream has moved on. Returns the events as recorded. */
  append(input: {
    readonly appends: readonly Append[];
    readonly deliveries?: readonly NewDelivery[];
    readonly now: number;
  }): Promise<LedgerEvent[]>;
  /** Events with seq > after, in order; `stream` narrows to one stream. */
  read(query: { readonly after: number; readonly limit: number; readonly stream?: string }): Promise<LedgerEvent[]>;
  /** The newest seq, 0 when empty. */
  lastSeq(): Promise<number>;
  /** Recomputes the chain; names the first entry that does not fit. */
  verify(): Promise<
    | { readonly ok: true; readonly entries: number }
    | { readonly ok: false; readonly seq: number; readonly reason: string }
  >;
  close(): Promise<void>;
}

/** What the outbox needs of the same database. */
export interface Outbox {
  /** Unsent deliveries with dueAt <= now, oldest first, but for the named channels. */
  due(now: number, limit: number, exceptChannels?: readonly string[]): Promise<Delivery[]>;
  /** Earliest dueAt of the unsent, or undefined. */
  nextDueAt(): Promise<number | undefined>;
  /** Recorded last, after the receiver has said yes. */
  sent(id: number, now: number): Promise<void>;
  /** Counts an attempt and when to try again. */
  retry(id: number, dueAt: number, reason: string): Promise<void>;
  /** Gives up; kept and visible as dead. */
  bury(id: number, now: number, reason: string): Promise<void>;
  /** Idempotency keys of all that were not sent, waiting or buried; the oldest first. */
  unsent(): Promise<readonly string[]>;
  /** Totals for metrics. */
  totals(): Promise<{ readonly pending: number; readonly sent: number; readonly dead: number }>;
}

export class VersionConflict extends Error {
  override readonly name = 'VersionConflict';
  readonly stream: string;
  readonly expectedVersion: number;
  readonly actualVersion: number;

  constructor(stream: string, expectedVersion: number, actualVersion: number) {
    super(`stream ${stream} is at version ${actualVersion}, not ${expectedVersion}: read it again and decide anew`);
    this.stream = stream;
    this.expectedVersion = expectedVersion;
    this.actualVersion = actualVersion;
  }
}
