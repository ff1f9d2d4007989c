import type { TimeRange } from '../time-range.ts';
import { dailySeries } from './daily-series.ts';
import { hourlySeries } from './hourly-series.ts';
import type { StationHoursDeps } from './station-hours.ts';
import type { IndexSubject, SubjectIndex } from './subject-index.ts';

/** A position behind an index in the order (at, kind, id). */
export type IndexPosition = readonly [at: number, kind: IndexSubject['kind'], id: string];

export interface IndexQuery extends TimeRange {
  readonly subjects: readonly IndexSubject[];
  readonly report: SubjectIndex['report'];
  readonly after?: IndexPosition | undefined;
}

/** Indices whose period ends in [from, to), computed from the readings, ordered by (at, kind, id), strictly behind `after`. */
export async function* indexSeries(deps: StationHoursDeps, query: IndexQuery): AsyncGenerator<SubjectIndex> {
  const subjects = [...query.subjects].sort((a, b) => compare(a.kind, b.kind) || compare(a.id, b.id));
  const { after } = query;
  const from = after === undefined ? query.from : Math.max(query.from, after[0]);
  if (subjects.length === 0 || from >= query.to) return;
  const series = query.report === 'hourly' ? hourlySeries : dailySeries;
  for await (const entry of series(deps, { subjects, from, to: query.to })) {
    if (after === undefined || isBehind(entry, after)) yield entry;
  }
}

export function indexPosition(entry: SubjectIndex): IndexPosition {
  return [entry.at, entry.kind, entry.id];
}

function isBehind(entry: SubjectIndex, [at, kind, id]: IndexPosition): boolean {
  return (entry.at - at || compare(entry.kind, kind) || compare(entry.id, id)) > 0;
}

/** By code unit: the same order on every machine, whatever its language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
