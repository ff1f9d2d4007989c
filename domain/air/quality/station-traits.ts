import type { Parameter } from '../parameter.ts';

/** What quality control wants to know of a station beyond its place. All of it optional: a test without its fact is not made. */
export interface StationTraits {
  /** Measures PM by scattered light, which counts water as dust. */
  readonly opticalPm?: boolean;
  /** Calibrations and span checks of each instrument, epoch ms, ascending. */
  readonly calibratedAt?: Readonly<Partial<Record<Parameter, readonly number[]>>>;
}
