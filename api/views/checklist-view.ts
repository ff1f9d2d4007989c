import { CASE_DUTY_NAME, type CaseDuty } from '../../domain/enforcement/case-duty.ts';
import { partiesOf } from '../../domain/enforcement/case-parties.ts';
import type { CaseStage } from '../../domain/enforcement/case-stage.ts';
import type { CaseState } from '../../domain/enforcement/case-state.ts';
import { formatIso } from '../../domain/time.ts';
import type { ChecklistItem } from '../protocol-contract.ts';
import { isOverdue } from './clock-view.ts';

/** The work in its order, with the stage during which it is done. */
const WORK: readonly (readonly [CaseDuty, CaseStage])[] = [
  ['referral', 'opened'],
  ['answer', 'referred'],
  ['inspection', 'accepted'],
  ['findings', 'inspected'],
  ['order', 'found'],
  ['rectification', 'ordered'],
  ['recheck', 'ordered'],
];
const AFTER_VIOLATION: readonly CaseDuty[] = ['order', 'rectification', 'recheck'];

const RANK: Readonly<Record<CaseStage, number>> = {
  opened: 0,
  referred: 1,
  arbitration: 1,
  accepted: 2,
  inspected: 3,
  found: 4,
  ordered: 5,
  closing: 6,
  closed: 7,
  withdrawn: 7,
};

/** What has to be done until the case can be closed, and how far it is; a dispute stands where it has to be decided. */
export function checklistView(state: CaseState, now: number): ChecklistItem[] {
  const work = WORK.map(([duty, stage]) => workItem(state, now, { duty, stage }));
  const disputed = state.clocks.open.some(({ duty }) => duty === 'arbitration');
  const arbitration = disputed ? [openItem(state, now, 'arbitration') ?? []].flat() : [];
  const supervision = [openItem(state, now, 'supervision') ?? []].flat();
  return [...work, ...arbitration, ...supervision, ...partiesOf(state).map((party) => signature(state, now, party))];
}

function workItem(
  state: CaseState,
  now: number,
  { duty, stage }: { readonly duty: CaseDuty; readonly stage: CaseStage },
): ChecklistItem {
  const open = openItem(state, now, duty);
  if (open !== undefined) return open;
  const by = duty === 'referral' ? state.sender : duty === 'answer' ? state.respondent : state.owner;
  const item = { duty, name: CASE_DUTY_NAME[duty], by, dueAt: null, doneAt: null };
  const isLater = RANK[stage] > RANK[state.stage];
  const kept = isLater ? undefined : newestKept(state, duty);
  if (kept !== undefined) return { ...item, by: kept.by, ...kept.done };
  if (state.stage === 'withdrawn' || (state.violation === false && AFTER_VIOLATION.includes(duty))) {
    return { ...item, state: 'not_needed' };
  }
  // What lies behind without having been kept, such as an answer that the superior's decision took the place of.
  return { ...item, state: RANK[stage] < RANK[state.stage] ? 'not_needed' : 'later' };
}

function newestKept({ clocks, order }: CaseState, duty: CaseDuty) {
  // A second order begins anew what the first one asked for.
  const since = duty === 'rectification' || duty === 'recheck' ? (order?.servedAt ?? 0) : 0;
  const kept = clocks.closed.findLast((one) => one.duty === duty && one.outcome !== 'void' && one.closedAt >= since);
  if (kept === undefined) return undefined;
  const state = kept.outcome === 'kept' ? ('done' as const) : ('done_late' as const);
  return { by: kept.by, done: { state, dueAt: formatIso(kept.dueAt), doneAt: formatIso(kept.closedAt) } };
}

function openItem({ clocks }: CaseState, now: number, duty: CaseDuty, by?: string): ChecklistItem | undefined {
  const [first] = clocks.open
    .filter((one) => one.duty === duty && (by === undefined || one.by === by))
    .sort((a, b) => a.dueAt - b.dueAt);
  if (first === undefined) return undefined;
  return {
    duty,
    name: CASE_DUTY_NAME[duty],
    by: first.by,
    state: isOverdue(first, now) ? 'overdue' : 'next',
    dueAt: formatIso(first.dueAt),
    doneAt: null,
  };
}

function signature(state: CaseState, now: number, party: string): ChecklistItem {
  const open = openItem(state, now, 'signature', party);
  if (open !== undefined) return open;
  const item = { duty: 'signature', name: CASE_DUTY_NAME.signature, by: party, dueAt: null };
  const given = state.signatures.find(({ jurisdiction }) => jurisdiction === party);
  if (given === undefined)
    return { ...item, state: state.stage === 'withdrawn' ? 'not_needed' : 'later', doneAt: null };
  const kept = state.clocks.closed.findLast(({ duty, by }) => duty === 'signature' && by === party);
  return { ...item, state: kept?.outcome === 'kept_late' ? 'done_late' : 'done', doneAt: formatIso(given.at) };
}
