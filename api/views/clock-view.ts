import type { Clockwork } from '../../domain/deadline/clockwork.ts';
import { deadlinesOf, earliest } from '../../domain/deadline/deadlines.ts';
import { type ClosedObligation, isPaused, type OpenObligation } from '../../domain/deadline/obligation.ts';
import { formatIso } from '../../domain/time.ts';
import type { ClockView, ClosedClockView, WarningSummary } from '../protocol-contract.ts';

/** What is owed, the earliest due first, as it stands at `now` (epoch ms). */
export function clockViews({ open }: Pick<Clockwork, 'open'>, now: number): ClockView[] {
  return [...open].sort(byDueTime).map((one) => clockView(one, now));
}

export function closedClockViews({ closed }: Pick<Clockwork, 'closed'>): ClosedClockView[] {
  return closed.map(({ id, duty, by, from, dueAt, closedAt, outcome, fired }: ClosedObligation) => ({
    id,
    duty,
    by,
    from: formatIso(from),
    dueAt: formatIso(dueAt),
    closedAt: formatIso(closedAt),
    outcome,
    told: fired,
  }));
}

export function overdueCount({ open }: Pick<Clockwork, 'open'>, now: number): number {
  return open.filter((one) => isOverdue(one, now)).length;
}

/** The earliest thing that any clock will say. */
export function nextDeadlineView(clocks: Pick<Clockwork, 'open'>): WarningSummary['next'] {
  const next = earliest(deadlinesOf(clocks));
  if (next === undefined) return null;
  const { obligation, at, step, to } = next;
  return { at: formatIso(at), duty: obligation.duty, by: obligation.by, step, to };
}

/** Due in the very instant is still in time. */
export function isOverdue(one: OpenObligation, now: number): boolean {
  return one.fired > 0 || (!isPaused(one) && one.dueAt < now);
}

function clockView(one: OpenObligation, now: number): ClockView {
  const { id, duty, by, from, dueAt, provisional, steps, fired } = one;
  const pause = isPaused(one) ? one.pauses.at(-1) : undefined;
  const next = steps[fired];
  return {
    id,
    duty,
    by,
    from: formatIso(from),
    dueAt: formatIso(dueAt),
    overdue: isOverdue(one, now),
    ...(provisional === undefined ? {} : { provisional }),
    paused: pause === undefined ? null : { since: formatIso(pause.from), reason: pause.reason },
    told: steps.slice(0, fired).map(({ at, to }) => ({ at: formatIso(at), to })),
    next: next === undefined || pause !== undefined ? null : { step: fired + 1, at: formatIso(next.at), to: next.to },
  };
}

function byDueTime(a: OpenObligation, b: OpenObligation): number {
  return a.dueAt !== b.dueAt ? a.dueAt - b.dueAt : a.id < b.id ? -1 : 1;
}
