import type { StationState, StationView } from '../../api/contract.ts';
import type { Freshness } from './freshness.ts';
import { freshness } from './freshness.ts';

/** One line of the station table: facts, newest state if any, and how fresh that is. */
export interface StationRow {
  readonly station: StationView;
  readonly state: StationState | undefined;
  readonly freshness: Freshness;
}

export const SORT_KEYS = ['aqi', 'name', 'city', 'pm25', 'pm10', 'so2', 'no2', 'co', 'o3', 'wind_speed', 'at'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

export interface RowQuery {
  readonly city: string | null;
  readonly text: string;
  readonly freshness: Freshness | null;
  readonly sort: SortKey;
  readonly descending: boolean;
}

/** Joins stations with their states at the server's time `nowMs`. */
export function stationRows(
  stations: readonly StationView[],
  stateOf: (id: string) => StationState | undefined,
  nowMs: number,
): StationRow[] {
  return stations.map((station) => {
    const state = stateOf(station.id);
    const dataMs =
      state === undefined ? (station.lastAt === null ? null : Date.parse(station.lastAt)) : Date.parse(state.at);
    return { station, state, freshness: freshness(dataMs, state?.interval ?? 3600, nowMs) };
  });
}

/** Filters and sorts. What has no current value comes last in either direction; the id settles ties. */
export function selectRows(rows: readonly StationRow[], query: RowQuery): StationRow[] {
  const text = query.text.trim().normalize('NFKC').toLowerCase();
  const direction = query.descending ? -1 : 1;
  return rows
    .filter(
      ({ station, freshness: fresh }) =>
        (query.city === null || station.city === query.city) &&
        (query.freshness === null || fresh === query.freshness) &&
        (text === '' ||
          `${station.id} ${station.name} ${station.operator ?? ''}`.normalize('NFKC').toLowerCase().includes(text)),
    )
    .sort((a, b) => {
      const order = compareValues(sortValue(a, query.sort), sortValue(b, query.sort), direction);
      return order !== 0 ? order : a.station.id < b.station.id ? -1 : 1;
    });
}

function sortValue(row: StationRow, key: SortKey): string | number | null {
  if (key === 'name') return row.station.name;
  if (key === 'city') return row.station.city;
  if (row.state === undefined) return null;
  if (key === 'at') return Date.parse(row.state.at);
  // An old number must not lead a list that is about now.
  if (row.freshness === 'stale' || row.freshness === 'offline') return null;
  return (key === 'aqi' ? row.state.aqi : row.state.values[key]) ?? null;
}

function compareValues(a: string | number | null, b: string | number | null, direction: number): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
  if (typeof a === 'string' || typeof b === 'string') return String(a).localeCompare(String(b), 'zh') * direction;
  return (a - b) * direction;
}
