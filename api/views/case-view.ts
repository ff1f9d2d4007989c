import { partiesOf } from '../../domain/enforcement/case-parties.ts';
import type { Accident, CaseState, RecordEntry } from '../../domain/enforcement/case-state.ts';
import { formatIso } from '../../domain/time.ts';
import type { CaseSummary, CaseView, CommandOffer } from '../protocol-contract.ts';
import { checklistView } from './checklist-view.ts';
import { clockViews, closedClockViews, nextDeadlineView, overdueCount } from './clock-view.ts';

/** `now` in epoch ms: what is overdue is said as of then. */
export function caseSummary(state: CaseState, now: number): CaseSummary {
  const { id, exercise, version, stage, openedAt, grounds, site, owner, sender, respondent, clocks, last } = state;
  return {
    id,
    exercise,
    version,
    stage,
    openedAt: formatIso(openedAt),
    grounds,
    site,
    owner,
    sender,
    respondent,
    overdue: overdueCount(clocks, now),
    next: nextDeadlineView(clocks),
    last: { type: last.type, by: last.by, at: formatIso(last.at) },
  };
}

/** `commands`: what the asking person may do. */
export function caseView(
  state: CaseState,
  { now, commands }: { readonly now: number; readonly commands: readonly CommandOffer[] },
): CaseView {
  const { dispute, visitedAt, violation, order, rounds, fines, accidents, record, frozen, signatures, clocks } = state;
  return {
    ...caseSummary(state, now),
    parties: partiesOf(state),
    dispute: dispute && { ...dispute, at: formatIso(dispute.at) },
    visitedAt: visitedAt === null ? null : formatIso(visitedAt),
    violation,
    order: order && { ...order, servedAt: formatIso(order.servedAt), limitAt: formatIso(order.limitAt) },
    rounds,
    fines: fines.map((fine) => ({ ...fine })),
    supervision: supervisionView(state.supervision),
    accidents: accidents.map(accidentView),
    checklist: checklistView(state, now),
    record: record.map(recordView),
    frozen: frozen && { ...frozen, at: formatIso(frozen.at) },
    signatures: signatures.map(({ jurisdiction, person, at }) => ({ jurisdiction, person, at: formatIso(at) })),
    clocks: clockViews(clocks, now),
    closedClocks: closedClockViews(clocks),
    commands: [...commands],
  };
}

function supervisionView(supervision: CaseState['supervision']): CaseView['supervision'] {
  if (supervision === null) return null;
  const at = formatIso(supervision.at);
  return supervision.state === 'listed'
    ? { state: 'listed', by: supervision.by, at, until: formatIso(supervision.until) }
    : { state: 'proposed', by: supervision.to, at, until: null };
}

function accidentView(accident: Accident): CaseView['accidents'][number] {
  const { id, by, level, knownAt, neighbours, superiors, notified, verified } = accident;
  return {
    id,
    by,
    level,
    knownAt: formatIso(knownAt),
    neighbours: [...neighbours],
    superiors: [...superiors],
    notified: [...notified],
    verified: [...verified],
  };
}

function recordView({ type, at, by, agreement, says }: RecordEntry): CaseView['record'][number] {
  const { attachments = [] } = says as Partial<Pick<CaseView['record'][number], 'attachments'>>;
  return { type, at: formatIso(at), by, agreement, says: { ...says }, attachments };
}
