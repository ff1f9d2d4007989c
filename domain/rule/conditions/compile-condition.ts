import type { Condition } from '../condition.ts';
import { absent } from './absent.ts';
import { brought } from './brought.ts';
import type { Compiled, ConditionContext, Level } from './compiled.ts';
import { forecast } from './forecast.ts';
import { all, any, not } from './logic.ts';
import { quorum } from './quorum.ts';
import { rise } from './rise.ts';
import { threshold } from './threshold.ts';
import { neighbours, past } from './unlike.ts';

/** Makes a condition ready for the region it is watched in. */
export function compileCondition(condition: Condition, context: ConditionContext, level: Level): Compiled {
  switch (condition.kind) {
    case 'threshold':
      return threshold(condition, context, level);
    case 'rise':
      return rise(condition, context, level);
    case 'absent':
      return absent(condition, context, level);
    case 'forecast':
      return forecast(condition, context);
    case 'all':
      return all(condition.of.map((part) => compileCondition(part, context, level)));
    case 'any':
      return any(condition.of.map((part) => compileCondition(part, context, level)));
    case 'not':
      return not(compileCondition(condition.when, context, level));
    case 'quorum':
      return quorum(condition, compileCondition(condition.when, context, condition.of), context, level);
    case 'unlike_past':
      return past(condition, context, level);
    case 'unlike_neighbours':
      return neighbours(condition, context);
    case 'upwind':
      return brought(condition, context, level);
  }
}
