import type { Parameter } from '../parameter.ts';

/** A reviewer's decision on one value. It stands above every computed verdict and is kept beside them, never instead of them. */
export interface Overrule {
  readonly station: string;
  /** End of the period, epoch ms. */
  readonly at: number;
  /** Length of the period in seconds: a station's hour and its last minute end together. */
  readonly periodS: number;
  readonly parameter: Parameter;
  readonly decision: 'accept' | 'reject';
  /** In the reviewer's words. */
  readonly reason: string;
  /** Who decided. */
  readonly by: string;
  /** When, epoch ms. The latest decision holds. */
  readonly decidedAt: number;
}
