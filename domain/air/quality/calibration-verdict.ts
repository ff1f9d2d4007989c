import type { Parameter } from '../parameter.ts';
import type { QualityLimits } from './quality-limits.ts';
import type { StationTraits } from './station-traits.ts';
import { exceeded, type Verdict } from './verdict.ts';

const DAY_MS = 86_400_000;

/** QC-9: days since the last calibration before the value. Not made when none is known, or all that are known came later. */
export function calibrationVerdict(
  limits: QualityLimits,
  at: number,
  parameter: Parameter,
  traits: StationTraits,
): Verdict | undefined {
  const age = limits.parameters[parameter].calibration;
  const calibratedAt = traits.calibratedAt?.[parameter]?.findLast((known) => known <= at);
  if (age === null || calibratedAt === undefined) return undefined;
  const days = (at - calibratedAt) / DAY_MS;
  const over = exceeded({ suspect: age.suspect_days, fail: age.fail_days }, days);
  if (over === undefined) return undefined;
  return {
    at,
    parameter,
    test: 'calibration',
    severity: over.severity,
    reason: { code: 'calibration_old', facts: { days: Math.floor(days), limit: over.limit } },
  };
}
