import { standardOf } from './edition-for.ts';
import type { Edition, IndexItem } from './index-standard.ts';
import type { Pollutant } from './parameter.ts';

/**
 * Individual index of one item, 0..500, by exact integer arithmetic, rounded up (HJ 633 formula 1).
 * `hundredths` is the concentration in hundredths of its unit, as `concentrationHundredths` gives it.
 * Null when it is negative or NaN, or lies above the item's scale and the edition gives no index there.
 */
export function iaqi(edition: Edition, item: IndexItem, hundredths: number): number | null {
  if (!(hundredths >= 0)) return null;
  const scale = standardOf(edition).scales[item];
  for (const { low, high, index, rise } of scale.segments) {
    if (hundredths > high) continue;
    const numerator = rise * (hundredths - low);
    const rest = numerator % (high - low);
    return index + (numerator - rest) / (high - low) + (rest > 0 ? 1 : 0);
  }
  return scale.beyond;
}

/**
 * The concentration that enters the formula, in hundredths of µg/m³ (CO mg/m³): HJ 633-2026 rounds it first by
 * GB/T 8170 (CO to 0.1, others to 1), HJ 633-2012 takes the decimal as it is.
 */
export function concentrationHundredths(edition: Edition, pollutant: Pollutant, value: number): number {
  return standardOf(edition).hundredths(pollutant, value);
}
