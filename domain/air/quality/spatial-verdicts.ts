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
    if (value === undefined || limits.parameters[parameter].spatial === null) continue;
    const around = sortedValues(hour.neighbours, parameter);
    if (around.length < limits.neighbours.at_least) continue;
    const verdict = judge(limits, parameter, hour.at, value, around);
    if (verdict !== undefined) verdicts.push(verdict);
  }
  return verdicts;
}

function judge(
  limits: QualityLimits,
  parameter: Parameter,
  at: number,
  value: number,
  around: readonly number[],
): Verdict | undefined {
  const { spatial } = limits.parameters[parameter];
  if (spatial === null) return undefined;
  const middle = medianOf(around);
  const least = Math.max(spatial.least_spread, Math.abs(middle) * spatial.least_share);
  // The spread is never less than `least`: nearly all values are inside already, and their MAD need not be known.
  if (least > 0 && !(Math.abs(value - middle) / least > spatial.suspect)) return undefined;
  const deviations = around.map((other) => Math.abs(other - middle)).sort(ascending);
  const spread = Math.max(medianOf(deviations), least);
  const times = Math.abs(value - middle) / spread;
  const over = exceeded(spatial, times);
  if (over === undefined) return undefined;
  const facts = { value, median: middle, spread, times, limit: over.limit, neighbours: around.length };
  return { at, parameter, test: 'spatial', severity: over.severity, reason: { code: 'unlike_neighbours', facts } };
}

/** Sorted while they are gathered: a score of neighbours at most, for every station and hour. */
function sortedValues(neighbours: readonly Values[], parameter: Parameter): number[] {
  const found: number[] = [];
  for (const { [parameter]: value } of neighbours) {
    if (value === undefined || !Number.isFinite(value)) continue;
    let place = found.push(value) - 1;
    for (; place > 0; place -= 1) {
      const before = found[place - 1] ?? value;
      if (before <= value) break;
      found[place] = before;
    }
    found[place] = value;
  }
  return found;
}

function medianOf(sorted: readonly number[]): number {
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}

function ascending(a: number, b: number): number {
  return a - b;
}
