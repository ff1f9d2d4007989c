import { median, medianAbsoluteDeviation } from 'simple-statistics';

/** Makes the MAD of normally distributed values their standard deviation. */
const MAD_TO_SIGMA = 1.4826;

export interface RobustZ {
  readonly z: number;
  readonly median: number;
  /** 1.4826 MAD, at least `minSpread`. */
  readonly spread: number;
}

/** How many robust spreads `value` lies above the median of `others` (at least one). */
export function robustZ(value: number, others: readonly number[], minSpread: number): RobustZ {
  const values = others as number[]; // simple-statistics copies, and does not say so in its types
  const middle = median(values);
  const spread = Math.max(MAD_TO_SIGMA * medianAbsoluteDeviation(values), minSpread);
  return { z: (value - middle) / spread, median: middle, spread };
}
