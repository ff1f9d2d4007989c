import type { Parameter } from '../parameter.ts';
import type { Flag } from '../reading.ts';
import type { QualityLimits } from './quality-limits.ts';
import type { Verdict } from './verdict.ts';

/** QC-2: what the instrument says of itself (HJ 212-2017 table 8). */
export function flagVerdict(
  limits: QualityLimits,
  at: number,
  parameter: Parameter,
  flag: Exclude<Flag, 'N'>,
): Verdict {
  const { severity } = limits.flags[flag];
  return { at, parameter, test: 'flag', severity, reason: { code: 'instrument_flag', facts: { flag } } };
}
