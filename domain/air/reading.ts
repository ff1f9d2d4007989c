import type { Parameter } from './parameter.ts';

/** HJ 212-2017 table 8: N normal, F stopped, M maintenance, S set by hand, D fault, C calibration, T over range, B no link. */
export const FLAGS = ['N', 'F', 'M', 'S', 'D', 'C', 'T', 'B'] as const;
export type Flag = (typeof FLAGS)[number];

export type Values = Readonly<Partial<Record<Parameter, number>>>;
export type Flags = Readonly<Partial<Record<Parameter, Flag>>>;

/**
 * What one station measured for one period, as sent, never changed.
 * Its identity is (station, at, periodS): written twice it is one reading.
 */
export interface Reading {
  readonly station: string;
  /** From the registry, not from the sender. */
  readonly city: string;
  /** End of the period, epoch milliseconds. */
  readonly at: number;
  /** Length of the period in seconds; 0 is an instant. */
  readonly periodS: number;
  /** Counts up per station, when the station counts. */
  readonly seq?: number;
  readonly values: Values;
  /** Only flags other than N need to be here. */
  readonly flags: Flags;
}
