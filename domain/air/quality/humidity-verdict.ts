import type { Parameter } from '../parameter.ts';
import { isUsable } from './is-usable.ts';
import type { QualityLimits } from './quality-limits.ts';
import type { Sample } from './sample.ts';
import type { StationTraits } from './station-traits.ts';
import type { Verdict } from './verdict.ts';

/** QC-8: in damp air an optical PM instrument counts droplets. */
export function humidityVerdict(
  limits: QualityLimits,
  sample: Sample,
  parameter: Parameter,
  traits: StationTraits,
): Verdict | undefined {
  const limit = limits.humid_above;
  if (traits.opticalPm !== true || limit === null || (parameter !== 'pm25' && parameter !== 'pm10')) return undefined;
  const rh = sample.value('rh');
  if (!(rh > limit) || !isUsable(limits, 'rh', rh, sample.flag('rh'))) return undefined;
  return {
    at: sample.at,
    parameter,
    test: 'humidity',
    severity: 'suspect',
    reason: { code: 'humid', facts: { rh, limit } },
  };
}
