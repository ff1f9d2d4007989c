import { FALSE, TRUE, type Tri } from './conditions/compiled.ts';

/** The hour is outside the rule's season or hours of the day. */
export const OUTSIDE = 2;

/** Where one rule stands on one subject after its newest judged hour. */
export interface Standing {
  open: boolean;
  /** Consecutive hours true while closed, false while open. */
  run: number;
  /** The hour that raised the open alert. */
  raised: number;
  /** The newest hour judged. */
  last: number;
  /** Too many raises: it stays open until a whole span is quiet. */
  flapping: boolean;
}

export interface Patience {
  readonly for_hours: number;
  readonly clear_hours: number;
  readonly hold_hours: number;
  readonly flap?: { readonly raises: number; readonly within_hours: number };
}

export type Decision = 'none' | 'raised' | 'returned';

/**
 * One hour in the life of an alert (docs/spec/rules.md, RUL), in place: the same step live, at a restart and in a replay.
 * Hours come in order; `raises` says how many raises lie in (hour - within, hour] before this one.
 */
export function stepLifecycle(
  rule: Patience,
  standing: Standing,
  hour: number,
  truth: Tri | typeof OUTSIDE,
  raises: (since: number) => number,
): Decision {
  const adjacent = hour === standing.last + 1;
  standing.last = hour;
  if (!standing.open) {
    if (truth !== TRUE) {
      standing.run = 0; // RUL-4
      return 'none';
    }
    standing.run = (adjacent ? standing.run : 0) + 1;
    if (standing.run < rule.for_hours) return 'none'; // RUL-2
    standing.open = true;
    standing.run = 0;
    standing.raised = hour;
    const { flap } = rule;
    standing.flapping = flap !== undefined && raises(hour - flap.within_hours) + 1 >= flap.raises; // RUL-10
    return 'raised';
  }
  if (truth === OUTSIDE) return close(standing); // RUL-11
  if (truth !== FALSE) {
    standing.run = 0; // RUL-5: also unknown is not the end
    return 'none';
  }
  standing.run = (adjacent ? standing.run : 0) + 1;
  if (standing.run < clearHours(rule, standing)) return 'none'; // RUL-8
  if (hour - standing.raised < rule.hold_hours) return 'none'; // RUL-9
  return close(standing);
}

/** Hours that must be false before the alert ends. */
export function clearHours(rule: Patience, standing: Pick<Standing, 'flapping'>): number {
  return standing.flapping ? Math.max(rule.flap?.within_hours ?? 0, rule.clear_hours) : rule.clear_hours;
}

function close(standing: Standing): Decision {
  standing.open = false;
  standing.flapping = false;
  standing.run = 0;
  return 'returned';
}
