/** Decimals to which single values are taken before they are added: means are then exact to the last digit. */
const SCALE = 1_000_000;

/** Hourly means in order of time; undefined where the hour is missing or invalid. */
export type Hours = readonly (number | undefined)[];

/** A value that may enter a mean: a finite number that is not negative. */
export function isValidHour(value: number | undefined): value is number {
  return value !== undefined && value >= 0 && value < Number.POSITIVE_INFINITY;
}

/**
 * Mean of the valid values, or null when fewer than `atLeast` (>= 1) are valid. Values are taken to 6 decimals and added
 * as integers, so the result is the double nearest to the exact mean and a half stays a half for GB/T 8170.
 */
export function meanOfHours(hours: Hours, atLeast: number): number | null {
  let sum = 0;
  let count = 0;
  for (const value of hours) {
    if (!isValidHour(value)) continue;
    sum += Math.round(value * SCALE);
    count += 1;
  }
  return count >= atLeast && count > 0 ? sum / (count * SCALE) : null;
}
