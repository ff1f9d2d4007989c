import { editionFor } from '../air/edition-for.ts';
import type { HourGrid } from '../air/hour-grid.ts';
import type { Edition } from '../air/index-standard.ts';

const DAY_MS = 86_400_000;

/** Days since 1970-01-01 of a date `YYYY-MM-DD`; null when that is no date. */
export function dayNumber(name: string): number | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(name)) return null;
  const day = Date.parse(`${name}T00:00:00Z`) / DAY_MS;
  return Number.isInteger(day) && dayName(day) === name ? day : null;
}

/** `YYYY-MM-DD`. */
export function dayName(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The natural day of the region in which an instant lies; midnight belongs to the day that begins. */
export function dayOfInstant(at: number, grid: HourGrid): number {
  return Math.floor(grid.lastEnded(at) / 24);
}

/** Its end (24:00), epoch ms. */
export function endOfDay(day: number, grid: HourGrid): number {
  return grid.endOf((day + 1) * 24);
}

export function editionOfDay(day: number, grid: HourGrid): Edition {
  return editionFor(endOfDay(day, grid) - 1);
}
