import { isPaused, type OpenObligation } from '../deadline/obligation.ts';
import { isPauseReason } from '../deadline/pause.ts';
import { reservedFor } from './case-authority.ts';
import type { CaseCommandOf } from './case-command.ts';
import { type CaseDesk, openOf } from './case-desk.ts';
import { OF_ACCIDENTS } from './case-duty.ts';
import type { CaseOutcome } from './case-outcome.ts';
import type { CaseState } from './case-state.ts';
import { type Refusal, refusal, unexplained } from './refusal.ts';

/** 挂牌督办: the case and its new limit are published; who lists it has to sign its end (ENF-21). */
export function decideListing(
  desk: CaseDesk,
  state: CaseState,
  { by, until, reason }: CaseCommandOf<'decide_listing'>,
): CaseOutcome {
  const refused = reservedFor(desk.obliger.hierarchy.superiorsOf(state.owner), by) ?? unexplained(reason);
  if (refused !== undefined) return refused;
  if (state.supervision?.state === 'listed') return refusal('ENF-21', 'the case is listed already', '案件已挂牌督办');
  const answered = openOf(state, ['listing'], by.jurisdiction);
  if (until === null) {
    if (answered.length === 0) return refusal('ENF-21', 'nobody proposed to list the case', '没有待决定的挂牌督办提请');
    return [
      desk.write(state, 'listing_declined', { reason }, { clocks: { keeps: answered }, tell: [by.jurisdiction] }),
    ];
  }
  if (until <= desk.now) return refusal('ENF-21', 'the limit must lie ahead', '督办期限须晚于现在');
  const supervisor = by.jurisdiction;
  const opens = [desk.oweClosing(state, state.owner, until)];
  const voids = openOf(state, ['listing']).filter((one) => !answered.includes(one));
  return [
    desk.write(
      state,
      'listed',
      { supervisor, until, reason },
      { clocks: { keeps: answered, voids, opens }, tell: [supervisor] },
    ),
  ];
}

/** A clock stands still for the agreement's reasons only, and by the word of who would decide a dispute (ENF-25). */
export function pause(desk: CaseDesk, state: CaseState, command: CaseCommandOf<'pause'>): CaseOutcome {
  const { by, obligation: id, reason } = command;
  const obligation = state.clocks.open.find((one) => one.id === id);
  const refused = notItsClock(desk, state, command, obligation);
  if (refused !== undefined) return refused;
  if (!isPauseReason(desk.agreement.clocks, reason)) {
    return refusal('ENF-25', `"${reason}" is no reason of the agreement`, `“${reason}”不是协议列明的中止事由`);
  }
  if (obligation === undefined || isPaused(obligation))
    return refusal('ENF-25', 'the clock stands already', '期限已中止');
  if (obligation.fired > 0 || obligation.dueAt <= desk.now) {
    return refusal('ENF-25', 'what is overdue cannot be paused', '已逾期的不得中止');
  }
  const clocks = { pauses: { id, reason } };
  return [desk.write(state, 'clock_paused', { obligation: id, reason }, { clocks, tell: [by.jurisdiction] })];
}

export function resume(desk: CaseDesk, state: CaseState, command: CaseCommandOf<'resume'>): CaseOutcome {
  const { by, obligation: id } = command;
  const obligation = state.clocks.open.find((one) => one.id === id);
  const refused = notItsClock(desk, state, command, obligation);
  if (refused !== undefined) return refused;
  if (obligation === undefined || !isPaused(obligation)) return refusal('ENF-25', 'the clock is running', '期限未中止');
  const clocks = { resumes: desk.resumed(obligation) };
  return [desk.write(state, 'clock_resumed', { obligation: id }, { clocks, tell: [by.jurisdiction] })];
}

function notItsClock(
  desk: CaseDesk,
  state: CaseState,
  { by, obligation: id }: CaseCommandOf<'pause' | 'resume'>,
  obligation: OpenObligation | undefined,
): Refusal | undefined {
  const arbiter = desk.arbiterOf(state);
  const refused = reservedFor(arbiter === undefined ? [] : [arbiter], by);
  if (refused !== undefined) return refused;
  if (obligation === undefined) return refusal('ENF-25', `"${id}" is not owed`, `没有未履行的“${id}”`);
  const legal = (OF_ACCIDENTS as readonly string[]).includes(obligation.duty) || obligation.term === undefined;
  return legal ? refusal('ENF-25', `"${id}" has a clock that nobody may stop`, `“${id}”的期限不得中止`) : undefined;
}
