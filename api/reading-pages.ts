import type { Reading } from '../domain/air/reading.ts';
import type { ReadingPosition, ReadingSource } from './deps.ts';
import type { TimeRange } from './time-range.ts';

const PAGE = 5_000;

export interface ReadingSelection extends TimeRange {
  /** undefined: all stations; empty: none, and nothing is read. */
  readonly stations: readonly string[] | undefined;
  readonly after?: ReadingPosition | undefined;
}

/** All readings of a range in order, page by page, so that a year of a region never lies in memory at once. */
export async function* readingPages(
  source: ReadingSource,
  selection: ReadingSelection,
): AsyncGenerator<readonly Reading[]> {
  const { stations, from, to } = selection;
  if (stations?.length === 0 || from >= to) return;
  let { after } = selection;
  for (;;) {
    const page = await source.read({
      from,
      to,
      limit: PAGE,
      ...(stations === undefined ? {} : { stations }),
      ...(after === undefined ? {} : { after }),
    });
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    if (page.length < PAGE) return;
    after = readingPosition(last);
  }
}

export function readingPosition(reading: Reading): ReadingPosition {
  return { at: reading.at, station: reading.station, periodS: reading.periodS };
}
