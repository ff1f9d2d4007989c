import { PARAMETERS, type Parameter } from '../parameter.ts';
import type { Reading } from '../reading.ts';
import { calibrationVerdict } from './calibration-verdict.ts';
import { judgeAlone } from './judge-alone.ts';
import type { QualityLimits } from './quality-limits.ts';
import { Sample } from './sample.ts';
import type { StationTraits } from './station-traits.ts';
import type { Verdict } from './verdict.ts';

/** One for all that nothing is said against. */
export const NO_VERDICTS: readonly Verdict[] = Object.freeze([]);

/**
 * What can be told from a reading of any period by itself (QC-2, 3, 7, 8, 9). Nothing is made for a reading that nothing is said
 * against: it is what nearly all of them are, and every reading of every minute passes here.
 */
export function judgeReading(limits: QualityLimits, reading: Reading, traits: StationTraits): readonly Verdict[] {
  if (isPlain(limits, reading, traits)) return NO_VERDICTS;
  const sample = new Sample(reading);
  const found: Verdict[] = [];
  for (const parameter of PARAMETERS) {
    const value = sample.value(parameter);
    if (!Number.isNaN(value)) judgeAlone(limits, sample, parameter, value, traits, found);
  }
  return found.length === 0 ? NO_VERDICTS : found;
}

/** True only when no test can say anything; false sends the reading to the tests themselves. */
function isPlain(limits: QualityLimits, { at, values, flags }: Reading, traits: StationTraits): boolean {
  for (const parameter in flags) if (flags[parameter as Parameter] !== 'N') return false;
  for (const parameter in values) {
    const { suspect_below: low, suspect_above: high } = limits.parameters[parameter as Parameter].range;
    const value = values[parameter as Parameter] ?? Number.NaN;
    if (!(value >= low && value <= high)) return false;
    if (traits.calibratedAt !== undefined && calibrationVerdict(limits, at, parameter as Parameter, traits))
      return false;
  }
  const { particle_ratio: ratio, humid_above: humid } = limits;
  const { pm25, pm10, rh } = values;
  if (ratio !== null && pm25 !== undefined && pm10 !== undefined && pm25 > pm10 * ratio.factor) return false;
  return !(traits.opticalPm === true && humid !== null && rh !== undefined && rh > humid);
}
