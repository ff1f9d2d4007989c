import type { CaseCommandOf, Officer } from './case-command.ts';
import { type CaseDesk, openOf } from './case-desk.ts';
import type { CaseOutcome } from './case-outcome.ts';
import { sidesOf } from './case-parties.ts';
import type { CaseStage } from './case-stage.ts';
import type { CaseState } from './case-state.ts';
import { type Refusal, refusal, unexplained } from './refusal.ts';

/** Administrative Penalty Law, art. 42: no fewer than two officers enforce. */
const FEWEST_OFFICERS = 2;

/** Near the border the site is inspected at once, whoever answers for the case later (ENF-12). */
export function callInspection(
  desk: CaseDesk,
  state: CaseState,
  { reason }: CaseCommandOf<'call_inspection'>,
): CaseOutcome {
  const { respondent, site } = state;
  if (site.strip !== 'mutual') {
    const km = desk.terms.mutual_inspection_km;
    const place = site.borderKm === null ? ['unknown', '不明'] : [`${site.borderKm} km`, `${site.borderKm} 公里`];
    return refusal(
      'ENF-12',
      `within ${km} km of the border only; the site's distance is ${place[0]}`,
      `仅限边界 ${km} 公里以内，该点位距离为${place[1]}`,
    );
  }
  if (state.inspectionCalled) return refusal('ENF-12', 'an inspection has been called already', '已提出联合检查');
  const refused = unexplained(reason);
  if (refused !== undefined) return refused;
  const opens =
    respondent === null ? [] : [desk.owe(state, { duty: 'inspection', by: respondent, term: desk.terms.inspection })];
  return [desk.write(state, 'inspection_called', { reason }, { clocks: { opens } })];
}

/** ENF-11. Before acceptance only where it was called, and the case stays where it is. */
export function inspect(desk: CaseDesk, state: CaseState, command: CaseCommandOf<'inspect'>): CaseOutcome {
  const { visitedAt, officers, account, attachments } = command;
  const early = state.stage !== 'accepted';
  if (early && !state.inspectionCalled) {
    return refusal(
      'ENF-12',
      'nobody has accepted the case and no inspection was called',
      '案件未被接收，也未提出联合检查',
    );
  }
  // Before acceptance the site lies with the respondent, whose officers have the power there.
  const enforcing = early ? (state.respondent ?? state.owner) : state.owner;
  const refused =
    wrongTime(visitedAt, { from: state.openedAt, now: desk.now }) ??
    tooFew('ENF-11', officers, enforcing) ??
    oneSided(state, officers);
  if (refused !== undefined) return refused;
  const stage: CaseStage = early ? state.stage : 'inspected';
  const opens = early ? [] : [desk.owe(state, { duty: 'findings', by: state.owner, term: desk.terms.findings })];
  const clocks = { keeps: openOf(state, ['inspection']), opens };
  return [desk.write(state, 'inspected', { visitedAt, officers, account, attachments, stage }, { clocks })];
}

export function find(desk: CaseDesk, state: CaseState, command: CaseCommandOf<'find'>): CaseOutcome {
  const { violation, account, reason, attachments } = command;
  const refused = violation ? undefined : unexplained(reason);
  if (refused !== undefined) return refused;
  const stage: CaseStage = violation ? 'found' : 'closing';
  const opens = violation
    ? [desk.owe(state, { duty: 'order', by: state.owner, term: desk.terms.order })]
    : toSign(desk, state);
  const clocks = { keeps: openOf(state, ['findings']), opens };
  return [desk.write(state, 'findings_recorded', { violation, account, reason, attachments, stage }, { clocks })];
}

/** On entering `closing` the owner owes the version that all are to sign, and his signature; nothing while a dispute is open. */
export function toSign(desk: CaseDesk, state: CaseState) {
  return state.dispute === null ? desk.oweSignatures(state, [state.owner]) : [];
}

/** A visit lies between two instants: it is not foretold, and not older than what it follows. */
export function wrongTime(
  at: number,
  { from, now }: { readonly from: number; readonly now: number },
  rule: Refusal['rule'] = 'ENF-11',
): Refusal | undefined {
  if (at > now) return refusal(rule, 'this is still to come: record it when it is done', '尚未发生，完成后再记录');
  return at < from ? refusal(rule, 'this is earlier than what it follows', '早于其所依据的前一步骤') : undefined;
}

export function tooFew(rule: Refusal['rule'], officers: readonly Officer[], enforcing: string): Refusal | undefined {
  const certificates = new Set(
    officers.filter(({ jurisdiction }) => jurisdiction === enforcing).map(({ certificate }) => certificate),
  );
  if (certificates.size >= FEWEST_OFFICERS) return undefined;
  return refusal(
    rule,
    `${FEWEST_OFFICERS} officers of "${enforcing}" are needed, each with a certificate`,
    `“${enforcing}”执法人员不得少于 ${FEWEST_OFFICERS} 人，并出示各自执法证件`,
  );
}

function oneSided(state: CaseState, officers: readonly Officer[]): Refusal | undefined {
  const absent = sidesOf(state).find((side) => !officers.some(({ jurisdiction }) => jurisdiction === side));
  if (absent === undefined) return undefined;
  return refusal(
    'ENF-11',
    `nobody of "${absent}" took part: it is a joint inspection`,
    `“${absent}”无人参加，不成联合检查`,
  );
}
