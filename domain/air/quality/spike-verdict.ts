import type { Parameter } from '../parameter.ts';
import type { QualityLimits } from './quality-limits.ts';
import type { StationHistory } from './station-history.ts';
import { exceeded, type Verdict } from './verdict.ts';

/**
 * QC-5: how far an hour stands out from both its neighbours (QARTOD test 4, as ioos_qc computes it). It needs the next hour, so it
 * is made one hour later; without either neighbour it is not made. `value` is the hour's usable value.
 */
export function spikeVerdict(
  limits: QualityLimits,
  history: StationHistory,
  parameter: Parameter,
  hour: number,
  value: number,
): Verdict | undefined {
  const { spike } = limits.parameters[parameter];
  if (spike === null) return undefined;
  const after = history.usable(parameter, hour + 1);
  if (Number.isNaN(after)) return undefined;
  const before = history.usable(parameter, hour - 1);
  const deviation = DEVIATION[limits.spike_method](before, value, after);
  const over = exceeded(spike, deviation);
  if (over === undefined) return undefined;
  return {
    at: history.endOf(hour),
    parameter,
    test: 'spike',
    severity: over.severity,
    reason: { code: 'lone_peak', facts: { value, before, after, deviation, limit: over.limit } },
  };
}

/** In thousandths first, so that the result is that of the decimals. */
const DEVIATION = {
  average: (before: number, value: number, after: number) =>
    Math.abs(Math.round((2 * value - before - after) * 1000)) / 2000,
  /** The edge of a plateau is no spike: only a value above or below both neighbours deviates, by the nearer one. */
  differential: (before: number, value: number, after: number) => {
    const rise = value - before;
    const fall = value - after;
    return rise * fall > 0 ? Math.round(Math.min(Math.abs(rise), Math.abs(fall)) * 1000) / 1000 : 0;
  },
};
