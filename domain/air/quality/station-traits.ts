import type { Parameter } from '../parameter.ts';

/** What quality control wants to know of a station beyond its place. All of it optional: a test without its fact is not made. */
export interface StationTraits {
  /** Measures PM by scattered light, which counts water as dust. */
  readonly opticalPm?: boolean;
  /** Last calibration or span check of each instrument, epoch ms. */
  readonly calibratedAt?: Readonly<Partial<Record<Parameter, number>>>;
}
