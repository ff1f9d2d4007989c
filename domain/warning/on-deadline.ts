import { type Deadline, deadlinesOf, earliest, lateness } from '../deadline/deadlines.ts';
import { applyWarningEvent } from './apply-warning-event.ts';
import { nextDaily } from './city-obligations.ts';
import { concluded, memberOf, nextToAsk, openRound, positionOwed } from './consultation-steps.ts';
import { Proceedings, type WarningContext } from './proceedings.ts';
import type { Warning } from './warning.ts';
import type { ClockSpoke, WarningEvent } from './warning-event.ts';

const CLOCK = { machine: 'clock' };

/** When the next clock of the warning speaks, epoch ms; undefined when none is running. Depends on the state alone (WRN-31). */
export function nextDeadline(warning: Warning): Deadline | undefined {
  return earliest(deadlinesOf(warning.clocks));
}

/**
 * What every clock says whose time has come by `now`, in order, each once; nothing when none has. After an interruption the same call
 * says all that was missed, marked late.
 */
export function onDeadline(warning: Warning, context: WarningContext): WarningEvent[] {
  return spoken(warning, context, context.now);
}

/** Up to `until` (epoch ms), inclusive. */
export function spoken(warning: Warning, context: WarningContext, until: number): WarningEvent[] {
  const events: WarningEvent[] = [];
  let state = warning;
  for (;;) {
    const next = nextDeadline(state);
    if (next === undefined || next.at > until) return events;
    let proceedings = new Proceedings(state, CLOCK, context);
    const said = next.obligation.duty === 'position' ? silence(proceedings, next) : overdue(proceedings, next);
    state = applyWarningEvent(state, said);
    events.push(said);
    proceedings = proceedings.after(state);
    for (const event of concluded(proceedings)) {
      state = applyWarningEvent(state, event);
      events.push(event);
    }
  }
}

function overdue(proceedings: Proceedings, deadline: Deadline): WarningEvent {
  const { obligation, step, to } = deadline;
  const { id, duty, by } = obligation;
  const opens = duty === 'daily_report' && step === 1 ? nextDaily(proceedings, obligation) : [];
  return proceedings.record(
    'warning.overdue',
    { ...whatWasSaid(proceedings, deadline), duty, jurisdiction: by, step, to },
    { clocks: { fires: { id, step }, ...(opens.length === 0 ? {} : { opens }) } },
  );
}

/** Silence means what the agreement says; where it is a question to the superior, his clock begins when he is told (WRN-16). */
function silence(proceedings: Proceedings, deadline: Deadline): WarningEvent {
  const { obligation, step } = deadline;
  const { id, by } = obligation;
  const member = memberOf(obligation);
  const round = openRound(proceedings.known);
  const to = round.silence === 'escalates' ? nextToAsk(proceedings, member, by) : undefined;
  const meaning = round.silence === 'escalates' && to === undefined ? 'abstains' : round.silence;
  const opens = to === undefined ? [] : [positionOwed(proceedings, { member, round: round.number, by: to })];
  return proceedings.record(
    'warning.silence_noted',
    { ...whatWasSaid(proceedings, deadline), member, meaning, to: to ?? null },
    { clocks: { fires: { id, step }, voids: [id], ...(opens.length === 0 ? {} : { opens }) } },
  );
}

/** Both sides hear of it: who owes it, the superior of this step and the coordinator; of the coordinator's own delay the cities. */
function whatWasSaid({ known, context, coordinator }: Proceedings, { obligation, at, to }: Deadline): ClockSpoke {
  const { id, by } = obligation;
  const cities = by === coordinator ? (known.round?.cities ?? Object.keys(known.cities).sort()) : [];
  const told = new Set([by, ...(to === null ? [] : [to]), coordinator, ...cities]);
  return { obligation: id, dueAt: at, ...lateness(at, context), told: [...told] };
}
