import type { ConditionOf } from '../condition.ts';
import { FALSE, TRUE, type Tri, truthName, UNKNOWN } from '../conditions/compiled.ts';
import type { Judgement } from '../judgement.ts';
import { robustZ } from './robust-z.ts';
import type { SameHourHistory } from './same-hour-history.ts';

/** A condition's answer, and the same answer with what it looked at. */
export interface Unlike {
  /** `open`: whether its alert is open; then `clear_z` decides. Allocates nothing when the value is ordinary. */
  truth(subject: number, hour: number, open: boolean): Tri;
  judge(subject: number, hour: number, open: boolean): Judgement;
}

/**
 * STA-1: the hour's value against the same hour of the `days` days before it. The history must hold the judged hour too, and
 * reach back `days` days; it is kept by the caller, one for each quantity.
 */
export function unlikePast(leaf: ConditionOf<'unlike_past'>, history: SameHourHistory): Unlike {
  const { days, min_days: minDays, min_spread: minSpread } = leaf;
  const past: number[] = [];

  const truth = (subject: number, hour: number, open: boolean): Tri => {
    const value = history.at(subject, hour);
    if (Number.isNaN(value)) return UNKNOWN;
    const limit = open ? (leaf.clear_z ?? leaf.z) : leaf.z;
    const low = lowestMedian(value, limit * minSpread);
    let judged = 0;
    let above = 0;
    for (let back = 1; back <= days; back += 1) {
      const then = history.at(subject, hour - back * 24);
      if (Number.isNaN(then)) continue;
      judged += 1;
      if (then > low) above += 1;
    }
    if (judged < minDays) return UNKNOWN;
    if (above * 2 > judged) return FALSE;
    return isBeyond(robustZ(value, pastOf(subject, hour), minSpread).z, limit, open);
  };

  /** The buffer is used again by the next call. */
  const pastOf = (subject: number, hour: number): number[] => {
    past.length = 0;
    for (let back = 1; back <= days; back += 1) {
      const then = history.at(subject, hour - back * 24);
      if (!Number.isNaN(then)) past.push(then);
    }
    return past;
  };

  return {
    truth,
    judge(subject, hour, open) {
      const value = history.at(subject, hour);
      const values = pastOf(subject, hour);
      const limit = open ? (leaf.clear_z ?? leaf.z) : leaf.z;
      const head = { kind: 'unlike_past', quantity: leaf.quantity, over: 'hour', limit } as const;
      if (Number.isNaN(value)) return { ...head, truth: 'unknown', reason: 'value_missing' };
      const counted = { days: values.length, min_days: minDays };
      if (values.length < minDays) return { ...head, truth: 'unknown', reason: 'too_few_days', value, facts: counted };
      const { z, median, spread } = robustZ(value, values, minSpread);
      const tri = isBeyond(z, limit, open);
      const reason = tri === TRUE ? (open ? 'not_yet_clear' : 'unlike_past') : open ? 'clear' : 'like_past';
      return { ...head, truth: truthName(tri), reason, value, facts: { z, median, spread, days: values.length } };
    },
  };
}

/**
 * The spread is at least `min_spread`, so z can only pass when the median lies no higher than this; when most values do lie higher
 * there is no need to sort. A hair too high, so that rounding never decides.
 */
export function lowestMedian(value: number, least: number): number {
  return value - least + 1e-9 * (1 + Math.abs(value));
}

/** Strictly beyond to begin; strictly past the clearing limit to end. */
export function isBeyond(z: number, limit: number, open: boolean): Tri {
  return (open ? z >= limit : z > limit) ? TRUE : FALSE;
}
