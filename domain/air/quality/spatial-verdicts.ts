import { PARAMETERS, type Parameter } from '../parameter.ts';
import { NO_VERDICTS } from './judge-reading.ts';
import type { Spatial } from './parameter-limits.ts';
import type { QualityLimits } from './quality-limits.ts';
import { exceeded, type Verdict } from './verdict.ts';

/** A station's valid values of an hour in the order of `PARAMETERS`; NaN where there is none: flagged out, failed or missing. */
export type Comparable = readonly number[];

/**
 * QC-10: a station's hour against the same hour of its neighbours (`neighboursOf`). Not made with fewer than `neighbours.at_least`
 * values of a parameter.
 */
export function spatialVerdicts(
  limits: QualityLimits,
  hour: { readonly at: number; readonly values: Comparable; readonly neighbours: readonly Comparable[] },
): readonly Verdict[] {
  const { at, values, neighbours } = hour;
  const least = limits.neighbours.at_least;
  let verdicts: Verdict[] | undefined;
  if (neighbours.length < least) return NO_VERDICTS;
  for (let place = 0; place < PARAMETERS.length; place += 1) {
    const parameter = PARAMETERS[place];
    const value = values[place] ?? Number.NaN;
    if (parameter === undefined || Number.isNaN(value)) continue;
    const { spatial } = limits.parameters[parameter];
    if (spatial === null || isNear(value, place, neighbours, spatial.suspect * spatial.least_spread)) continue;
    const count = sortValues(neighbours, place);
    const verdict = count < least ? undefined : judge({ parameter, at, value, spatial }, count);
    if (verdict === undefined) continue;
    verdicts ??= [];
    verdicts.push(verdict);
  }
  return verdicts ?? NO_VERDICTS;
}

/**
 * Whether the median of the neighbours is certainly no further away than `reach`, within which nothing is suspect: as many lie
 * above its lower end as below its upper one. So it is with nearly all values, and nothing has to be sorted.
 */
function isNear(value: number, place: number, neighbours: readonly Comparable[], reach: number): boolean {
  let [count, above, below] = [0, 0, 0];
  for (const neighbour of neighbours) {
    const other = neighbour[place] ?? Number.NaN;
    if (Number.isNaN(other)) continue;
    count += 1;
    if (other >= value - reach) above += 1;
    if (other <= value + reach) below += 1;
  }
  return above * 2 > count && below * 2 > count;
}

/** The neighbours' values in order, in the first places; used within one call, as this runs for every value that stands out a little. */
let sorted = new Float64Array(64);

function judge(
  { parameter, at, value, spatial }: { parameter: Parameter; at: number; value: number; spatial: Spatial },
  count: number,
): Verdict | undefined {
  const middle = medianOf(count);
  for (let i = 0; i < count; i += 1) insert(Math.abs((sorted[i] ?? 0) - middle), i);
  const spread = Math.max(medianOf(count), spatial.least_spread, Math.abs(middle) * spatial.least_share);
  const times = Math.abs(value - middle) / spread;
  const over = exceeded(spatial, times);
  if (over === undefined) return undefined;
  const facts = { value, median: middle, spread, times, limit: over.limit, neighbours: count };
  return { at, parameter, test: 'spatial', severity: over.severity, reason: { code: 'unlike_neighbours', facts } };
}

/** Returns how many there are. */
function sortValues(neighbours: readonly Comparable[], place: number): number {
  if (sorted.length < neighbours.length) sorted = new Float64Array(2 * neighbours.length);
  let count = 0;
  for (const neighbour of neighbours) {
    const value = neighbour[place] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    insert(value, count);
    count += 1;
  }
  return count;
}

/** Into the `count` values that are in order already; what stood in place `count` is overwritten. */
function insert(value: number, count: number): void {
  let at = count;
  for (let below = sorted[at - 1] ?? 0; at > 0 && below > value; below = sorted[at - 1] ?? 0) {
    sorted[at] = below;
    at -= 1;
  }
  sorted[at] = value;
}

function medianOf(count: number): number {
  const half = count >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return count % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}
