import { type Deadline, deadlinesOf, earliest, lateness } from '../deadline/deadlines.ts';
import { unanswered } from './answer-and-decide.ts';
import { applyCaseEvent } from './apply-case-event.ts';
import { type CaseContext, CaseDesk, isWork } from './case-desk.ts';
import type { CaseDuty } from './case-duty.ts';
import type { CaseEvent } from './case-event.ts';
import type { CaseState } from './case-state.ts';

/** Every deadline that stands in the case, the earliest first: a timer needs no more than the first (ENF-23). */
export function caseDeadlines({ clocks }: Pick<CaseState, 'clocks'>): Deadline[] {
  return deadlinesOf(clocks);
}

/** What has fallen due by `context.now` and was not told yet: each step once, after a crash too. */
export function onCaseDeadlines(state: CaseState, context: CaseContext): CaseEvent[] {
  return toldBy(state, context, context.now);
}

/** Up to `until` (epoch ms), inclusive. */
export function toldBy(state: CaseState, context: CaseContext, until: number): CaseEvent[] {
  const desk = new CaseDesk({ machine: 'clock' }, context);
  const events: CaseEvent[] = [];
  let after = state;
  const happen = (event: CaseEvent) => {
    events.push(event);
    after = applyCaseEvent(after, event);
  };
  for (let next = due(after, until); next !== undefined; next = due(after, until)) {
    happen(passed(desk, after, next));
    const { obligation, step } = next;
    if (obligation.duty === 'answer' && step === 1) {
      const silence = unanswered(desk, after, obligation.dueAt);
      if (silence !== undefined) happen(silence);
    } else if (isListingStep(next) && after.supervision === null) {
      const proposal = proposed(desk, after, obligation.id);
      if (proposal !== undefined) happen(proposal);
    }
  }
  return events;
}

function due({ clocks }: CaseState, until: number): Deadline | undefined {
  const next = earliest(deadlinesOf(clocks));
  return next !== undefined && next.at <= until ? next : undefined;
}

function passed(desk: CaseDesk, state: CaseState, deadline: Deadline): CaseEvent {
  const { obligation, step, at } = deadline;
  const { id, by: owedBy, dueAt } = obligation;
  // The step of listed supervision goes to whoever stands above both sides when it comes.
  const to = isListingStep(deadline) ? (desk.arbiterOf(state) ?? null) : deadline.to;
  const { punctualMs } = desk.context;
  return desk.write(
    state,
    'deadline_passed',
    {
      obligation: id,
      duty: obligation.duty as CaseDuty,
      owedBy,
      dueAt,
      step,
      to,
      ...lateness(at, { now: desk.now, punctualMs }),
    },
    { clocks: { fires: { id, step } }, tell: [owedBy, to] },
  );
}

function isListingStep({ obligation, step }: Deadline): boolean {
  return isWork(obligation.duty) && step === obligation.steps.length;
}

/** 提请挂牌督办. Who stands above both sides has to answer it like any dispute (ENF-21). */
function proposed(desk: CaseDesk, state: CaseState, obligation: string): CaseEvent | undefined {
  const to = desk.arbiterOf(state);
  if (to === undefined) return undefined;
  const opens = [desk.owe(state, { duty: 'listing', by: to, term: desk.terms.referral.arbitration })];
  return desk.write(state, 'supervision_proposed', { obligation, to }, { clocks: { opens }, tell: [to] });
}
