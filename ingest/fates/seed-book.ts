import type { Timeseries } from '../../store/timeseries.ts';
import type { FateBook } from './fate-book.ts';

const MINUTE_MS = 60_000;
/** How far back to look, in minutes: from a minute to a month, and to the beginning. */
const SPANS_MIN = [1, 5, 15, 60, 180, 720, 2_880, 10_080, 43_200, Number.POSITIVE_INFINITY];
/** Read at a start in less than a second or two. */
const MOST_READINGS = 100_000;
const PAGE = 5_000;

/**
 * Fills the memory from the store: as far back as a hundred thousand readings go, at most a month or all there is. After a day's
 * outage that is beyond the outage, so that what the loggers have kept meanwhile needs no look-ups; nor does history on an empty store. Rejects with `StoreUnavailable`.
 */
export async function seedBook(book: FateBook, store: Pick<Timeseries, 'read' | 'count'>, now: number): Promise<void> {
  const to = Number.MAX_SAFE_INTEGER;
  let from = now;
  for (const minutes of SPANS_MIN) {
    // Nothing is measured before 1970 (`bad_time`).
    const earlier = Math.max(0, now - minutes * MINUTE_MS);
    if ((await store.count({ from: earlier, to })) > MOST_READINGS) break;
    from = earlier;
  }
  let after: { at: number; station: string; periodS: number } | undefined;
  for (;;) {
    const page = await store.read({ from, to, limit: PAGE, ...(after && { after }) });
    for (const reading of page) book.learn(reading);
    after = page.at(-1);
    if (page.length < PAGE) break;
  }
  book.seeded(from);
}
