import { formatIso } from '../../domain/time.ts';

/** Everything is shown in Asia/Shanghai, whatever the device says. To the second, `2026-11-22T14:26:08+08:00`: the form of the wire. */
export function isoBeijing(ms: number): string {
  return formatIso(Math.floor(ms / 1000) * 1000);
}

/** `14:26:08` */
export function clockTime(ms: number): string {
  return isoBeijing(ms).slice(11, 19);
}

/** `14:26` */
export function minuteTime(ms: number): string {
  return isoBeijing(ms).slice(11, 16);
}

/** `11-22` */
export function monthDay(ms: number): string {
  return isoBeijing(ms).slice(5, 10);
}

/** `11-22 14:00` */
export function dayTime(ms: number): string {
  return `${monthDay(ms)} ${minuteTime(ms)}`;
}

/** `14`: the hour of the day, 00 to 23. */
export function hourOfDay(ms: number): string {
  return isoBeijing(ms).slice(11, 13);
}
