import type { Candidate } from './candidates.ts';
import { confidenceOf, type Evidence, evidenceFor, type Receptor } from './confidence.ts';
import type { Levels } from './levels.ts';

/** Resultant over scalar way of the air: below it the wind turned too much to name anybody (UPW-5). */
export const LEAST_STEADINESS = 0.6;

/** The neighbour that is named, by the station that speaks for it. */
export interface Named {
  readonly candidate: Candidate;
  readonly confidence: number;
  readonly evidence: Evidence;
}

/**
 * UPW-8: of those sure enough the one with the highest product of confidence and distance, for air that came by two cities was
 * dirty before the second; when none is sure enough, the surest. Ties by station id.
 */
export function namedOf(
  candidates: readonly Candidate[],
  asked: { readonly receptor: Receptor; readonly levels: Levels; readonly minConfidence: number },
): Named | undefined {
  const steady = candidates.filter(({ way }) => way.steadiness >= LEAST_STEADINESS);
  let [found, highest]: [Named | undefined, number] = [undefined, Number.NEGATIVE_INFINITY];
  for (const candidate of steady) {
    const agreeing = steady.filter(({ city }) => city === candidate.city).length;
    const evidence = evidenceFor(candidate, { ...asked, agreeing });
    const confidence = confidenceOf(evidence);
    // The sure before the unsure: a confidence is at most 1.
    const rank = confidence >= asked.minConfidence ? 1 + confidence * candidate.distanceKm : confidence;
    if (rank < highest || (rank === highest && found !== undefined && candidate.id > found.candidate.id)) continue;
    found = { candidate, confidence, evidence };
    highest = rank;
  }
  return found;
}
