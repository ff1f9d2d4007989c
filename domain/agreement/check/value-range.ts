import type { Quantity } from '../../rule/quantity.ts';

/** What a quantity can be, in its unit, both ends included. Infinite where nature sets no limit that we want to vouch for. */
export function valueRange(quantity: Quantity): { readonly low: number; readonly high: number } {
  if (isIndex(quantity)) return { low: 0, high: 500 }; // HJ 633: capped at 500
  if (quantity === 'wind_dir') return { low: 0, high: 360 };
  if (quantity === 'rh') return { low: 0, high: 100 };
  if (quantity === 'temp' || quantity === 'dew_point')
    return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  return { low: 0, high: Number.POSITIVE_INFINITY };
}

/** AQI and IAQI: whole numbers. */
export function isIndex(quantity: Quantity): boolean {
  return quantity === 'aqi' || quantity.startsWith('iaqi.');
}
