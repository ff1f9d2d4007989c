import { PARAMETERS, type Parameter } from '../../domain/air/parameter.ts';
import type { Values } from '../../domain/air/reading.ts';
import { parseIso } from '../../domain/time.ts';
import { type CsvHeader, csvHeader } from './csv-header.ts';
import { type CsvProblem, CsvRefused } from './csv-problem.ts';
import { type CsvRecord, CsvRecordSplitter } from './csv-record-splitter.ts';
import { CsvTextError, csvText } from './csv-text.ts';

/** One row. `values` may be empty: the station reported nothing. */
export interface CsvReading {
  readonly line: number;
  /** END of the period, epoch ms. */
  readonly at: number;
  readonly station: string;
  readonly values: Values;
}

export interface ReadingsCsvOptions {
  /** Whether the file stamps a period by its start or its end (default). */
  readonly ts?: 'start' | 'end';
  /** Length of a row's period in seconds; default 3600. */
  readonly periodS?: number;
  /** Told of every faulty row or cell, in file order; the row (bad ts, station, width) or the cell is left out. */
  readonly onProblem?: (problem: CsvProblem) => void;
  /** Columns that are not in the public header; they are left out, which is no fault. */
  readonly onUnknownColumns?: (names: readonly string[]) => void;
}

const NOT_A_NUMBER = 'write digits with a decimal point, or leave the cell empty when there is no value';

/**
 * Reads the public readings CSV (plain or gzip) row by row, in file order. The header may have any subset of the
 * columns in any order. Throws `CsvRefused` when the file cannot be used at all, or not from some line on (damaged
 * gzip).
 */
export async function* readReadingsCsv(path: string, options: ReadingsCsvOptions = {}): AsyncGenerator<CsvReading> {
  for await (const piece of readReadingsPieces(path, options)) yield* piece;
}

/** As `readReadingsCsv`, in pieces of many rows that are read as they are taken: waiting once a piece, not once a row. */
export async function* readReadingsPieces(
  path: string,
  options: ReadingsCsvOptions = {},
): AsyncGenerator<Iterable<CsvReading>> {
  const onProblem = options.onProblem ?? (() => {});
  const splitter = new CsvRecordSplitter(onProblem);
  let rows: RowReader | undefined;
  // Lazily, so that whoever reads hears of a fault when it has had the rows before it, not at the start of a chunk.
  function* take(records: readonly CsvRecord[]): Generator<CsvReading> {
    for (const record of records) {
      if (rows === undefined) {
        rows = new RowReader(headerOf(path, record, options), options, onProblem);
        continue;
      }
      const reading = rows.read(record);
      if (reading !== undefined) yield reading;
    }
  }
  try {
    for await (const text of csvText(path)) yield take(splitter.push(text));
  } catch (error) {
    if (!(error instanceof CsvTextError)) throw error;
    throw new CsvRefused(path, [{ line: splitter.line, message: error.message, remedy: error.remedy }]);
  }
  yield take(splitter.end());
  if (rows === undefined) throw new CsvRefused(path, [NO_HEADER]);
}

const NO_HEADER: CsvProblem = {
  line: 1,
  message: 'the file is empty',
  remedy: 'its first line must be a header such as ts,station,pm25,pm10',
};

function headerOf(path: string, record: CsvRecord, options: ReadingsCsvOptions): CsvHeader {
  const header = csvHeader({ ...record, required: ['ts', 'station'], optional: PARAMETERS });
  const problems = [...header.problems];
  if (PARAMETERS.every((name) => header.column(name) === undefined)) {
    const remedy = `name at least one of ${PARAMETERS.join(', ')}`;
    problems.push({ line: record.line, message: 'there is no column of values', remedy });
  }
  if (problems.length > 0) throw new CsvRefused(path, problems);
  if (header.unknown.length > 0) options.onUnknownColumns?.(header.unknown);
  return header;
}

class RowReader {
  readonly #width: number;
  readonly #ts: number;
  readonly #station: number;
  readonly #columns: readonly (readonly [Parameter, number])[];
  readonly #shiftMs: number;
  readonly #onProblem: (problem: CsvProblem) => void;
  /** Rows of one hour follow each other: the same text need not be read again. */
  #lastTs = '';
  #lastAt: number | null = null;

  constructor(header: CsvHeader, options: ReadingsCsvOptions, onProblem: (problem: CsvProblem) => void) {
    this.#width = header.width;
    this.#ts = header.column('ts') ?? 0;
    this.#station = header.column('station') ?? 0;
    this.#columns = PARAMETERS.flatMap((name) => {
      const index = header.column(name);
      return index === undefined ? [] : [[name, index] as const];
    });
    this.#shiftMs = options.ts === 'start' ? (options.periodS ?? 3600) * 1000 : 0;
    this.#onProblem = onProblem;
  }

  read({ line, fields }: CsvRecord): CsvReading | undefined {
    if (fields.length !== this.#width) {
      const message = `${fields.length} fields where the header has ${this.#width}`;
      const remedy = 'give every column a field, empty when there is no value';
      this.#onProblem({ line, message, remedy });
      return undefined;
    }
    const station = (fields[this.#station] ?? '').trim();
    const at = this.#at(fields[this.#ts] ?? '');
    if (station === '')
      this.#onProblem({ line, column: 'station', message: 'it is empty', remedy: 'name the station' });
    if (at === null) {
      const message = `"${fields[this.#ts]}" is not a time with an offset`;
      this.#onProblem({ line, column: 'ts', message, remedy: 'write it like 2026-11-22T14:00:00+08:00' });
    }
    if (station === '' || at === null) return undefined;
    return { line, at: at + this.#shiftMs, station, values: this.#values(line, fields) };
  }

  #at(text: string): number | null {
    if (text !== this.#lastTs) {
      this.#lastTs = text;
      this.#lastAt = parseIso(text.trim());
    }
    return this.#lastAt;
  }

  #values(line: number, fields: readonly string[]): Values {
    const values: Partial<Record<Parameter, number>> = {};
    for (const [name, index] of this.#columns) {
      const text = fields[index] ?? '';
      if (text === '') continue;
      const value = parseDecimal(text);
      if (value === undefined) continue;
      if (value === null)
        this.#onProblem({ line, column: name, message: `"${text}" is not a number`, remedy: NOT_A_NUMBER });
      else values[name] = value;
    }
    return values;
  }
}

/** Undefined when blank, null when it is no finite decimal number (`Number` would also take 0x10 and Infinity). */
function parseDecimal(text: string): number | null | undefined {
  const value = Number(text);
  if (value !== 0 && Number.isFinite(value) && !/[xob]/i.test(text)) return value;
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed) && Number.isFinite(value) ? value : null;
}
