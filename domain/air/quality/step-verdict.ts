import type { Parameter } from '../parameter.ts';
import { decimalDifference } from './decimal-difference.ts';
import type { QualityLimits } from './quality-limits.ts';
import type { StationHistory } from './station-history.ts';
import { exceeded, type Verdict } from './verdict.ts';

/**
 * QC-4: the change from the hour before. A return to where the air was two hours ago is none: it is the hour between that
 * stood out. Not made without the hour before. `value` is the hour's usable value.
 */
export function stepVerdict(
  limits: QualityLimits,
  history: StationHistory,
  parameter: Parameter,
  hour: number,
  value: number,
): Verdict | undefined {
  const { step } = limits.parameters[parameter];
  if (step === null) return undefined;
  const before = history.usable(parameter, hour - 1);
  const change = decimalDifference(value, before);
  const over = exceeded(step, Math.abs(change));
  if (over === undefined) return undefined;
  const earlier = history.usable(parameter, hour - 2);
  if (Math.abs(decimalDifference(value, earlier)) <= step.suspect) return undefined;
  return {
    at: history.endOf(hour),
    parameter,
    test: 'step',
    severity: over.severity,
    reason: { code: 'jump', facts: { value, before, change, limit: over.limit } },
  };
}
