import type { Parameter } from '../parameter.ts';
import { calibrationVerdict } from './calibration-verdict.ts';
import { consistencyVerdict } from './consistency-verdict.ts';
import { flagVerdict } from './flag-verdict.ts';
import { humidityVerdict } from './humidity-verdict.ts';
import { isExcludingFlag } from './is-usable.ts';
import type { QualityLimits } from './quality-limits.ts';
import { rangeVerdict } from './range-verdict.ts';
import type { Sample } from './sample.ts';
import type { StationTraits } from './station-traits.ts';
import type { Verdict } from './verdict.ts';

/**
 * The tests that need nothing but the period itself, for one value that is there. Adds its verdicts to `found` and returns
 * whether the value is good enough for the tests against other values (QC-1).
 */
export function judgeAlone(
  limits: QualityLimits,
  sample: Sample,
  parameter: Parameter,
  value: number,
  traits: StationTraits,
  found: Verdict[],
): boolean {
  const flag = sample.flag(parameter);
  if (flag !== 'N') {
    add(found, flagVerdict(limits, sample.at, parameter, flag));
    if (isExcludingFlag(limits, flag)) return false;
  }
  const range = rangeVerdict(limits, sample.at, parameter, value);
  add(found, range);
  if (range?.severity === 'fail') return false;
  add(found, consistencyVerdict(limits, sample, parameter));
  add(found, humidityVerdict(limits, sample, parameter, traits));
  add(found, calibrationVerdict(limits, sample.at, parameter, traits));
  return true;
}

function add(found: Verdict[], verdict: Verdict | undefined): void {
  if (verdict !== undefined) found.push(verdict);
}
