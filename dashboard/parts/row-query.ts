import type { Freshness } from '../state/freshness.ts';
import type { RowQuery, SortKey } from '../state/station-rows.ts';
import { SORT_KEYS } from '../state/station-rows.ts';

const FRESHNESS: readonly string[] = ['live', 'late', 'stale', 'offline'];

/** What the address asks of the station table; anything it does not know means the default: worst air first. */
export function rowQuery(query: Readonly<Record<string, string | undefined>>): RowQuery {
  const sort = query['sort'];
  const fresh = query['fresh'];
  return {
    city: query['city'] || null,
    text: query['text'] ?? '',
    freshness: fresh !== undefined && FRESHNESS.includes(fresh) ? (fresh as Freshness) : null,
    sort: (SORT_KEYS as readonly (string | undefined)[]).includes(sort) ? (sort as SortKey) : 'aqi',
    descending: query['dir'] === undefined ? sort === undefined || sort === 'aqi' : query['dir'] === 'desc',
  };
}
