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
   * Rejects with `StoreUnavailable` when nothing is known to be stored and the same batch may be tried again.
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
  override readonly name = 'StoreUnavailable';
}
