import type { Parameter } from '../parameter.ts';
import type { QualityLimits } from './quality-limits.ts';
import type { Verdict } from './verdict.ts';

/** QC-3: what an instrument can measure, and what air is likely to hold. A value on the limit is inside. */
export function rangeVerdict(
  limits: QualityLimits,
  at: number,
  parameter: Parameter,
  value: number,
): Verdict | undefined {
  const { range } = limits.parameters[parameter];
  if (!(value < range.suspect_below || value > range.suspect_above)) return undefined;
  const below = value < range.suspect_below;
  const failed = below ? value < range.fail_below : value > range.fail_above;
  const suspectLimit = below ? range.suspect_below : range.suspect_above;
  const failLimit = below ? range.fail_below : range.fail_above;
  return {
    at,
    parameter,
    test: 'range',
    severity: failed ? 'fail' : 'suspect',
    reason: { code: below ? 'below_range' : 'above_range', facts: { value, limit: failed ? failLimit : suspectLimit } },
  };
}
