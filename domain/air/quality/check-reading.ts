import { PARAMETERS } from '../parameter.ts';
import type { Reading } from '../reading.ts';
import { flatLineVerdict } from './flat-line-verdict.ts';
import { judgeAlone } from './judge-alone.ts';
import type { QualityLimits } from './quality-limits.ts';
import { HistorySample, ReadingSample, type Sample } from './sample.ts';
import { spikeVerdict } from './spike-verdict.ts';
import type { StationHistory } from './station-history.ts';
import type { StationTraits } from './station-traits.ts';
import { stepVerdict } from './step-verdict.ts';
import type { Verdict } from './verdict.ts';

/**
 * All that is known against the station's periods that end in [from, to] (epoch ms, both inclusive), oldest first. It replaces
 * what an earlier judgement said of the same periods; spatial verdicts stand beside it.
 */
export interface Judgement {
  readonly from: number;
  readonly to: number;
  readonly verdicts: readonly Verdict[];
}

const NO_TRAITS: StationTraits = Object.freeze({});

/**
 * Enters a reading into its station's history and judges what it touches: its own hour, the hour before (when its spike
 * test, which was waiting for this one, found a peak) and, when it is late, the hours after it. So the last judgement of
 * every hour is the same in whatever order the hours came, within `LATE_HOURS` (QC-11). Readings that are not hourly, or
 * later still, are judged by themselves alone. The reading is never changed (QC-1).
 */
export function checkReading(history: StationHistory, reading: Reading, traits: StationTraits = NO_TRAITS): Judgement {
  const { limits } = history;
  const verdicts: Verdict[] = [];
  const latestBefore = history.latestHour;
  if (!history.push(reading)) {
    judgeSample(limits, new ReadingSample(reading), traits, verdicts);
    return { from: reading.at, to: reading.at, verdicts };
  }
  const hour = history.hourOf(reading.at);
  const first = hour > latestBefore && !peaked(limits, history, hour - 1) ? hour : hour - 1;
  for (let judged = first; judged <= history.latestHour; judged += 1)
    judgeHour(limits, history, judged, traits, verdicts);
  return { from: history.endOf(first), to: history.endOf(history.latestHour), verdicts };
}

/** Whether the newest hour has anything to add to the hour before it; nothing but the spike test can. */
function peaked(limits: QualityLimits, history: StationHistory, hour: number): boolean {
  return PARAMETERS.some((parameter) => {
    const value = history.usable(parameter, hour);
    return !Number.isNaN(value) && spikeVerdict(limits, history, parameter, hour, value) !== undefined;
  });
}

function judgeSample(limits: QualityLimits, sample: Sample, traits: StationTraits, found: Verdict[]): void {
  for (const parameter of PARAMETERS) {
    const value = sample.value(parameter);
    if (!Number.isNaN(value)) judgeAlone(limits, sample, parameter, value, traits, found);
  }
}

function judgeHour(
  limits: QualityLimits,
  history: StationHistory,
  hour: number,
  traits: StationTraits,
  found: Verdict[],
): void {
  const sample = new HistorySample(history, hour);
  const hasNext = hour < history.latestHour;
  for (const parameter of PARAMETERS) {
    const value = sample.value(parameter);
    if (Number.isNaN(value) || !judgeAlone(limits, sample, parameter, value, traits, found)) continue;
    const step = stepVerdict(limits, history, parameter, hour, value);
    const spike = hasNext ? spikeVerdict(limits, history, parameter, hour, value) : undefined;
    const flatLine = flatLineVerdict(limits, history, parameter, hour, value);
    if (step !== undefined) found.push(step);
    if (spike !== undefined) found.push(spike);
    if (flatLine !== undefined) found.push(flatLine);
  }
}
