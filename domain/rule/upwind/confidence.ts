import { type Candidate, lagSpanHours } from './candidates.ts';
import type { Levels } from './levels.ts';

/** What speaks for a neighbour, each 0..1. */
export interface Evidence {
  readonly alignment: number;
  readonly steadiness: number;
  readonly agreement: number;
  readonly match: number;
  readonly strength: number;
}

export const tuning = {
  align: 0.25,
  steady: 0.1,
  agree: 0.1,
  match: 0.3,
  strength: 0.25,
  sigma: 0.6,
  single: 0.65,
  neutral: 0.5,
  matchFull: 0.8,
  strengthFull: 0.6,
};

/** Series are compared over so many hours, if at least `MATCH_AT_LEAST` are in both. */
const MATCH_HOURS = 24;
const MATCH_AT_LEAST = 8;
/** Below this the wind is too unsteady to name anybody (UPW-5). */
export const LEAST_STEADINESS = 0.6;

/** UPW-7: the weighted geometric mean of the evidence, so that one thing that speaks clearly against cannot be outvoted. */
export function confidenceOf(evidence: Evidence): number {
  const t = tuning;
  const logarithm =
    t.align * Math.log(evidence.alignment) +
    t.steady * Math.log(evidence.steadiness) +
    t.agree * Math.log(evidence.agreement) +
    t.match * Math.log(evidence.match) +
    t.strength * Math.log(evidence.strength);
  return Math.exp(logarithm / (t.align + t.steady + t.agree + t.match + t.strength));
}

export function evidenceFor(
  candidate: Candidate,
  asked: {
    readonly receptor: number;
    readonly receptorExcess: number;
    readonly hour: number;
    readonly above: number;
    readonly withinDegrees: number;
    readonly agreeing: number;
    readonly levels: Levels;
  },
): Evidence {
  const { way, excess } = candidate;
  const off = way.offDegrees / (tuning.sigma * asked.withinDegrees);
  const correlation = bestCorrelation(candidate, asked);
  return {
    alignment: Math.exp(-0.5 * off * off),
    steadiness: clip(((way.steadiness - LEAST_STEADINESS) / (0.95 - LEAST_STEADINESS)) * 0.5 + 0.5),
    agreement: 1 - (1 - tuning.single) ** asked.agreeing,
    match: Number.isNaN(correlation) ? tuning.neutral : clip(correlation / tuning.matchFull),
    strength: clip(excess / (tuning.strengthFull * Math.max(asked.above, asked.receptorExcess))),
  };
}

/** The best correlation of the two excesses over the lags that the wind allows; NaN with too few common hours. */
function bestCorrelation(
  candidate: Candidate,
  asked: { readonly receptor: number; readonly hour: number; readonly levels: Levels },
): number {
  const { lagHours } = candidate.way;
  const span = lagSpanHours(lagHours);
  let best = Number.NaN;
  for (let lag = Math.max(0, Math.round(lagHours - span)); lag <= Math.round(lagHours + span); lag += 1) {
    const here = correlation(asked.levels, asked.receptor, candidate.station, asked.hour, lag);
    if (!(here <= best) && !Number.isNaN(here)) best = here;
  }
  return best;
}

/** Pearson's, of the target's last hours and the neighbour's `lag` hours before each. */
function correlation(levels: Levels, receptor: number, station: number, hour: number, lag: number): number {
  let [n, sumX, sumY, sumXX, sumYY, sumXY] = [0, 0, 0, 0, 0, 0];
  for (let back = 0; back < MATCH_HOURS; back += 1) {
    const x = levels.excess(receptor, hour - back);
    const y = levels.excess(station, hour - back - lag);
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    n += 1;
    sumX += x;
    sumY += y;
    sumXX += x * x;
    sumYY += y * y;
    sumXY += x * y;
  }
  if (n < MATCH_AT_LEAST) return Number.NaN;
  const spread = Math.sqrt((sumXX - (sumX * sumX) / n) * (sumYY - (sumY * sumY) / n));
  return spread > 1e-9 ? (sumXY - (sumX * sumY) / n) / spread : 0;
}

function clip(value: number): number {
  return Math.min(1, Math.max(0.01, value));
}
