import type { CaseEvent } from './case-event.ts';
import type { Refusal } from './refusal.ts';

/** What a step comes to: the events in their order, or why there are none. */
export type CaseOutcome = readonly CaseEvent[] | Refusal;

export function isRefusal(outcome: CaseOutcome): outcome is Refusal {
  return 'rule' in outcome;
}
