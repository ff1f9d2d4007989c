import type { Term } from '../agreement/term.ts';
import { dueAt } from '../deadline/due-at.ts';
import type { CaseCommandOf } from './case-command.ts';
import { type CaseDesk, openOf } from './case-desk.ts';
import type { CaseOutcome } from './case-outcome.ts';
import type { CaseStage } from './case-stage.ts';
import type { CaseState, ServedOrder } from './case-state.ts';
import { fineFromDay, fineSpan } from './daily-fine.ts';
import { tooFew, toSign, wrongTime } from './inspect-and-find.ts';
import { type Refusal, refusal } from './refusal.ts';

/** 责令限期改正: its limit and the recheck run from the service (ENF-14). */
export function order(desk: CaseDesk, state: CaseState, command: CaseCommandOf<'order'>): CaseOutcome {
  const { account, servedAt, receipt, days, dailyFineYuan, attachments } = command;
  const { terms, obliger } = desk;
  const term: Term = days === null ? terms.rectification.usual : { days, clock: 'wall' };
  const refused =
    wrongTime(servedAt, { from: state.visitedAt ?? state.openedAt, now: desk.now }, 'ENF-14') ??
    tooLong(desk, { servedAt, term });
  if (refused !== undefined) return refused;
  const rectification = desk.owe(state, { duty: 'rectification', by: state.owner, term, from: servedAt });
  const limitAt = rectification.dueAt;
  const dailyFine =
    dailyFineYuan === null ? null : { yuanPerDay: dailyFineYuan, fromDay: fineFromDay(servedAt, obliger.calendar) };
  const from = dailyFine === null ? limitAt : servedAt;
  const recheck = desk.owe(state, { duty: 'recheck', by: state.owner, term: terms.recheck, from });
  const clocks = { keeps: openOf(state, ['order']), opens: [rectification, recheck] };
  const says = { round: state.rounds + 1, account, servedAt, limitAt, receipt, dailyFine, attachments };
  return [desk.write(state, 'order_served', says, { clocks })];
}

function tooLong(
  desk: CaseDesk,
  { servedAt, term }: { readonly servedAt: number; readonly term: Term },
): Refusal | undefined {
  const { calendar } = desk.obliger;
  const { longest } = desk.terms.rectification;
  const [given, most] = [dueAt({ from: servedAt, term }, calendar), dueAt({ from: servedAt, term: longest }, calendar)];
  if (given.state === 'paused' || most.state === 'paused' || given.at <= most.at) return undefined;
  return refusal('ENF-14', 'the limit is longer than the agreement allows', '改正期限超过协议规定的最长期限');
}

export function reportRectified(
  desk: CaseDesk,
  state: CaseState,
  { account, attachments }: CaseCommandOf<'report_rectified'>,
): CaseOutcome {
  const keeps = openOf(state, ['rectification']);
  if (keeps.length === 0) return refusal('ENF-14', 'rectification has been reported already', '已报告改正完成');
  return [desk.write(state, 'rectification_reported', { account, attachments }, { clocks: { keeps } })];
}

/** Rectified: to be signed. Continuing: a new order is due, and the daily fine of this round is reckoned (ENF-15, ENF-16). */
export function recheck(desk: CaseDesk, state: CaseState, command: CaseCommandOf<'recheck'>): CaseOutcome {
  const { visitedAt, officers, result, account, attachments } = command;
  const { order } = state;
  if (order === null) throw new Error(`case ${state.id} is at "${state.stage}" without an order`);
  const refused =
    wrongTime(visitedAt, { from: Math.max(order.servedAt, state.visitedAt ?? 0), now: desk.now }, 'ENF-15') ??
    tooFew('ENF-15', officers, state.owner) ??
    tooEarly(order, command);
  if (refused !== undefined) return refused;
  const { calendar } = desk.obliger;
  const yuanPerDay = order.dailyFine?.yuanPerDay;
  const continuing = result === 'continuing';
  const fine =
    continuing && yuanPerDay !== undefined
      ? fineSpan({ servedAt: order.servedAt, yuanPerDay }, visitedAt, calendar)
      : null;
  const stage: CaseStage = continuing ? 'found' : 'closing';
  const opens = continuing
    ? [desk.owe(state, { duty: 'order', by: state.owner, term: desk.terms.order })]
    : toSign(desk, state);
  const done = openOf(state, ['rectification']);
  const clocks = {
    keeps: [...openOf(state, ['recheck']), ...(continuing ? [] : done)],
    voids: continuing ? done : [],
    opens,
  };
  const says = { visitedAt, officers, account, attachments, stage, result, fine };
  return [desk.write(state, 'rechecked', says, { clocks })];
}

function tooEarly(
  { limitAt, dailyFine }: ServedOrder,
  { result, visitedAt }: CaseCommandOf<'recheck'>,
): Refusal | undefined {
  if (result === 'rectified' || dailyFine !== null || visitedAt >= limitAt) return undefined;
  return refusal('ENF-15', 'the time limit of the order has not run out', '改正期限未满');
}
