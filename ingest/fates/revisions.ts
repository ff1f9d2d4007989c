import type { Reading } from '../../domain/air/reading.ts';
import { sameContent } from '../../domain/air/same-content.ts';
import type { ArrivalMark, Arrivals, ListedVersion, VersionCursor } from '../../store/arrivals.ts';
import type { Timeseries } from '../../store/timeseries.ts';
import { keyOf, storedVersions } from './stored-versions.ts';

export interface RevisionQuery {
  readonly station: string;
  /** Period end, [from, to), epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly limit: number;
  readonly after?: VersionCursor;
}

/** What readings said before they were replaced, and which of them were (LAT-9). Methods reject with `StoreUnavailable`. */
export class Revisions {
  readonly #store: Pick<Timeseries, 'read'>;
  readonly #arrivals: Pick<Arrivals, 'versions' | 'marks'>;

  constructor(stores: { readonly store: Pick<Timeseries, 'read'>; readonly arrivals: Arrivals }) {
    this.#store = stores.store;
    this.#arrivals = stores.arrivals;
  }

  /**
   * A page of older versions, by (at, periodS, replacedAt): at most `limit`, perhaps fewer, as those that are what is stored are
   * left out (LAT-3). `next` is where to go on; undefined: that was all.
   */
  async page(
    query: RevisionQuery,
  ): Promise<{ readonly versions: readonly ListedVersion[]; readonly next?: VersionCursor }> {
    const found = await this.#arrivals.versions({ ...query, limit: query.limit + 1 });
    const kept = found.slice(0, query.limit);
    const stored = new Map<string, Reading>();
    const known = kept.flatMap(({ reading }) => reading ?? []);
    await storedVersions(this.#store, known, (reading) => stored.set(keyOf(reading), reading));
    const versions = kept.filter(({ reading }) => {
      const current = reading === null ? undefined : stored.get(keyOf(reading));
      return reading === null || current === undefined || !sameContent(reading, current);
    });
    const last = kept.at(-1);
    return found.length > kept.length && last !== undefined ? { versions, next: last } : { versions };
  }

  /** Of each of these stored readings, in their order: is there an older version, and did it come late. */
  marks(readings: readonly Reading[]): Promise<readonly ArrivalMark[]> {
    return this.#arrivals.marks(readings);
  }
}
