import { hourOfDay, monthDay } from '../format/beijing-time.ts';

const HOUR_S = 3600;
const BEIJING_S = 8 * HOUR_S;

/** Steps between labels, seconds: whole shares of a day, so that midnight always has its label. */
export const AXIS_STEPS = [1, 2, 3, 6, 12, 24, 48].map((hours) => hours * HOUR_S);

/** Label positions in epoch seconds, on the clock of Beijing whatever the device's zone is. */
export function axisSplits(minS: number, maxS: number, stepS: number): number[] {
  const splits: number[] = [];
  for (let at = Math.ceil((minS + BEIJING_S) / stepS) * stepS - BEIJING_S; at <= maxS; at += stepS) splits.push(at);
  return splits;
}

/** The hour, or at midnight the new date. `hourText` makes `14时` of `14`. */
export function axisLabel(atS: number, hourText: (hour: string) => string): string {
  const hour = hourOfDay(atS * 1000);
  return hour === '00' ? monthDay(atS * 1000) : hourText(hour);
}
