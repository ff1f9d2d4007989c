import type { Timeseries } from '../../store/timeseries.ts';

const HOUR_MS = 3_600_000;

/**
 * The end of the hour in which the newest reading up to `until` lies, epoch ms; undefined when there is none. About twenty small
 * reads, whatever the store holds: it can only be asked from old to new.
 */
export async function newestReadingHour(store: Pick<Timeseries, 'read'>, until: number): Promise<number | undefined> {
  const isAnyFrom = async (from: number) => (await store.read({ from, to: until + 1, limit: 1 })).length > 0;
  let [low, high] = [0, Math.ceil((until + 1) / HOUR_MS)];
  if (!(await isAnyFrom(0))) return undefined;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (await isAnyFrom(middle * HOUR_MS)) low = middle;
    else high = middle;
  }
  return (low + 1) * HOUR_MS;
}
