import { concentrationHundredths, iaqi } from './iaqi.ts';
import type { Edition, IndexItem } from './index-standard.ts';
import type { Pollutant } from './parameter.ts';

/** IAQI of a measured value (µg/m³, CO mg/m³) after the edition's rounding; null when it has none. */
export function indexOfValue(
  edition: Edition,
  item: IndexItem,
  pollutant: Pollutant,
  value: number | undefined,
): number | null {
  // Rounding must not turn -0.4 into a valid 0.
  if (value === undefined || !(value >= 0 && value < Number.POSITIVE_INFINITY)) return null;
  return iaqi(edition, item, concentrationHundredths(edition, pollutant, value));
}

/** The larger of two indices of one pollutant; null only when both are. */
export function largerIndex(one: number | null, other: number | null): number | null {
  if (one === null) return other;
  return other !== null && other > one ? other : one;
}
