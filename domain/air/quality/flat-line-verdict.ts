import type { Parameter } from '../parameter.ts';
import { decimalDifference } from './decimal-difference.ts';
import type { FlatLine } from './parameter-limits.ts';
import { FLAT_LINE_WINDOW_HOURS, type QualityLimits } from './quality-limits.ts';
import type { StationHistory } from './station-history.ts';
import type { Verdict } from './verdict.ts';

/**
 * QC-6: how many hours up to this one stayed within the tolerance. Hours at the detection limit, and near zero at night where a
 * night floor is given, do not count; a missing hour ends the run. The hours before the limit is reached keep their judgement.
 * `value` is the hour's usable value.
 */
export function flatLineVerdict(
  limits: QualityLimits,
  history: StationHistory,
  parameter: Parameter,
  hour: number,
  value: number,
): Verdict | undefined {
  const flat = limits.parameters[parameter].flat_line;
  if (flat === null) return undefined;
  const wanted = flat.fail_hours ?? flat.suspect_hours;
  let low = value;
  let high = value;
  let hours = counts(limits, flat, history.startsAt(hour), value) ? 1 : 0;
  for (let back = 1; hours > 0 && hours < wanted && back < FLAT_LINE_WINDOW_HOURS; back += 1) {
    const earlier = history.usable(parameter, hour - back);
    low = Math.min(low, earlier);
    high = Math.max(high, earlier);
    if (!(decimalDifference(high, low) < flat.tolerance)) break; // also when `earlier` is NaN
    if (counts(limits, flat, history.startsAt(hour - back), earlier)) hours += 1;
  }
  if (hours < flat.suspect_hours) return undefined;
  return {
    at: history.endOf(hour),
    parameter,
    test: 'flat_line',
    severity: flat.fail_hours !== null && hours >= flat.fail_hours ? 'fail' : 'suspect',
    reason: { code: 'unchanged', facts: { value, hours, tolerance: flat.tolerance } },
  };
}

/** False where air or instrument stay at this value by nature. */
function counts({ night }: QualityLimits, flat: FlatLine, startsAt: number, value: number): boolean {
  if (flat.floor !== null && value <= flat.floor) return false;
  if (flat.ceiling !== null && value >= flat.ceiling) return false;
  if (flat.night_floor === null || value > flat.night_floor) return true;
  const isNight =
    night.from <= night.to
      ? startsAt >= night.from && startsAt < night.to
      : startsAt >= night.from || startsAt < night.to;
  return !isNight;
}
