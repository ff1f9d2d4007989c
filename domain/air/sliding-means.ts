import { type Hours, meanOfHours } from './mean-of-hours.ts';

/** An averaging window of whole hours and the number of them that must be valid (GB 3095 table 4). */
export interface Window {
  readonly hours: number;
  readonly atLeast: number;
}

export const EIGHT_HOURS: Window = { hours: 8, atLeast: 6 };
export const DAY: Window = { hours: 24, atLeast: 20 };

/**
 * Sliding means, each stamped by the END of its window: element i covers the hours i-7..i (8 h). Windows that begin
 * before the series count the hours before it as missing. Null where too few hours are valid.
 */
export function slidingMeans(hours: Hours, window: Window): (number | null)[] {
  return hours.map((_, end) => meanOfHours(hours.slice(Math.max(0, end + 1 - window.hours), end + 1), window.atLeast));
}
