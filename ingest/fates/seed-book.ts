import type { Timeseries } from '../../store/timeseries.ts';
import type { FateBook } from './fate-book.ts';

const MINUTE_MS = 60_000;
/** How far back to look, in minutes: from a minute to a month. */
const SPANS_MIN = [1, 5, 15, 60, 180, 720, 2_880, 10_080, 43_200];
/** Read at a start in less than a second or two. */
const MOST_READINGS = 100_000;
const PAGE = 5_000;

/**
 * Fills the memory from the store: as far back as a hundred thousand readings go, at most a month. After a day's outage that is
 * beyond the outage, so that what the loggers have kept meanwhile needs no look-ups. Rejects with `StoreUnavailable`.
 */
export async function seedBook(book: FateBook, store: Pick<Timeseries, 'read' | 'count'>, now: number): Promise<void> {
  const to = Number.MAX_SAFE_INTEGER;
  let from = now;
  for (const minutes of SPANS_MIN) {
    const earlier = now - minutes * MINUTE_MS;
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
