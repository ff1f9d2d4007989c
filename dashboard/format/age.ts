import type { Words } from '../words/zh.ts';

/** A span in words, coarser as it grows: `28 分钟`, `3 小时 5 分`, `2 天`. Negative spans (clocks apart) count as none. */
export function spanText(ms: number, words: Words['age']): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return words.now;
  if (minutes < 60) return words.minutes(minutes);
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return words.hours(hours, hours < 12 ? minutes % 60 : 0);
  return words.days(Math.floor(hours / 24));
}

/** The same as an age: `3 小时前`, `刚刚`. */
export function ageText(ms: number, words: Words['age']): string {
  return ms < 60_000 ? words.now : words.ago(spanText(ms, words));
}

/** `00:47`, `1:02:33`: a running count on the device's own time. */
export function stopwatch(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}
