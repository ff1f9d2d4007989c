export type Freshness = 'live' | 'late' | 'stale' | 'offline';

const DAY_MS = 86_400_000;

/**
 * How old a value is for its own rhythm: live to 1.25 intervals, late to 2, stale beyond, offline after a day (or never heard).
 * The one place that decides it, for tables, chips, charts and tests: from data time and the SERVER's clock (epoch ms), never from
 * the window of a chart. `intervalS` is the seconds between two expected readings; instants count as minutes.
 */
export function freshness(dataMs: number | null, intervalS: number, serverNowMs: number): Freshness {
  if (dataMs === null) return 'offline';
  const intervalMs = Math.max(60, intervalS) * 1000;
  const ageMs = serverNowMs - dataMs;
  if (ageMs <= 1.25 * intervalMs) return 'live';
  if (ageMs <= 2 * intervalMs) return 'late';
  return ageMs > Math.max(DAY_MS, 2 * intervalMs) ? 'offline' : 'stale';
}
