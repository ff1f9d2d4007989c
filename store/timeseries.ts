import type { Reading } from '../domain/air/reading.ts';

/** A position behind a reading in the order (at, station, periodS); reading goes on strictly after it. */
export interface ReadingCursor {
  readonly at: number;
  readonly station: string;
  readonly periodS: number;
}

export interface ReadingQuery {
  /** Empty or absent: all stations. */
  readonly stations?: readonly string[];
  /** Period end, inclusive, epoch ms. */
  readonly from: number;
  /** Period end, exclusive, epoch ms. */
  readonly to: number;
  readonly limit: number;
  readonly after?: ReadingCursor;
}

/**
 * Where readings are kept. Implementations: `SqliteTimeseries`, `InfluxTimeseries`; one contract suite for all.
 */
export interface Timeseries {
  /**
   * Resolves only when every reading is durable. Idempotent: identity is (station, at, periodS), the newest write wins as a whole.
   * Rejects with `StoreUnavailable` when nothing is known to be stored and the same batch may be tried again, and with
   * `StoreRejected` when all readings are durable except those it names.
   */
  write(readings: readonly Reading[]): Promise<void>;
  /** Ordered by (at, station, periodS), at most `limit`. */
  read(query: ReadingQuery): Promise<Reading[]>;
  /** How many readings lie in [from, to). */
  count(range: { readonly from: number; readonly to: number }): Promise<number>;
  /** Resolves when the store can take writes; rejects with `StoreUnavailable` saying why not. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

/** The store cannot be reached or refuses for now (network, 5xx, 429, disk full): retry the same batch later. */
export class StoreUnavailable extends Error {
  override readonly name: string = 'StoreUnavailable';
}

/** Unavailable until somebody repairs the configuration (token, database, version); the message says how. Retrying is harmless. */
export class StoreMisconfigured extends StoreUnavailable {
  override readonly name = 'StoreMisconfigured';
}

export interface RejectedReading {
  readonly reading: Reading;
  readonly reason: string;
}

/** These readings can never be stored as they are; all others of the batch are durable. Do not retry, report them. */
export class StoreRejected extends Error {
  override readonly name = 'StoreRejected';
  readonly rejected: readonly RejectedReading[];

  constructor(rejected: readonly RejectedReading[]) {
    const shown = rejected
      .slice(0, 3)
      .map(({ reading, reason }) => `${reading.station} at ${reading.at}: ${reason}`)
      .join('; ');
    super(`${rejected.length} readings cannot be stored: ${shown}${rejected.length > 3 ? '; ...' : ''}`);
    this.rejected = rejected;
  }
}
