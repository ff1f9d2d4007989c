/**
 * The smallest number of hundredths that is not below the shortest decimal of `value`: 2.2 -> 220, 35.001 -> 3501.
 * Exact for 0 <= value < 1e9. Every concentration at which an IAQI reaches a whole number is a multiple of 0.01 (the
 * spans of the index are 50 and 100, those of the concentrations whole), so an index that is rounded up comes out the
 * same from this number as from the exact decimal.
 */
export function ceilHundredths(value: number): number {
  if (Number.isInteger(value)) return value * 100;
  const near = Math.round(value * 100);
  // Compared as doubles of decimals, not by the product, which may be off by an ulp (1.1 * 100).
  return value > near / 100 ? near + 1 : near;
}
