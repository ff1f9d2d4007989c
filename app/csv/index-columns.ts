import type { Concentrations } from '../../domain/air/concentrations.ts';
import { POLLUTANTS, type Pollutant } from '../../domain/air/parameter.ts';
import { parseDay, parseIso } from '../../domain/time.ts';

export type ReportKind = 'hourly' | 'daily';

type Field = Pollutant | 'so2_24h' | 'o3_8h' | 'pm25_24h' | 'pm10_24h';
type Input = Concentrations & { readonly [F in Field]?: number | undefined };

/** What a row says, or why it cannot be used. */
export interface IndexRow {
  /** Epoch ms of the row's time; null when the file has no time column. */
  readonly at: number | null;
  readonly input: Input;
  /** Cells that hold `/`: outside the monitoring plan. */
  readonly notMonitored: readonly Pollutant[];
  /** One sentence per fault, English and Chinese, with the remedy; empty when the row is good. */
  readonly faults: readonly string[];
}

/** How the columns of one file are read. */
export interface IndexColumns {
  /** Pollutants for which the file has no column at all. */
  readonly absent: readonly Pollutant[];
  readonly hasTime: boolean;
  readonly read: (cells: readonly string[]) => IndexRow;
}

const PLAIN: Readonly<Record<ReportKind, readonly Field[]>> = {
  hourly: [...POLLUTANTS, 'so2_24h', 'o3_8h', 'pm25_24h', 'pm10_24h'],
  daily: [...POLLUTANTS, 'o3_8h'],
};
/** The national platform's own layout has a row an hour; at 24:00 its `_24h` columns are the day's values. */
const NATIVE_DAILY: Readonly<Record<string, Field>> = {
  pm25_24h: 'pm25',
  pm10_24h: 'pm10',
  so2_24h: 'so2',
  no2_24h: 'no2',
  co_24h: 'co',
  o3_24h: 'o3',
  o3_8h_24h: 'o3_8h',
};
const TIME_COLUMNS = ['ts', 'timepoint', 'date'];
const MISSING = new Set(['', 'na', 'nan', 'null', '-', '--', '—']);
/** No concentration is beyond this in any unit: a slip of the keyboard. */
const LARGEST = 1e6;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;

/** Finds the columns of a header, in our layout or the national platform's; null when none is a pollutant's. */
export function indexColumns(header: readonly string[], report: ReportKind): IndexColumns | null {
  const names = header.map((name) => name.toLowerCase().replace(/^pm2[._]5/, 'pm25'));
  const native = names.includes('timepoint');
  const fields: { field: Field; name: string; column: number }[] = [];
  for (const [column, name] of names.entries()) {
    const field = native && report === 'daily' ? NATIVE_DAILY[name] : PLAIN[report].find((known) => known === name);
    if (field !== undefined) fields.push({ field, name: header[column] ?? name, column });
  }
  if (fields.length === 0) return null;
  const timeColumn = names.findIndex((name) => TIME_COLUMNS.includes(name));
  const ozone = report === 'daily' ? 'o3_8h' : 'o3';
  const absent = POLLUTANTS.filter((p) => !fields.some(({ field }) => field === (p === 'o3' ? ozone : p)));

  function read(cells: readonly string[]): IndexRow {
    const faults: string[] = [];
    if (cells.length !== header.length) faults.push(wrongWidth(cells.length, header.length));
    const time = timeColumn < 0 ? undefined : (cells[timeColumn] ?? '');
    const at = time === undefined ? null : parseTime(time, native, report);
    if (time !== undefined && at === null) faults.push(badTime(header[timeColumn] ?? '', time, report));
    const input: { -readonly [F in Field]?: number } = {};
    const notMonitored: Pollutant[] = [];
    for (const { field, name, column } of fields) {
      const cell = cells[column] ?? '';
      if (MISSING.has(cell.toLowerCase())) continue;
      if (cell === '/') notMonitored.push(pollutantOf(field));
      else if (NUMBER.test(cell) && Number(cell) <= LARGEST) input[field] = Number(cell);
      else faults.push(badNumber(name, cell));
    }
    return { at, input, notMonitored, faults };
  }
  return { absent, hasTime: timeColumn >= 0, read };
}

function pollutantOf(field: Field): Pollutant {
  return POLLUTANTS.find((pollutant) => field === pollutant || field.startsWith(`${pollutant}_`)) ?? 'o3';
}

/** The national platform writes Beijing time without an offset. */
function parseTime(text: string, native: boolean, report: ReportKind): number | null {
  const exact = parseIso(text) ?? (report === 'daily' ? parseDay(text) : null);
  return exact ?? (native ? parseIso(`${text.replace(' ', 'T')}+08:00`) : null);
}

function wrongWidth(cells: number, columns: number): string {
  return `${cells} cells under ${columns} columns; quote cells that contain a comma · ${cells} 格与表头 ${columns} 列不符，含逗号的内容请加引号`;
}

function badTime(name: string, text: string, report: ReportKind): string {
  const example = report === 'daily' ? '2026-11-22' : '2026-11-22T14:00:00+08:00';
  return `${name} "${text}" is no time; write it like ${example} · ${name} “${text}” 不是时间，请写成 ${example}`;
}

function badNumber(name: string, text: string): string {
  return `${name} "${text}" is not a number; leave the cell empty when it is missing · ${name} “${text}” 不是数值，缺测请留空`;
}
