import type { Station } from '../../domain/air/station.ts';
import type { CsvProblem } from '../csv/csv-problem.ts';
import { readReadingsCsv } from '../csv/readings-csv.ts';
import type { Outgoing } from './outgoing.ts';
import { readingPayload } from './reading-payload.ts';

const HOUR_MS = 3_600_000;

export interface FileReadingsOptions {
  readonly path: string;
  readonly stations: readonly Station[];
  readonly ts: 'start' | 'end';
  /** Rows of the first so many hours of the file; Infinity takes all. */
  readonly hours: number;
  /** A row without any value: the station reported nothing, so nothing is sent. */
  readonly onEmpty: () => void;
  readonly onProblem: (problem: CsvProblem) => void;
  readonly onUnknownColumns: (names: readonly string[]) => void;
}

/** The rows of a readings CSV as their stations would have sent them, in file order. Throws `CsvRefused`. */
export async function* fileReadings(options: FileReadingsOptions): AsyncGenerator<Outgoing> {
  const { path, stations, onEmpty, onProblem, onUnknownColumns } = options;
  const cityOf = new Map(stations.map((station) => [station.id, station.city]));
  const strangers = new Set<string>();
  let first: number | undefined;
  for await (const row of readReadingsCsv(path, { ts: options.ts, onProblem, onUnknownColumns })) {
    first ??= row.at;
    if (row.at >= first + options.hours * HOUR_MS) continue;
    const city = cityOf.get(row.station);
    if (city === undefined) {
      if (!strangers.has(row.station)) onProblem(stranger(row.line, row.station));
      strangers.add(row.station);
    } else if (Object.keys(row.values).length === 0) onEmpty();
    else yield { at: row.at, city, station: row.station, payload: readingPayload(row.at, row.values) };
  }
}

function stranger(line: number, station: string): CsvProblem {
  const message = `"${station}" is not in the stations CSV; none of its rows is sent`;
  return { line, column: 'station', message, remedy: 'add it to the file that --stations names' };
}
