import { median, medianAbsoluteDeviation } from 'simple-statistics';
import { PARAMETERS, type Parameter } from '../parameter.ts';
import type { Values } from '../reading.ts';
import type { QualityLimits } from './quality-limits.ts';
import { exceeded, type Verdict } from './verdict.ts';

/**
 * QC-10: a station's hour against the same hour of its neighbours (`neighboursOf`). `values` and `neighbours` hold valid values
 * only: neither flagged out nor failed. Not made with fewer than `neighbours.at_least` values of a parameter.
 */
export function spatialVerdicts(
  limits: QualityLimits,
  hour: { readonly at: number; readonly values: Values; readonly neighbours: readonly Values[] },
): Verdict[] {
  const verdicts: Verdict[] = [];
  if (hour.neighbours.length < limits.neighbours.at_least) return verdicts;
  for (const parameter of PARAMETERS) {
    const value = hour.values[parameter];
    const around = value === undefined ? [] : valuesOf(hour.neighbours, parameter);
    if (value === undefined || around.length < limits.neighbours.at_least) continue;
    const verdict = judge(limits, parameter, hour.at, value, around);
    if (verdict !== undefined) verdicts.push(verdict);
  }
  return verdicts;
}

function valuesOf(neighbours: readonly Values[], parameter: Parameter): number[] {
  const found: number[] = [];
  for (const { [parameter]: value } of neighbours) {
    if (value !== undefined && Number.isFinite(value)) found.push(value);
  }
  return found;
}

function judge(
  limits: QualityLimits,
  parameter: Parameter,
  at: number,
  value: number,
  around: number[],
): Verdict | undefined {
  const { spatial } = limits.parameters[parameter];
  if (spatial === null) return undefined;
  const middle = median(around);
  const share = Math.abs(middle) * spatial.least_share;
  const spread = Math.max(medianAbsoluteDeviation(around), spatial.least_spread, share);
  const times = Math.abs(value - middle) / spread;
  const over = exceeded(spatial, times);
  if (over === undefined) return undefined;
  const facts = { value, median: middle, spread, times, limit: over.limit, neighbours: around.length };
  return { at, parameter, test: 'spatial', severity: over.severity, reason: { code: 'unlike_neighbours', facts } };
}
