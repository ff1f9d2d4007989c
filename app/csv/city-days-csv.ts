import { parseDay } from '../../domain/time.ts';
import { type CsvProblem, CsvRefused } from './csv-problem.ts';
import { CsvUnreadable, readCsv } from './read-csv.ts';

/** A published city-day. */
export interface CityDay {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly city: string;
  /** NaN: not published. */
  readonly aqi: number;
}

const REQUIRED = ['date', 'city', 'aqi'] as const;

/**
 * Reads a file of city-days, plain or gzip: `date,city,aqi` and other columns in any order. A faulty row goes to `onProblem` and is
 * left out. Throws `CsvRefused` when the file cannot be used at all.
 */
export async function readCityDays(path: string, onProblem: (problem: CsvProblem) => void): Promise<CityDay[]> {
  const days: CityDay[] = [];
  const seen = new Set<string>();
  let columns: Readonly<Record<(typeof REQUIRED)[number], number>> | undefined;
  try {
    for await (const { line, cells } of readCsv(path, process.stdin)) {
      if (columns === undefined) {
        columns = columnsOf(path, line, cells);
        continue;
      }
      const [date = '', city = '', aqi = ''] = [cells[columns.date], cells[columns.city], cells[columns.aqi]];
      const problem = (column: string, message: string, remedy: string) => onProblem({ line, column, message, remedy });
      if (parseDay(date) === null) problem('date', `"${date}" is no day`, 'write it like 2016-12-16');
      else if (city === '') problem('city', 'it is empty', 'name the city');
      else if (aqi !== '' && !/^\d+(\.\d+)?$/.test(aqi)) {
        problem('aqi', `"${aqi}" is not a number`, 'leave the cell empty when it is missing');
      } else if (seen.has(`${date} ${city}`))
        problem('date', `${city} has this day already`, 'keep one row a city-day');
      else {
        seen.add(`${date} ${city}`);
        days.push({ date, city, aqi: aqi === '' ? Number.NaN : Number(aqi) });
      }
    }
  } catch (error) {
    if (!(error instanceof CsvUnreadable)) throw error;
    throw new CsvRefused(path, [{ line: 0, message: error.message, remedy: 'check the path and the file' }]);
  }
  if (columns === undefined) {
    throw new CsvRefused(path, [{ line: 1, message: 'the file is empty', remedy: 'name date,city,aqi in its header' }]);
  }
  return days;
}

function columnsOf(path: string, line: number, header: readonly string[]) {
  const [date, city, aqi] = REQUIRED.map((name) => header.indexOf(name));
  const missing = REQUIRED.filter((name) => !header.includes(name));
  if (date === undefined || city === undefined || aqi === undefined || missing.length > 0) {
    const message = `there is no column ${missing.join(', ')}`;
    throw new CsvRefused(path, [{ line, message, remedy: 'the header needs date, city and aqi' }]);
  }
  return { date, city, aqi };
}
