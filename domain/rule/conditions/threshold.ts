import type { ConditionOf } from '../condition.ts';
import type { Judgement } from '../judgement.ts';
import type { Averaging } from '../quantity.ts';
import {
  type Compiled,
  type ConditionContext,
  FALSE,
  type Level,
  TRUE,
  type Tri,
  truthName,
  UNKNOWN,
  windowsOf,
} from './compiled.ts';

/** Hours that the averaging times look back beyond the judged one. */
export const SPAN: Readonly<Record<Averaging, number>> = { instant: 0, hour: 0, '8h': 7, '24h': 23, day: 47 };

type Threshold = ConditionOf<'threshold'>;

/** CON-1: strictly beyond the limit to begin, strictly past the clearing limit to end. */
export function threshold(leaf: Threshold, context: ConditionContext, level: Level): Compiled {
  const { windows, of } = windowsOf(context, level);
  const series = windows.series(leaf.quantity, leaf.over);
  const decide = decision(leaf);
  return {
    reach: 'own',
    lookback: SPAN[leaf.over],
    truth: (subject, hour, open) => decide(series(of(subject), hour), open),
    judge: (subject, hour, open) => thresholdJudgement(leaf, series(of(subject), hour), open),
  };
}

/** How a leaf judges a value, NaN for a missing one, with what it was held against. */
export function thresholdJudgement(leaf: Threshold, value: number, open: boolean): Judgement {
  const truth = decision(leaf)(value, open);
  return {
    kind: 'threshold',
    truth: truthName(truth),
    reason: reasonOf(leaf, truth, open),
    quantity: leaf.quantity,
    over: leaf.over,
    limit: limitOf(leaf, value, open),
    ...(Number.isNaN(value) ? {} : { value }),
  };
}

/** What a value means for the leaf; NaN is unknown. */
export function decision(
  leaf: Pick<Threshold, 'above' | 'below' | 'outside' | 'clear'>,
): (value: number, open: boolean) => Tri {
  const { above, below, outside, clear } = leaf;
  if (above !== undefined) {
    const end = typeof clear === 'number' ? clear : above;
    return (value, open) => {
      if (Number.isNaN(value)) return UNKNOWN;
      return (open ? value >= end : value > above) ? TRUE : FALSE;
    };
  }
  if (below !== undefined) {
    const end = typeof clear === 'number' ? clear : below;
    return (value, open) => {
      if (Number.isNaN(value)) return UNKNOWN;
      return (open ? value <= end : value < below) ? TRUE : FALSE;
    };
  }
  const [low, high] = outside ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const [from, to] = typeof clear === 'object' ? clear : [low, high];
  return (value, open) => {
    if (Number.isNaN(value)) return UNKNOWN;
    return (open ? value <= from || value >= to : value < low || value > high) ? TRUE : FALSE;
  };
}

/** The limit a value is held against. */
function limitOf(leaf: Pick<Threshold, 'above' | 'below' | 'outside' | 'clear'>, value: number, open: boolean): number {
  const { above, below, outside, clear } = leaf;
  if (outside !== undefined) {
    const [low, high] = open && typeof clear === 'object' ? clear : outside;
    return value > (low + high) / 2 ? high : low;
  }
  const limit = above ?? below ?? Number.NaN;
  return open && typeof clear === 'number' ? clear : limit;
}

function reasonOf(leaf: Threshold, truth: Tri, open: boolean): string {
  if (truth === UNKNOWN) return 'value_missing';
  const side = leaf.above !== undefined ? 'above' : leaf.below !== undefined ? 'below' : 'outside';
  if (truth === TRUE) return open ? 'not_yet_clear' : side;
  return open ? 'clear' : `not_${side}`;
}
