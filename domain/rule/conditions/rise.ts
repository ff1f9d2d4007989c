import type { ConditionOf } from '../condition.ts';
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
import { SPAN } from './threshold.ts';

/** CON-2: by how much a value has grown since `in_hours` ago; a negative `by` asks for a fall. */
export function rise(leaf: ConditionOf<'rise'>, context: ConditionContext, level: Level): Compiled {
  const { windows, of } = windowsOf(context, level);
  const series = windows.series(leaf.quantity, leaf.over);
  const { by, in_hours: inHours } = leaf;
  const grown = (subject: number, hour: number) => series(of(subject), hour) - series(of(subject), hour - inHours);
  const decide = (difference: number): Tri => {
    if (Number.isNaN(difference)) return UNKNOWN;
    return (by >= 0 ? difference > by : difference < by) ? TRUE : FALSE;
  };
  return {
    reach: 'own',
    lookback: SPAN[leaf.over] + inHours,
    truth: (subject, hour) => decide(grown(subject, hour)),
    judge(subject, hour) {
      const before = series(of(subject), hour - inHours);
      const difference = grown(subject, hour);
      const truth = decide(difference);
      return {
        kind: 'rise',
        truth: truthName(truth),
        reason: truth === UNKNOWN ? 'value_missing' : truth === TRUE ? 'changed_by_more' : 'changed_by_less',
        quantity: leaf.quantity,
        over: leaf.over,
        limit: by,
        ...(Number.isNaN(difference) ? {} : { value: difference, facts: { before, in_hours: inHours } }),
      };
    },
  };
}
