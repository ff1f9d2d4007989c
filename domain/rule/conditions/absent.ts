import type { ConditionOf } from '../condition.ts';
import {
  type Compiled,
  type ConditionContext,
  FALSE,
  type Level,
  TRUE,
  type Tri,
  truthName,
  windowsOf,
} from './compiled.ts';

/** CON-5: not one valid pollutant in so many hours. Never unknown: no data is what it is about. */
export function absent(leaf: ConditionOf<'absent'>, context: ConditionContext, level: Level): Compiled {
  const { windows, of } = windowsOf(context, level);
  const silent = (subject: number, hour: number): number => {
    let hours = 0;
    while (hours < leaf.hours && !windows.heard(of(subject), hour - hours)) hours += 1;
    return hours;
  };
  const decide = (subject: number, hour: number): Tri => (silent(subject, hour) >= leaf.hours ? TRUE : FALSE);
  return {
    // Judged with the region's hour: before, what has not come yet would look absent.
    reach: 'region',
    lookback: leaf.hours - 1,
    truth: decide,
    judge(subject, hour) {
      const hours = silent(subject, hour);
      const truth = hours >= leaf.hours ? TRUE : FALSE;
      return {
        kind: 'absent',
        truth: truthName(truth),
        reason: truth === TRUE ? 'absent' : 'heard',
        value: hours,
        limit: leaf.hours,
      };
    },
  };
}
