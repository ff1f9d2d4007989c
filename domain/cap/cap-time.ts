import { utcOffsetMs } from '../agreement/utc-offset.ts';

/**
 * `2026-11-22T14:00:00+08:00`. CAP 1.2, 3.3.2: never `Z`, no fractions (cut off), and UTC is written `-00:00`. `separator` stands between
 * date and time. Throws RangeError when `at` is no instant of the years 0 to 9999.
 */
export function capTime(at: number, utcOffset: string, separator = 'T'): string {
  const offsetMs = utcOffsetMs(utcOffset);
  const text = new Date(at + offsetMs).toISOString();
  if (text.length !== 24) throw new RangeError(`${text} has no four-digit year`);
  return `${text.slice(0, 10)}${separator}${text.slice(11, 19)}${offsetMs === 0 ? '-00:00' : utcOffset}`;
}
