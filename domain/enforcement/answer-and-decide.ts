import { missingPosts, reservedFor } from './case-authority.ts';
import type { CaseCommandOf } from './case-command.ts';
import { type CaseDesk, openOf } from './case-desk.ts';
import { WORK } from './case-duty.ts';
import type { CaseEvent } from './case-event.ts';
import type { CaseOutcome } from './case-outcome.ts';
import type { CaseStage } from './case-stage.ts';
import type { CaseState } from './case-state.ts';
import { type Refusal, refusal, unexplained } from './refusal.ts';

/** With this the case changes hands (ENF-6), late as it may be (ENF-9). */
export function accept(desk: CaseDesk, state: CaseState, { by, attachments }: CaseCommandOf<'accept'>): CaseOutcome {
  const owner = by.jurisdiction;
  const stage = stageOfWork(state, owner);
  const keeps = openOf(state, ['answer']);
  const { voids, opens } = workFor(desk, state, { owner, stage });
  const clocks = { keeps, voids: [...voids, ...openOf(state, ['arbitration'])], opens };
  const tell = [state.dispute?.arbiter ?? null];
  return [desk.write(state, 'accepted', { owner, stage, attachments }, { clocks, tell })];
}

export function decline(desk: CaseDesk, state: CaseState, command: CaseCommandOf<'decline'>): CaseOutcome {
  const { reason, attachments } = command;
  const arbiter = desk.arbiterOf(state);
  if (arbiter === undefined) return nobodyAbove();
  const refused = unexplained(reason);
  if (refused !== undefined) return refused;
  const clocks = { keeps: openOf(state, ['answer']), opens: [arbitration(desk, state, arbiter)] };
  return [desk.write(state, 'declined', { reason, arbiter, attachments }, { clocks, tell: [arbiter] })];
}

/** The time for the answer has run out: the same as a refusal, without its reason (ENF-9). */
export function unanswered(desk: CaseDesk, state: CaseState, dueAt: number): CaseEvent | undefined {
  const arbiter = desk.arbiterOf(state);
  const { respondent } = state;
  if (arbiter === undefined || respondent === null) return undefined;
  const clocks = { voids: openOf(state, ['answer']), opens: [arbitration(desk, state, arbiter)] };
  return desk.write(state, 'unanswered', { respondent, dueAt, arbiter }, { clocks, tell: [arbiter] });
}

/** A party does not agree with what was done; the clocks of the work go on meanwhile (ENF-20). */
export function dispute(desk: CaseDesk, state: CaseState, command: CaseCommandOf<'dispute'>): CaseOutcome {
  const { reason, attachments } = command;
  if (state.dispute !== null) {
    const { arbiter } = state.dispute;
    return refusal('ENF-20', `a dispute is before "${arbiter}" already`, `已有争议待“${arbiter}”裁决`);
  }
  const arbiter = desk.arbiterOf(state);
  if (arbiter === undefined) return nobodyAbove();
  const refused = unexplained(reason);
  if (refused !== undefined) return refused;
  // Nothing can be signed until it is decided, so nobody can owe a signature.
  const clocks = { voids: openOf(state, ['signature']), opens: [arbitration(desk, state, arbiter)] };
  return [desk.write(state, 'disputed', { reason, arbiter, attachments }, { clocks, tell: [arbiter] })];
}

/** The common superior says whose case it is and where it goes on (ENF-10). */
export function decide(desk: CaseDesk, state: CaseState, command: CaseCommandOf<'decide'>): CaseOutcome {
  const { by, owner, resume, reason, attachments } = command;
  if (state.dispute === null) return refusal('ENF-10', 'no dispute is to be decided', '没有待裁决的争议');
  const { arbiter } = state.dispute;
  const refused = reservedFor([arbiter], by) ?? unexplained(reason) ?? wrongOwner(desk, state, { owner, arbiter });
  if (refused !== undefined) return refused;
  const isSide = owner === state.sender || owner === arbiter;
  const respondent = isSide ? (state.respondent ?? owner) : owner;
  const goesOn = resume === 'where_it_was' && owner === state.owner && state.stage !== 'arbitration';
  const keeps = openOf(state, ['arbitration']);
  const tell = [arbiter, owner, respondent];
  if (goesOn) {
    const opens = state.stage === 'closing' ? desk.oweSignatures(state, [state.owner]) : [];
    const says = { owner, respondent, stage: state.stage, reason, attachments };
    return [desk.write(state, 'decided', says, { clocks: { keeps, opens }, tell })];
  }
  const stage = resume === 'where_it_was' && state.stage === 'arbitration' ? stageOfWork(state, owner) : 'accepted';
  const work = workFor(desk, state, { owner, stage });
  const supervised = supervisionOf(desk, state, owner);
  const voids = [...work.voids, ...supervised.voids];
  const opens = [...work.opens, ...supervised.opens];
  const says = { owner, respondent, stage, reason, attachments };
  return [desk.write(state, 'decided', says, { clocks: { keeps, voids, opens }, tell })];
}

/** Listed supervision goes with the case. */
function supervisionOf(desk: CaseDesk, state: CaseState, owner: string) {
  const { supervision } = state;
  if (supervision?.state !== 'listed' || owner === state.owner) return { voids: [], opens: [] };
  return { voids: openOf(state, ['supervision']), opens: [desk.oweClosing(state, owner, supervision.until)] };
}

function wrongOwner(
  desk: CaseDesk,
  { sender, respondent }: CaseState,
  { owner, arbiter }: { readonly owner: string; readonly arbiter: string },
): Refusal | undefined {
  const subordinate = desk.obliger.hierarchy.superiorsOf(owner).includes(arbiter);
  if (owner !== arbiter && owner !== sender && owner !== respondent && !subordinate) {
    return refusal('ENF-10', `"${owner}" does not stand under "${arbiter}"`, `“${owner}”不隶属于“${arbiter}”`);
  }
  const missing = missingPosts(desk.agreement, owner);
  if (missing.length === 0) return undefined;
  const acts = missing.join(', ');
  return refusal('ENF-10', `"${owner}" has nobody who may ${acts} in cases`, `“${owner}”无人可办理案件的 ${acts}`);
}

/** A side that took part in an inspection called beforehand need not inspect again (ENF-12). */
function stageOfWork({ inspectionCalled, visitedAt, respondent }: CaseState, owner: string): CaseStage {
  return inspectionCalled && visitedAt !== null && owner === respondent ? 'inspected' : 'accepted';
}

/** What a new owner owes; what was owed of the work before is void, except an inspection that was called of the same side. */
function workFor(
  desk: CaseDesk,
  state: CaseState,
  { owner, stage }: { readonly owner: string; readonly stage: CaseStage },
) {
  const { terms } = desk;
  if (stage === 'inspected') {
    return {
      voids: openOf(state, WORK),
      opens: [desk.owe(state, { duty: 'findings', by: owner, term: terms.findings })],
    };
  }
  const called =
    state.stage === 'referred' || state.stage === 'arbitration' ? openOf(state, ['inspection'], owner) : [];
  return {
    voids: openOf(state, WORK).filter((id) => !called.includes(id)),
    opens: called.length > 0 ? [] : [desk.owe(state, { duty: 'inspection', by: owner, term: terms.inspection })],
  };
}

function arbitration(desk: CaseDesk, state: CaseState, arbiter: string) {
  return desk.owe(state, { duty: 'arbitration', by: arbiter, term: desk.terms.referral.arbitration });
}

function nobodyAbove(): Refusal {
  return refusal('ENF-20', 'nobody stands above who could decide', '没有可裁决的上级');
}
