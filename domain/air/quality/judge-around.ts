import { PARAMETERS, type Parameter } from '../parameter.ts';
import type { Reading } from '../reading.ts';
import { flatLineVerdict } from './flat-line-verdict.ts';
import { NO_VERDICTS } from './judge-reading.ts';
import type { Threshold } from './parameter-limits.ts';
import type { QualityLimits } from './quality-limits.ts';
import { spikeVerdict } from './spike-verdict.ts';
import type { StationHistory } from './station-history.ts';
import { stepVerdict } from './step-verdict.ts';
import type { Verdict } from './verdict.ts';

/**
 * All that the hours around say against a station's hours `from` to `to` (numbers of `StationHistory.hourOf`, both inclusive),
 * oldest first. It replaces what an earlier judgement said of the same hours.
 */
export interface Judgement {
  readonly from: number;
  readonly to: number;
  readonly verdicts: readonly Verdict[];
}

/**
 * Enters an hourly reading into its station's history and judges what it touches: its own hour, the hour before (when its spike
 * test, which was waiting for this one, found a peak) and, when it is late, the hours after it. So the last judgement of
 * every hour is the same in whatever order the hours came, within `LATE_HOURS` (QC-11). Undefined, and nothing entered, for a
 * reading that is not hourly or later still.
 */
export function judgeAround(history: StationHistory, reading: Reading): Judgement | undefined {
  const { limits } = history;
  const latestBefore = history.latestHour;
  if (!history.push(reading)) return undefined;
  const hour = history.hourOf(reading.at);
  const first = hour > latestBefore && !peaked(limits, history, hour - 1) ? hour : hour - 1;
  let found: Verdict[] | undefined;
  for (let judged = first; judged <= history.latestHour; judged += 1) found = judgeHour(limits, history, judged, found);
  return { from: first, to: history.latestHour, verdicts: found ?? NO_VERDICTS };
}

/** Whether the newest hour has anything to add to the hour before it; nothing but the spike test can. */
function peaked(limits: QualityLimits, history: StationHistory, hour: number): boolean {
  for (const parameter of PARAMETERS) {
    const { spike } = limits.parameters[parameter];
    if (spike === null || !mayPeak(limits, spike, history.change(parameter, hour + 1))) continue;
    const value = history.usable(parameter, hour);
    if (!Number.isNaN(value) && spikeVerdict(limits, history, parameter, hour, value) !== undefined) return true;
  }
  return false;
}

function judgeHour(
  limits: QualityLimits,
  history: StationHistory,
  hour: number,
  found: Verdict[] | undefined,
): Verdict[] | undefined {
  let list = found;
  const hasNext = hour < history.latestHour;
  for (const parameter of PARAMETERS) {
    if (!hasNext && !stirs(limits, parameter, history.change(parameter, hour))) continue;
    const value = history.usable(parameter, hour);
    if (Number.isNaN(value)) continue;
    const step = stepVerdict(limits, history, parameter, hour, value);
    const spike = hasNext ? spikeVerdict(limits, history, parameter, hour, value) : undefined;
    const flatLine = flatLineVerdict(limits, history, parameter, hour, value);
    if (step === undefined && spike === undefined && flatLine === undefined) continue;
    list ??= [];
    for (const verdict of [step, spike, flatLine]) if (verdict !== undefined) list.push(verdict);
  }
  return list;
}

/** More than rounding to thousandths can move a difference. */
const MARGIN = 0.002;

/**
 * Whether the newest hour's change from the one before lets any test say anything about it: most changes are neither as small as a
 * flat line's nor as large as a step, and there is nothing to look up. Without an hour before no test is made.
 */
function stirs(limits: QualityLimits, parameter: Parameter, change: number): boolean {
  const { step, flat_line: flat } = limits.parameters[parameter];
  const size = Math.abs(change);
  return (flat !== null && size < flat.tolerance + MARGIN) || (step !== null && size > step.suspect - MARGIN);
}

/** The nearer neighbour decides, so a small change to the next hour rules a peak out; to their mean it does not. */
function mayPeak(limits: QualityLimits, spike: Threshold, change: number): boolean {
  return limits.spike_method === 'average' || Math.abs(change) > spike.suspect - MARGIN;
}
