import type { Parameter } from '../domain/air/parameter.ts';
import type { Reading } from '../domain/air/reading.ts';

/** Epoch ms, in the year 2262: InfluxDB keeps nanoseconds in 64 bits. */
export const MAX_AT = 9_223_372_036_000;

// Line protocol cannot express a backslash at the end of a tag nor a line break: refused by every store alike.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const BAD_IN_ID = /[\u0000-\u001f\u007f\\]/;

/** Why no store can keep this reading unchanged, or undefined. All stores refuse the same readings. */
export function unstorableReason(reading: Reading): string | undefined {
  if (!isId(reading.station)) return 'station is empty or has a backslash or control character';
  if (!isId(reading.city)) return 'city is empty or has a backslash or control character';
  if (!Number.isSafeInteger(reading.at) || Math.abs(reading.at) > MAX_AT) return 'at is not a time in milliseconds';
  if (!Number.isSafeInteger(reading.periodS) || reading.periodS < 0) return 'periodS is not a number of seconds';
  if (reading.seq !== undefined && !Number.isSafeInteger(reading.seq)) return 'seq is not an integer';
  for (const parameter in reading.values) {
    const value = reading.values[parameter as Parameter];
    if (value !== undefined && !Number.isFinite(value)) return `${parameter} is not a finite number`;
  }
  return undefined;
}

function isId(text: string): boolean {
  return text !== '' && !BAD_IN_ID.test(text) && text.isWellFormed();
}
