import type { Parameter } from '../parameter.ts';
import { isUsable } from './is-usable.ts';
import type { QualityLimits } from './quality-limits.ts';
import type { Sample } from './sample.ts';
import type { Verdict } from './verdict.ts';

/**
 * QC-7: the fine particles are part of the coarse ones. Which of the two instruments is wrong cannot be told, so both values
 * become suspect and neither fails.
 */
export function consistencyVerdict(limits: QualityLimits, sample: Sample, parameter: Parameter): Verdict | undefined {
  const ratio = limits.particle_ratio;
  if (ratio === null || (parameter !== 'pm25' && parameter !== 'pm10')) return undefined;
  const pm25 = sample.value('pm25');
  const pm10 = sample.value('pm10');
  const limit = Math.round((pm10 * ratio.factor + ratio.offset) * 1000) / 1000;
  if (!(pm25 > limit)) return undefined;
  const usable =
    isUsable(limits, 'pm25', pm25, sample.flag('pm25')) && isUsable(limits, 'pm10', pm10, sample.flag('pm10'));
  if (!usable) return undefined;
  return {
    at: sample.at,
    parameter,
    test: 'consistency',
    severity: 'suspect',
    reason: { code: 'pm25_above_pm10', facts: { pm25, pm10, limit } },
  };
}
