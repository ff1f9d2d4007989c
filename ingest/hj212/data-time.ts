import { formatIso, parseIso } from '../../domain/time.ts';

/** `YYYYMMDDhhmmss`, or 17 digits with milliseconds, in Beijing time; epoch ms, or null when that is no moment since 1970. */
export function parseDataTime(text: string): number | null {
  if (!/^(\d{14}|\d{17})$/.test(text)) return null;
  const at = parseIso(
    `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}T${text.slice(8, 10)}:${text.slice(10, 12)}:${text.slice(12, 14)}+08:00`,
  );
  return at === null || at < 0 ? null : at + Number(text.slice(14));
}

/** The same in the other direction, 14 digits. */
export function formatDataTime(at: number): string {
  return formatIso(at).slice(0, 19).replace(/\D/g, '');
}

/** A QN: 17 digits. */
export function formatQn(at: number): string {
  return `${formatDataTime(at)}${String(at % 1000).padStart(3, '0')}`;
}
