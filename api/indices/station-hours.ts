import { HourBook } from '../../domain/air/hour-book.ts';
import { HOUR_S } from '../../domain/air/hour-mean.ts';
import type { Values } from '../../domain/air/reading.ts';
import type { ApiDeps } from '../deps.ts';
import { readingPages } from '../reading-pages.ts';
import type { TimeRange } from '../time-range.ts';

const HOUR_MS = HOUR_S * 1000;

export type StationHoursDeps = Pick<ApiDeps, 'readings' | 'utcOffsetMs'>;

export interface StationHours {
  /** End of the hour, epoch ms. */
  readonly at: number;
  /** Valid means by station; a station that said nothing in the hour is absent. */
  readonly values: ReadonlyMap<string, Values>;
}

/**
 * The hours of a range in order, from readings of any period up to an hour; hours without any reading are left out. The same
 * book keeps them that the rules are judged from, so a page never shows another index than the one that raised an alert.
 */
export async function* stationHours(
  deps: StationHoursDeps,
  selection: TimeRange & { readonly stations: readonly string[] },
): AsyncGenerator<StationHours> {
  const { from, to, stations } = selection;
  const book = new HourBook(deps);
  const closed = function* (before: number): Generator<StationHours> {
    for (const at of book.openThrough(before)) {
      const values = new Map<string, Values>();
      for (const [station, hour] of book.stations(at)) values.set(station, hour.values());
      book.forget(at);
      if (at >= from && at < to) yield { at, values };
    }
  };
  // An hourly reading may be stamped half an hour off its hour; shorter ones lie inside the hour.
  const range = { from: from - HOUR_MS, to: to + HOUR_MS / 2 };
  for await (const page of readingPages(deps.readings, { ...range, stations })) {
    for (const reading of page) {
      if (reading.periodS > HOUR_S) continue;
      yield* closed(reading.at - HOUR_MS / 2 - 1);
      book.enter(book.hourOf(reading), reading);
    }
  }
  yield* closed(Number.POSITIVE_INFINITY);
}
