import type { Writable } from 'node:stream';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command, Option } from 'commander';
import { dailyIndex } from '../../domain/air/daily-index.ts';
import { editionFor } from '../../domain/air/edition-for.ts';
import { type HourlyOptions, hourlyIndex } from '../../domain/air/hourly-index.ts';
import type { IndexReport } from '../../domain/air/index-report.ts';
import { EDITIONS, type Edition } from '../../domain/air/index-standard.ts';
import { csvLine } from '../csv/csv-line.ts';
import { type IndexColumns, type IndexRow, indexColumns, type ReportKind } from '../csv/index-columns.ts';
import { CsvUnreadable, readCsv } from '../csv/read-csv.ts';

export interface AqiOptions {
  readonly file: string;
  readonly report: ReportKind;
  /** Absent: the edition in force on each row's date. */
  readonly edition?: Edition;
  readonly practice?: HourlyOptions['practice'];
  readonly json?: boolean;
}

export interface Terminal {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: Writable;
  readonly stderr: { write(text: string): unknown };
}

const FAULTS_SHOWN = 20;
const APPENDED = ['aqi', 'level', 'primary'] as const;

/** `lianfang aqi`: CSV in, the same rows with `aqi,level,primary` out. Sets `process.exitCode`: 0 done, 1 bad rows, 2 wrong use. */
export function aqiCommand(): Command {
  return new Command('aqi')
    .description('compute AQI, level and primary pollutants of a CSV · 按 HJ 633 计算 CSV 各行的 AQI、级别、首要污染物')
    .argument('<FILE>', 'CSV, plain or gzip; - reads standard input · CSV 文件，可为 gzip，- 为标准输入')
    .addOption(
      new Option(
        '--edition <year>',
        "edition of HJ 633; default: the one in force on each row's date · 标准版本，默认按各行日期",
      ).choices(EDITIONS),
    )
    .addOption(
      new Option(
        '--report <kind>',
        'hourly: 1 h means; daily: day means and o3_8h, the largest 8 h mean · 实时报或日报',
      )
        .choices(['hourly', 'daily'])
        .default('hourly'),
    )
    .addOption(
      new Option(
        '--practice <reading>',
        'hourly reports of 2012: published uses 1 h particles as the national platform does, text the 24 h and 8 h sliding means (pm25_24h, pm10_24h, o3_8h) · 2012 版实时报的算法',
      )
        .choices(['published', 'text'])
        .default('published'),
    )
    .option('--json', 'print one JSON object a line · 每行输出一个 JSON 对象')
    .action(async (file: string, options: Omit<AqiOptions, 'file'>) => {
      process.exitCode = await runAqi({ ...options, file }, process);
    });
}

/** Runs the command on the given streams; resolves to the exit code. */
export async function runAqi(options: AqiOptions, terminal: Terminal): Promise<0 | 1 | 2> {
  const notes = new Notes();
  try {
    await pipeline(Readable.from(batches(lines(options, terminal.stdin, notes))), terminal.stdout, { end: false });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return 0; // `| head` has seen enough
    if (!(error instanceof CsvUnreadable)) throw error;
    terminal.stderr.write(`lianfang aqi: ${error.message}\n`);
    return 2;
  }
  terminal.stderr.write(notes.text());
  return notes.badRows > 0 ? 1 : 0;
}

/** Small strings are joined: a pipe write for every row would cost more than the indices. */
async function* batches(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let batch = '';
  for await (const line of lines) {
    batch += `${line}\n`;
    if (batch.length < 65_536) continue;
    yield batch;
    batch = '';
  }
  if (batch !== '') yield batch;
}

async function* lines(options: AqiOptions, stdin: NodeJS.ReadableStream, notes: Notes): AsyncGenerator<string> {
  let header: readonly string[] = [];
  let columns: IndexColumns | null = null;
  let published = -1;
  for await (const { line, cells } of readCsv(options.file, stdin)) {
    if (columns === null) {
      columns = readHeader(cells, options);
      // The native layout publishes the hour's AQI, which says nothing of the day's.
      published = options.report === 'daily' && cells.includes('timepoint') ? -1 : cells.indexOf('aqi');
      // Two columns of one name would make the result ambiguous, so the file's own keep theirs with a prefix.
      header = cells.map((name) => (APPENDED.some((ours) => ours === name) ? `published_${name}` : name));
      if (columns.absent.length > 0) notes.absent = columns.absent;
      if (!options.json) yield csvLine([...header, ...APPENDED]);
      continue;
    }
    const row = columns.read(cells);
    if (row.faults.length > 0) notes.bad(line, row.faults);
    const report = row.faults.length > 0 ? null : indexOf(row, options);
    notes.seen(report, published < 0 ? '' : (cells[published] ?? ''));
    const width = header.map((_, column) => cells[column] ?? '');
    yield options.json ? jsonLine(line, header, width, row, report) : csvLine([...width, ...appended(report)]);
  }
  if (columns === null)
    throw new CsvUnreadable('the input is empty: it needs a header such as ts,station,pm25,pm10,so2');
}

function readHeader(cells: readonly string[], options: AqiOptions): IndexColumns {
  const columns = indexColumns(cells, options.report);
  if (columns === null) {
    throw new CsvUnreadable(
      'no pollutant column in the header: name them pm25,pm10,so2,no2,co,o3 (daily ozone: o3_8h) · 表头没有污染物列',
    );
  }
  if (!columns.hasTime && options.edition === undefined) {
    throw new CsvUnreadable(
      'no column ts (or date), so the edition is unknown: add one or give --edition 2012 or 2026 · 没有时间列，请用 --edition 指定标准版本',
    );
  }
  return columns;
}

function indexOf(row: IndexRow, options: AqiOptions): IndexReport {
  const edition = options.edition ?? editionFor(row.at ?? 0);
  if (options.report === 'daily') return dailyIndex(row.input, edition, { notMonitored: row.notMonitored });
  const practice = options.practice ?? 'published';
  return hourlyIndex(row.input, edition, { practice, notMonitored: row.notMonitored });
}

function appended(report: IndexReport | null): string[] {
  if (report === null || report.aqi === null) return ['NA', 'NA', ''];
  return [String(report.aqi), String(report.level), report.primary.join('+')];
}

function jsonLine(
  line: number,
  header: readonly string[],
  cells: readonly string[],
  row: IndexRow,
  report: IndexReport | null,
): string {
  const original = Object.fromEntries(header.map((name, column) => [name, cells[column] ?? '']));
  if (report === null)
    return JSON.stringify({ ...original, line, aqi: null, level: null, primary: [], faults: row.faults });
  const { edition, aqi, level, category, primary, iaqi, missing, naReason } = report;
  const { zh, en, colour } = category ?? { zh: null, en: null, colour: null };
  const named = { category: { zh, en }, colour };
  return JSON.stringify({ ...original, line, edition, aqi, level, ...named, primary, iaqi, missing, naReason });
}

/** What is said on standard error when all rows are through. */
class Notes {
  badRows = 0;
  absent: readonly string[] = [];
  #faults: string[] = [];
  #negative = 0;
  #partial = 0;
  #published = 0;
  #agreeing = 0;

  bad(line: number, faults: readonly string[]): void {
    this.badRows += 1;
    if (this.badRows <= FAULTS_SHOWN) this.#faults.push(`line ${line}: ${faults.join('; ')}`);
  }

  seen(report: IndexReport | null, published: string): void {
    if (report !== null && report.aqi !== null && Object.keys(report.missing).length > 0) this.#partial += 1;
    if (report !== null) this.#negative += Object.values(report.missing).filter((why) => why === 'negative').length;
    if (!/^\d+(\.0+)?$/.test(published)) return;
    this.#published += 1;
    if (report?.aqi === Number(published)) this.#agreeing += 1;
  }

  text(): string {
    const notes = [...this.#faults];
    if (this.badRows > FAULTS_SHOWN)
      notes.push(`... and ${this.badRows - FAULTS_SHOWN} more bad rows · 另有更多错误行`);
    if (this.badRows > 0) notes.push(`${this.badRows} bad rows have NA · ${this.badRows} 行有误，记为 NA`);
    if (this.absent.length > 0)
      notes.push(`no column for ${this.absent.join(', ')}: missing in every row · 无此列，按缺测处理`);
    if (this.#negative > 0) notes.push(`${this.#negative} negative values taken as missing · 负值按缺测处理`);
    if (this.#partial > 0) {
      notes.push(`${this.#partial} rows have an AQI of fewer than six pollutants · 缺项计算的 AQI`);
    }
    if (this.#published > 0) {
      notes.push(`published AQI reproduced in ${this.#agreeing} of ${this.#published} rows · 与已发布 AQI 一致`);
    }
    return notes.map((note) => `${note}\n`).join('');
  }
}
