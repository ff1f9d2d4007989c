/**
 * Natural days and timestamps of Asia/Shanghai. China has kept +08:00 without summer time since 1991, so the offset is a
 * constant here and these functions need no time zone data. Instants are epoch milliseconds.
 */
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const OFFSET_MS = 8 * HOUR_MS;

/** Hour of the day that contains the instant, 0..23. */
export function hourOf(at: number): number {
  return Math.floor(modulo(at + OFFSET_MS, DAY_MS) / HOUR_MS);
}

/** Natural day that contains the instant, `YYYY-MM-DD`. Throws RangeError when `at` is not a finite instant. */
export function dayOf(at: number): string {
  return new Date(at + OFFSET_MS).toISOString().slice(0, 10);
}

/** First instant (00:00) of the natural day that contains `at`. */
export function dayStart(at: number): number {
  return at - modulo(at + OFFSET_MS, DAY_MS);
}

/** First instant of the natural day to which a period that ENDS at `at` belongs: 24:00 is still the old day. */
export function dayStartOfPeriodEnd(at: number): number {
  return dayStart(at - 1);
}

/** Natural day to which a period that ENDS at `at` belongs, `YYYY-MM-DD`. */
export function dayOfPeriodEnd(at: number): string {
  return dayOf(at - 1);
}

/** Label 1..24 of the hour that ends at `at` (or within which `at` falls). */
export function hourLabelOf(at: number): number {
  return hourOf(at - 1) + 1;
}

/** `2026-11-22T14:00:00+08:00`; milliseconds are written only when there are any. Throws RangeError on NaN. */
export function formatIso(at: number): string {
  const text = new Date(at + OFFSET_MS).toISOString();
  return `${text.slice(0, text.endsWith('.000Z') ? -5 : -1)}+08:00`;
}

/** First instant of the natural day written `YYYY-MM-DD`, or null when that is no date. */
export function parseDay(text: string): number | null {
  if (text.length !== 10) return null;
  const days = parseDate(text);
  return days === null ? null : days * DAY_MS - OFFSET_MS;
}

/**
 * Reads an RFC 3339 timestamp whose offset is mandatory: `YYYY-MM-DDThh:mm[:ss[.f{1,9}]]` and `Z` or `±hh:mm`.
 * Null for anything else (no offset, space instead of T, 24:00, second 60, 30 February). Fractions beyond the
 * millisecond are cut off.
 */
export function parseIso(text: string): number | null {
  const days = parseDate(text);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  if (days === null || text[10] !== 'T' || text[13] !== ':' || !(hour < 24) || !(minute < 60)) return null;
  let next = 16;
  let ms = 0;
  if (text[next] === ':') {
    const second = twoDigits(text, 17);
    if (!(second < 60)) return null;
    ms = second * 1000;
    next = 19;
    if (text[next] === '.') {
      const from = next + 1;
      next = from;
      while (isDigit(text.charCodeAt(next))) next += 1;
      if (next === from || next - from > 9) return null;
      ms += Number(
        text
          .slice(from, from + 3)
          .slice(0, next - from)
          .padEnd(3, '0'),
      );
    }
  }
  const offset = parseOffset(text, next);
  return offset === null ? null : days * DAY_MS + hour * HOUR_MS + minute * 60_000 + ms - offset;
}

function parseOffset(text: string, from: number): number | null {
  const sign = text[from];
  if (sign === 'Z') return text.length === from + 1 ? 0 : null;
  const hour = twoDigits(text, from + 1);
  const minute = twoDigits(text, from + 4);
  const wellFormed = (sign === '+' || sign === '-') && text[from + 3] === ':' && text.length === from + 6;
  if (!wellFormed || !(hour < 24) || !(minute < 60)) return null;
  return (sign === '-' ? -1 : 1) * (hour * HOUR_MS + minute * 60_000);
}

/** Days since 1970-01-01 of the date in the first ten characters, or null. */
function parseDate(text: string): number | null {
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  if (text[4] !== '-' || text[7] !== '-' || !(year >= 0) || !(month >= 1 && month <= 12)) return null;
  if (!(day >= 1 && day <= daysInMonth(year, month))) return null;
  return daysFromCivil(year, month, day);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Proleptic Gregorian day number; the year is made to begin in March so that the leap day comes last. */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const m = (month + 9) % 12;
  const dayOfYear = Math.floor((153 * m + 2) / 5) + day - 1;
  return 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + dayOfYear - 719_468;
}

/** Two decimal digits as a number, NaN when they are not digits. */
function twoDigits(text: string, from: number): number {
  const tens = text.charCodeAt(from);
  const ones = text.charCodeAt(from + 1);
  return isDigit(tens) && isDigit(ones) ? (tens - 48) * 10 + ones - 48 : Number.NaN;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
