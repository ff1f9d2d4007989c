import type { Hours } from './mean-of-hours.ts';
import { EIGHT_HOURS, slidingMeans } from './sliding-means.ts';

/** Grade II limit of the O3 8 h mean, GB 3095-2012 and GB 3095-2026, µg/m³. */
export const O3_8H_LIMIT = 160;
/** HJ 663-2013: of the 17 means that end at 8:00 to 24:00. */
export const MEANS_NEEDED = 14;

/**
 * Largest 8 h mean of O3 of one natural day, µg/m³, from its 24 hourly means labelled 1..24 (element 0 ends at 01:00).
 * Looks at the means that end at 8:00 to 24:00, each of >= 6 valid hours. Null when fewer than 14 of them are valid,
 * unless the largest already exceeds the limit (then more data could only confirm it).
 */
export function dailyMaximum8h(day: Hours): number | null {
  let largest: number | null = null;
  let valid = 0;
  for (const mean of slidingMeans(day.slice(0, 24), EIGHT_HOURS).slice(7)) {
    if (mean === null) continue;
    valid += 1;
    if (largest === null || mean > largest) largest = mean;
  }
  if (largest === null) return null;
  return valid >= MEANS_NEEDED || largest > O3_8H_LIMIT ? largest : null;
}
