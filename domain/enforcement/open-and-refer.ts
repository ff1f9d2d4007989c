import { borderStrip } from './border-strip.ts';
import { missingPosts } from './case-authority.ts';
import type { CaseCommandOf } from './case-command.ts';
import { type CaseDesk, openOf } from './case-desk.ts';
import { OF_ACCIDENTS } from './case-duty.ts';
import type { CaseOutcome } from './case-outcome.ts';
import type { CaseState } from './case-state.ts';
import { type Refusal, refusal, unexplained } from './refusal.ts';

/** Begins a case: it is the sender's, who owes its referral (ENF-1). */
export function open(desk: CaseDesk, command: CaseCommandOf<'open'>): CaseOutcome {
  const { by, case: id, grounds, site, account, attachments, exercise } = command;
  const sender = by.jurisdiction;
  const begun = { id, version: 0, exercise: exercise === true };
  const strip = borderStrip(site.borderKm, desk.terms);
  const opens = [desk.owe(begun, { duty: 'referral', by: sender, term: desk.terms.referral.send })];
  const says = { owner: sender, grounds, site: { ...site, strip }, account, attachments };
  return [desk.event(begun, 'opened', says, { tell: [sender], clocks: { opens } })];
}

export function refer(desk: CaseDesk, state: CaseState, command: CaseCommandOf<'refer'>): CaseOutcome {
  const { to, reason, attachments } = command;
  const refused = unexplained(reason) ?? wrongAddress(desk, state, to);
  if (refused !== undefined) return refused;
  const answer = desk.owe(state, { duty: 'answer', by: to, term: desk.terms.referral.answer });
  const clocks = { keeps: openOf(state, ['referral']), opens: [answer] };
  return [desk.write(state, 'referred', { to, reason, attachments }, { clocks, tell: [to] })];
}

/** ENF-7: somebody else, who can carry the case through, and with whom there is someone to settle a dispute. */
function wrongAddress(desk: CaseDesk, state: CaseState, to: string): Refusal | undefined {
  if (to === state.sender) return refusal('ENF-7', 'a case is not referred to oneself', '案件不能移送给自己');
  if (desk.obliger.hierarchy.jurisdiction(to) === undefined) {
    return refusal('ENF-7', `"${to}" is not in the agreement`, `协议中没有“${to}”`);
  }
  const missing = missingPosts(desk.agreement, to);
  if (missing.length > 0) {
    const acts = missing.join(', ');
    return refusal('ENF-7', `"${to}" has nobody who may ${acts} in cases`, `“${to}”无人可办理案件的 ${acts}`);
  }
  if (desk.arbiterOf({ ...state, respondent: to }) !== undefined) return undefined;
  return refusal(
    'ENF-7',
    `nobody stands above both sides to settle a dispute with "${to}"`,
    `与“${to}”没有可裁决的共同上级`,
  );
}

/** Only while nobody has accepted: afterwards a case ends by the signatures of all (ENF-18). */
export function withdraw(desk: CaseDesk, state: CaseState, { reason }: CaseCommandOf<'withdraw'>): CaseOutcome {
  const refused = unexplained(reason) ?? accidentRuns(state);
  if (refused !== undefined) return refused;
  const clocks = { voids: state.clocks.open.map(({ id }) => id) };
  return [desk.write(state, 'withdrawn', { reason }, { clocks, tell: [state.dispute?.arbiter ?? null] })];
}

/** ENF-22: the clocks of an accident are the law's. */
export function accidentRuns(state: CaseState): Refusal | undefined {
  const [running] = openOf(state, OF_ACCIDENTS);
  if (running === undefined) return undefined;
  return refusal('ENF-22', `an accident's clock still runs: ${running}`, `突发环境事件时限未了：${running}`);
}
