import type { Parameter } from '../../domain/air/parameter.ts';
import type { Flags, Reading } from '../../domain/air/reading.ts';

/**
 * The order of the values in format 1, for ever: files on disk follow it. A new parameter is added at the end, which older
 * files simply do not have.
 */
export const SPOOL_COLUMNS = [
  'pm25',
  'pm10',
  'so2',
  'no2',
  'co',
  'o3',
  'wind_speed',
  'wind_dir',
  'temp',
  'dew_point',
  'rh',
  'pressure',
  'rain',
] as const satisfies readonly Parameter[];

type Row = readonly [string, string, number, number, number | null, readonly (number | null)[], Flags?];

/** One reading as a JSON array: station, city, at, periodS, seq or null, values by `SPOOL_COLUMNS`, flags when there are any. */
export function spoolLine(reading: Reading): string {
  const values: (number | null)[] = [];
  let present = 0;
  for (const [index, column] of SPOOL_COLUMNS.entries()) {
    const value = reading.values[column];
    values.push(value ?? null);
    if (value !== undefined) present = index + 1;
  }
  values.length = present;
  const row: unknown[] = [reading.station, reading.city, reading.at, reading.periodS, reading.seq ?? null, values];
  for (const _ in reading.flags) {
    row.push(reading.flags);
    break;
  }
  return JSON.stringify(row);
}

/** A record's payload: a JSON array with one line a reading, so that a person can read it too. */
export function spoolPayload(lines: readonly string[]): Buffer {
  return Buffer.from(`[${lines.join(',\n')}]`, 'utf8');
}

/** The readings of a payload, or undefined when it is not one: a checksum says that it is as written, not who wrote it. */
export function spooledReadings(payload: Buffer): Reading[] | undefined {
  try {
    return (JSON.parse(payload.toString('utf8')) as readonly Row[]).map(readingOf);
  } catch {
    return undefined;
  }
}

function readingOf([station, city, at, periodS, seq, columns, flags]: Row): Reading {
  const values: Partial<Record<Parameter, number>> = {};
  for (const [index, column] of SPOOL_COLUMNS.entries()) {
    const value = columns[index];
    if (typeof value === 'number') values[column] = value;
  }
  const reading = { station, city, at, periodS, values, flags: flags ?? {} };
  return seq === null ? reading : { ...reading, seq };
}
