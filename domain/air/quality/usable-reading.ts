import type { StationCalibration } from '../calibration/station-calibration.ts';
import { PARAMETERS, type Parameter } from '../parameter.ts';
import type { Flags, Reading } from '../reading.ts';
import { effectiveVerdict } from './effective-verdict.ts';
import type { Overrule } from './overrule.ts';
import type { QualityLimits } from './quality-limits.ts';
import type { Verdict } from './verdict.ts';

const NO_FLAGS: Flags = Object.freeze({});

/** A reading with all that is said of it. Verdicts and overrules of other readings may be among them and are passed over. */
export interface JudgedReading {
  readonly reading: Reading;
  /** Stamped with the reading's own end. */
  readonly verdicts: readonly Verdict[];
  readonly overrules: readonly Overrule[];
  readonly calibration: StationCalibration | undefined;
}

/**
 * The reading as means, indices and rules may use it (QC-17): calibrated values, without those that are to be kept out, and without
 * flags, which have had their say. It has the identity of the sent one, also when nothing is left of its values; a reading that
 * nothing is said against is itself.
 */
export function usableReading(limits: Pick<QualityLimits, 'exclude' | 'flags'>, judged: JudgedReading): Reading {
  const { reading, verdicts, overrules, calibration } = judged;
  const isGood = verdicts.length === 0 && overrules.length === 0 && !hasFlags(reading);
  if (isGood && calibration?.corrects(reading.at) !== true) return reading;
  const values: Partial<Record<Parameter, number>> = {};
  for (const parameter of PARAMETERS) {
    const value = reading.values[parameter];
    if (value === undefined) continue;
    if (!isGood && isSpokenOf(judged, parameter)) {
      const { station, at, periodS } = reading;
      if (effectiveVerdict(limits, { station, parameter, at, periodS, value, verdicts, overrules }).excluded) continue;
    }
    values[parameter] = calibration?.apply(parameter, reading.at, value) ?? value;
  }
  return { ...reading, values, flags: NO_FLAGS };
}

/** Most values of a reading are those that nothing is said of. */
function isSpokenOf({ reading, verdicts, overrules }: JudgedReading, parameter: Parameter): boolean {
  if (reading.flags[parameter] !== undefined) return true;
  for (const verdict of verdicts) if (verdict.parameter === parameter) return true;
  for (const overrule of overrules) if (overrule.parameter === parameter) return true;
  return false;
}

function hasFlags({ flags }: Reading): boolean {
  for (const _ in flags) return true;
  return false;
}
