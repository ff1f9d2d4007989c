import { PARAMETERS, type Parameter } from '../../domain/air/parameter.ts';
import { FLAGS, type Flag, type Reading } from '../../domain/air/reading.ts';
import { formatIso, parseIso } from '../../domain/time.ts';
import { csvLine } from '../csv/csv-line.ts';
import { CsvRecordSplitter } from '../csv/csv-record-splitter.ts';

/** One version of a reading as it was sent. Times in epoch ms. */
export interface SentReading {
  readonly reading: Reading;
  /** When it came, where that was later than the agreement's window: it was stored, and not judged (LAT-5). */
  readonly lateAt?: number;
  /** When another version took its place; absent for the one that stands. */
  readonly replacedAt?: number;
}

const COLUMNS = ['at', 'period', 'station', 'seq', ...PARAMETERS, 'flags', 'late_at', 'replaced_at'];
const FIRST = 4;

/** Raw readings as CSV: `at` is the end of the period, `period` in seconds, units as everywhere, `flags` such as `o3=C;pm25=T`. */
export function readingsCsv(sent: Iterable<SentReading>): string {
  const lines = [COLUMNS.join(',')];
  let [at, time] = [Number.NaN, ''];
  for (const { reading, lateAt, replacedAt } of sent) {
    if (reading.at !== at) [at, time] = [reading.at, formatIso(reading.at)];
    const { values, flags } = reading;
    const raised = PARAMETERS.flatMap((parameter) =>
      flags[parameter] === undefined ? [] : [`${parameter}=${flags[parameter]}`],
    );
    lines.push(
      csvLine([
        time,
        String(reading.periodS),
        reading.station,
        text(reading.seq),
        ...PARAMETERS.map((parameter) => text(values[parameter])),
        raised.join(';'),
        lateAt === undefined ? '' : formatIso(lateAt),
        replacedAt === undefined ? '' : formatIso(replacedAt),
      ]),
    );
  }
  return `${lines.join('\n')}\n`;
}

function text(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}

/** Reads it back. `cities`: city of each station. Throws `Error` naming the line. */
export function readReadingsCsv(csv: string, cities: ReadonlyMap<string, string>): SentReading[] {
  const fail = (line: number, message: string): never => {
    throw new Error(`line ${line}: ${message}`);
  };
  const splitter = new CsvRecordSplitter(({ line, message }) => fail(line, message));
  const [header, ...records] = [...splitter.push(csv), ...splitter.end()];
  if (header?.fields.join() !== COLUMNS.join()) fail(1, 'its columns are not those of a package');
  const times = new Map<string, number>();
  const timeOf = (field: string, line: number): number => {
    const at = times.get(field) ?? parseIso(field) ?? fail(line, `"${field}" is no time`);
    times.set(field, at);
    return at;
  };
  return records.map(({ line, fields }) => {
    if (fields.length !== COLUMNS.length) fail(line, `${fields.length} fields`);
    const [time = '', period = '', station = '', seq = ''] = fields;
    const values: Partial<Record<Parameter, number>> = {};
    for (const [place, parameter] of PARAMETERS.entries()) {
      const field = fields[FIRST + place] ?? '';
      if (field === '') continue;
      values[parameter] = Number.isFinite(Number(field)) ? Number(field) : fail(line, `"${field}" is no number`);
    }
    const [flags = '', lateAt = '', replacedAt = ''] = fields.slice(FIRST + PARAMETERS.length);
    const reading: Reading = {
      station,
      city: cities.get(station) ?? '',
      at: timeOf(time, line),
      periodS: Number(period),
      ...(seq === '' ? {} : { seq: Number(seq) }),
      values,
      flags: flagsOf(flags),
    };
    return {
      reading,
      ...(lateAt === '' ? {} : { lateAt: timeOf(lateAt, line) }),
      ...(replacedAt === '' ? {} : { replacedAt: timeOf(replacedAt, line) }),
    };
  });
}

function flagsOf(text: string): Partial<Record<Parameter, Flag>> {
  if (text === '') return {};
  const flags: Partial<Record<Parameter, Flag>> = {};
  for (const pair of text.split(';')) {
    const [name, letter] = pair.split('=');
    const parameter = PARAMETERS.find((one) => one === name);
    const flag = FLAGS.find((one) => one === letter);
    if (parameter !== undefined && flag !== undefined) flags[parameter] = flag;
  }
  return flags;
}

/**
 * The versions that live operation judged by, in order of time: what stands, unless it came too late; then what stood before it, if
 * anything did (EVI-16).
 */
export function judgedVersions(sent: readonly SentReading[]): Reading[] {
  const older = new Map<string, SentReading>();
  for (const one of sent) {
    if (one.replacedAt === undefined) continue;
    const known = older.get(keyOf(one.reading));
    if (known === undefined || (known.replacedAt ?? 0) <= one.replacedAt) older.set(keyOf(one.reading), one);
  }
  const judged: Reading[] = [];
  for (const { reading, lateAt, replacedAt } of sent) {
    if (replacedAt !== undefined) continue;
    const version = lateAt === undefined ? reading : older.get(keyOf(reading))?.reading;
    if (version !== undefined) judged.push(version);
  }
  return judged.sort((a, b) => a.at - b.at);
}

function keyOf({ station, at, periodS }: Reading): string {
  return `${at} ${periodS} ${station}`;
}
