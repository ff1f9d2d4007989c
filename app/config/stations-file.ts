import type { Station } from '../../domain/air/station.ts';
import { CsvRefused } from '../csv/csv-problem.ts';
import { parseStationsCsv } from '../csv/stations-csv.ts';
import { ConfigError } from './fault.ts';
import { readText } from './yaml-file.ts';

/** Reads the stations CSV. Throws `ConfigError` with every fault of it. */
export function readStationsFile(file: string): readonly Station[] {
  try {
    return parseStationsCsv(readText(file), file);
  } catch (error) {
    if (!(error instanceof CsvRefused)) throw error;
    throw new ConfigError(
      error.problems.map(({ line, column, message, remedy }) => ({
        file,
        ...(line === 0 ? {} : { line }),
        path: column ?? '',
        message: `${message}; ${remedy}`,
      })),
    );
  }
}
