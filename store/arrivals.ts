import type { Reading } from '../domain/air/reading.ts';

/** Names one reading of one station. */
export interface ReadingIdentity {
  readonly station: string;
  readonly at: number;
  readonly periodS: number;
}

/** What a reading once said, until another version of it came. */
export interface OlderVersion extends ReadingIdentity {
  /** When the version that replaced it came, on our clock, epoch ms. */
  readonly replacedAt: number;
  /** As it was stored; null when it could not be read while it was replaced (LAT-7): then only that there was one is known. */
  readonly reading: Reading | null;
}

/** A reading that was older than the agreement's window when it came. */
export interface LateArrival extends ReadingIdentity {
  readonly receivedAt: number;
}

/** A position behind a version in the order (at, periodS, replacedAt, number). */
export interface VersionCursor {
  readonly at: number;
  readonly periodS: number;
  readonly replacedAt: number;
  readonly number: number;
}

/** An older version as it is listed; `number` tells apart what was replaced in the same millisecond. */
export type ListedVersion = OlderVersion & { readonly number: number };

/** What is known of one stored reading beside what it says. */
export interface ArrivalMark {
  /** When it came, where that was late; epoch ms. */
  readonly lateSince?: number;
  /** There is a version of it that says something else. */
  readonly isRevised: boolean;
}

/** Older versions that are kept of one reading, the newest: a logger whose clock stands still would fill the disk. */
export const MOST_VERSIONS = 100;

/**
 * How readings came, beside the readings themselves: what was replaced, and what was late. Implementations: `SqliteArrivals`; one
 * contract suite for all. Methods reject with `StoreUnavailable`.
 */
export interface Arrivals {
  /**
   * All or nothing, and durable when it resolves: before the new version is written. The same again changes nothing: of a reading a
   * version with the same content (values and flags) is kept once, with its newest `replacedAt`; of a late one the newest arrival.
   */
  record(arrived: {
    readonly superseded: readonly OlderVersion[];
    readonly late: readonly LateArrival[];
  }): Promise<void>;
  /**
   * Older versions of one station's readings in [from, to), ordered by (at, periodS, replacedAt, number), strictly after `after`. A
   * crash before the new version was written leaves one here that is still the stored one: whoever shows them leaves out what is.
   */
  versions(query: {
    readonly station: string;
    readonly from: number;
    readonly to: number;
    readonly limit: number;
    readonly after?: VersionCursor;
  }): Promise<ListedVersion[]>;
  /** Of each of these stored readings, in their order. */
  marks(readings: readonly Reading[]): Promise<ArrivalMark[]>;
  close(): Promise<void>;
}
