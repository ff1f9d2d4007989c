import type { Duties } from '../agreement/duties.ts';
import type { Hierarchy } from '../agreement/hierarchy.ts';
import { dueAt } from './due-at.ts';
import type { WorkingCalendar } from './working-calendar.ts';

/** Who hears of something overdue, and when (epoch ms). `to` null: nobody stands above, so only the sides themselves are told. */
export type EscalationStep = { readonly at: number; readonly to: string | null };

/**
 * The steps of an obligation that is not kept (DLN-8): the nearest superior at once, each next one after `every`, up to the level the
 * agreement names. At least one step, so that nothing is overdue in silence.
 */
export function escalationSteps(
  { by, dueAt: overdueAt }: { readonly by: string; readonly dueAt: number },
  {
    escalation,
    hierarchy,
    calendar,
  }: {
    readonly escalation: Duties['escalation'];
    readonly hierarchy: Hierarchy;
    readonly calendar: WorkingCalendar;
  },
): EscalationStep[] {
  const told = hierarchy.superiorsOf(by).filter((id) => {
    const level = hierarchy.jurisdiction(id)?.level;
    return escalation.up_to === 'nation' || level === 'province' || level === 'city';
  });
  if (told.length === 0) return [{ at: overdueAt, to: null }];
  let at = overdueAt;
  return told.map((to, place) => {
    if (place > 0) {
      const next = dueAt({ from: at, term: escalation.every }, calendar);
      if (next.state !== 'paused') at = next.at;
    }
    return { at, to };
  });
}
