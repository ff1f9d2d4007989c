import type { Reading } from '../../domain/air/reading.ts';
import type { CsvProblem } from '../csv/csv-problem.ts';
import { readReadingsPieces } from '../csv/readings-csv.ts';
import type { ReplayRun } from './replay-run.ts';

export interface HoursFile {
  readonly path: string;
  readonly ts: 'start' | 'end';
  /** Period ends [from, to), epoch ms. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** City of every station that is registered. */
  readonly cities: ReadonlyMap<string, string>;
  readonly onProblem: (problem: CsvProblem) => void;
  /** After each hour: how far it is. */
  readonly onHour?: (at: number, readings: number) => void;
}

export interface HoursRead {
  readings: number;
  /** Rows of stations that are not in the stations file. */
  unknown: number;
  /** Period ends of the first and last reading, epoch ms. */
  first: number;
  last: number;
}

/** Feeds a file of hours, hour by hour in its order, to every run; then closes what is open at its end. */
export async function replayHours(file: HoursFile, runs: readonly ReplayRun[]): Promise<HoursRead> {
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, cities, onHour } = file;
  const read: HoursRead = {
    readings: 0,
    unknown: 0,
    first: Number.POSITIVE_INFINITY,
    last: Number.NEGATIVE_INFINITY,
  };
  let hour: Reading[] = [];
  let hourAt = Number.NaN;
  const feed = () => {
    if (hour.length === 0) return;
    for (const run of runs) run.take(hour);
    read.readings += hour.length;
    read.first = Math.min(read.first, hourAt);
    read.last = Math.max(read.last, hourAt);
    onHour?.(hourAt, read.readings);
    hour = [];
  };
  for await (const rows of readReadingsPieces(file.path, { ts: file.ts, onProblem: file.onProblem })) {
    for (const { at, station, values } of rows) {
      if (at < from || at >= to || isEmpty(values)) continue;
      const city = cities.get(station);
      if (city === undefined) {
        read.unknown += 1;
        continue;
      }
      if (at !== hourAt) {
        feed();
        hourAt = at;
      }
      hour.push({ station, city, at, periodS: 3600, values, flags: {} });
    }
  }
  feed();
  for (const run of runs) run.finish();
  return read;
}

function isEmpty(values: object): boolean {
  for (const _ in values) return false;
  return true;
}
