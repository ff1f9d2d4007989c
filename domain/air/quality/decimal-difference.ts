/** `a - b` as the double nearest to the difference of their decimals (to 3 places): 0.3 - 0.1 is 0.2. NaN stays NaN. */
export function decimalDifference(a: number, b: number): number {
  return Math.round((a - b) * 1000) / 1000;
}
