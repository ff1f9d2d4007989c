import type { ConditionOf } from '../condition.ts';
import { unlikeNeighbours } from '../statistics/unlike-neighbours.ts';
import { unlikePast } from '../statistics/unlike-past.ts';
import type { Compiled, ConditionContext, Level } from './compiled.ts';

/** CON-3: a value unlike its own past at that hour of the day (docs/spec/upwind.md, STA-1). */
export function past(leaf: ConditionOf<'unlike_past'>, context: ConditionContext, level: Level): Compiled {
  const of = level === 'station' ? 'station' : 'city';
  const judged = unlikePast(leaf, context.historyOf(of, leaf.quantity, leaf.days));
  return { reach: 'own', lookback: 0, truth: judged.truth, judge: judged.judge };
}

/** CON-4: a station unlike the stations around it (STA-2). */
export function neighbours(leaf: ConditionOf<'unlike_neighbours'>, context: ConditionContext): Compiled {
  const judged = unlikeNeighbours(leaf, context.view, context.stations.series(leaf.quantity, 'hour'));
  return { reach: 'region', lookback: 0, truth: judged.truth, judge: judged.judge };
}
