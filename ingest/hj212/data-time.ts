import { formatIso, parseDay } from '../../domain/time.ts';

const HOUR_MS = 3_600_000;

/** `YYYYMMDDhhmmss`, or 17 digits with milliseconds, in Beijing time; epoch ms, or null when that is no moment since 1970. */
export function parseDataTime(text: string): number | null {
  if (!/^(\d{14}|\d{17})$/.test(text)) return null;
  const day = parseDay(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`);
  const [hour, minute, second] = [Number(text.slice(8, 10)), Number(text.slice(10, 12)), Number(text.slice(12, 14))];
  if (day === null || hour > 23 || minute > 59 || second > 59) return null;
  const at = day + hour * HOUR_MS + minute * 60_000 + second * 1_000 + Number(text.slice(14));
  return at < 0 ? null : at;
}

/** The same in the other direction, 14 digits. */
export function formatDataTime(at: number): string {
  return formatIso(at).slice(0, 19).replace(/\D/g, '');
}

/** A QN: 17 digits. */
export function formatQn(at: number): string {
  return `${formatDataTime(at)}${String(at % 1000).padStart(3, '0')}`;
}
