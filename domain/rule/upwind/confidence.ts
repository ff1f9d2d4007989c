import type { Candidate } from './candidates.ts';
import { lagCorrelation } from './lag-correlation.ts';
import type { Levels } from './levels.ts';

/** What speaks for a neighbour and against it. */
export interface Evidence {
  /** Off the way of the air, as a share of `within_degrees`. */
  readonly off: number;
  /** Resultant over scalar way of the air, 0..1. */
  readonly steadiness: number;
  /** Stations of the neighbour that the air came by and that were above the limit. */
  readonly agreeing: number;
  /** Correlation of the two series at the lag; NaN with too few hours. */
  readonly match: number;
  /** The neighbour's excess as a share of the limit. */
  readonly strength: number;
  /** The neighbour's excess as a share of the target's: a plume thins on its way. */
  readonly increment: number;
  /** How clearly the target stands out of the region and of its own past. */
  readonly clarity: number;
}

/**
 * Weights of a logistic regression on synthetic plumes (seeds 100000 to 100499, tests/domain/rule/upwind), rounded; steadiness and
 * agreement, which hardly vary there, are set by hand.
 */
const WEIGHTS = {
  base: -3.3,
  offSquared: -0.5,
  unsteady: -2,
  agreeing: 0.2,
  match: 3.7,
  strength: 1.15,
  thinner: 0.8,
  clarity: 1,
};
/** In place of a correlation that cannot be had. */
const UNKNOWN_MATCH = 0.3;
const MOST_AGREEING = 3;
const LEAST_CLARITY = 0.5;

/** UPW-7: how likely it is that the neighbour's air is what the target measures, 0..1. */
export function confidenceOf(evidence: Evidence): number {
  const match = Number.isNaN(evidence.match) ? UNKNOWN_MATCH : Math.max(0, evidence.match);
  const sum =
    WEIGHTS.base +
    WEIGHTS.offSquared * evidence.off ** 2 +
    WEIGHTS.unsteady * (1 - evidence.steadiness) +
    WEIGHTS.agreeing * (Math.min(MOST_AGREEING, evidence.agreeing) - 1) +
    WEIGHTS.match * match +
    WEIGHTS.strength * Math.log(evidence.strength) +
    WEIGHTS.thinner * Math.min(0, Math.log(evidence.increment)) +
    WEIGHTS.clarity * Math.log(Math.max(LEAST_CLARITY, evidence.clarity));
  return 1 / (1 + Math.exp(-sum));
}

/** Of the target: its station, that station's excess, and the rule's limits. */
export interface Receptor {
  readonly station: number;
  readonly excess: number;
  readonly hour: number;
  readonly above: number;
  readonly withinDegrees: number;
}

export function evidenceFor(
  candidate: Candidate,
  asked: { readonly receptor: Receptor; readonly agreeing: number; readonly levels: Levels },
): Evidence {
  const { receptor, agreeing, levels } = asked;
  const { way, excess, station } = candidate;
  return {
    off: way.offDegrees / receptor.withinDegrees,
    steadiness: way.steadiness,
    agreeing,
    match: lagCorrelation(levels, { ...receptor, from: station, lagHours: way.lagHours }),
    strength: excess / receptor.above,
    increment: excess / receptor.excess,
    clarity: levels.clarity(receptor.station, receptor.hour),
  };
}
