/**
 * GB/T 8170 rounding (half to even) of the shortest decimal that reads back as `value`, returned as an integer in units
 * of 10^-decimals: `roundHalfEven(0.25, 1)` is 2. Exact for |value| < 1e9 and decimals <= 4; NaN stays NaN.
 */
export function roundHalfEven(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  if (Number.isInteger(value)) return value * scale;
  // The product may be off by an ulp, so its rounding is only a candidate. The half-way decimals beside it, written as
  // doubles, decide: reading decimals into doubles keeps their order and is one-to-one up to 15 digits.
  const near = Math.round(value * scale);
  const upper = (2 * near + 1) / (2 * scale);
  const lower = (2 * near - 1) / (2 * scale);
  if (value > upper) return near + 1;
  if (value < lower) return near - 1;
  const tie = value === upper || value === lower;
  if (!tie || near % 2 === 0) return near;
  return value === upper ? near + 1 : near - 1;
}
