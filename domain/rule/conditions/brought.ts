import type { ConditionOf } from '../condition.ts';
import type { Judgement } from '../judgement.ts';
import { upwind } from '../upwind/upwind.ts';
import type { UpwindTarget } from '../upwind/upwind-target.ts';
import { type Compiled, type ConditionContext, FALSE, type Level, TRUE, type Tri, UNKNOWN } from './compiled.ts';

/** CON-8: pollution that the wind brings from a neighbour (docs/spec/upwind.md). */
export function brought(leaf: ConditionOf<'upwind'>, context: ConditionContext, level: Level): Compiled {
  const judge = upwind(leaf, context.view, context.stations.series(leaf.quantity, 'hour'));
  const targetOf = (subject: number): UpwindTarget => {
    if (level === 'station') return { kind: 'station', station: subject };
    if (level === 'city') return { kind: 'city', city: subject };
    const pair = context.pairs[subject] ?? { from: -1, to: -1 };
    return { kind: 'pair', ...pair };
  };
  return {
    reach: 'region',
    // Beside the way itself: what the levels of before are compared with.
    lookback: 2 * leaf.within_hours + BACKGROUND_HOURS,
    truth: (subject, hour) => triOf(judge(targetOf(subject), hour)),
    judge: (subject, hour) => judge(targetOf(subject), hour),
  };
}

const BACKGROUND_HOURS = 24;

function triOf({ truth }: Judgement): Tri {
  return truth === 'true' ? TRUE : truth === 'false' ? FALSE : UNKNOWN;
}
