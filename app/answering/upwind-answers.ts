import type { Alert } from '../../domain/alert/alert.ts';
import type { CaseState } from '../../domain/enforcement/case-state.ts';
import type { DeskView } from './desk-view.ts';
import type { CaseStep, Planned } from './planned.ts';

/** What of an alert matters here. */
export type UpwindAlert = Pick<Alert, 'id' | 'subject' | 'raisedAt' | 'shadow'>;

/** The pair of an upwind alert: the wind carries from the first to the second. */
function pairOf({ subject }: UpwindAlert): { readonly from: string; readonly to: string } | undefined {
  const [from, to] = subject.id.split('>');
  return subject.kind === 'pair' && from !== undefined && to !== undefined ? { from, to } : undefined;
}

/** The city that breathes it opens a case, one at a time against the same neighbour. */
export function openings(
  view: DeskView,
  cases: readonly CaseState[],
  alerts: readonly UpwindAlert[],
): Planned<CaseStep>[] {
  return alerts.flatMap((alert) => {
    const pair = pairOf(alert);
    const known = cases.some(({ grounds }) => grounds.id === alert.id);
    if (pair === undefined || alert.shadow || known || running(cases, alerts, pair)) return [];
    const { enforcement } = view.posts.agreement;
    const key = `open/${alert.id}`;
    const owed = view.posts.obliger.within(
      { id: key, duty: 'referral', by: pair.to, from: alert.raisedAt },
      enforcement.referral.send,
    );
    const command: CaseStep = {
      type: 'open',
      case: key,
      grounds: { kind: 'alert', id: alert.id },
      site: { name: `上风向 upwind: ${pair.from}`, borderKm: null },
      account: '上风向输送告警（模拟答复） upwind alert (modelled answer)',
      attachments: [],
    };
    return [{ key, at: view.timeOf(owed, key), by: view.posts.forCase(pair.to, 'open'), command }];
  });
}

function running(
  cases: readonly CaseState[],
  alerts: readonly UpwindAlert[],
  pair: { readonly from: string; readonly to: string },
): boolean {
  return cases.some((state) => {
    if (state.stage === 'closed' || state.stage === 'withdrawn') return false;
    return state.sender === pair.to && (state.respondent ?? suspectOf(state, alerts)) === pair.from;
  });
}

/** Whom the sender of an opened case suspects: the upwind city of its alert. Undefined where the alert is not known. */
export function suspectOf({ grounds }: CaseState, alerts: readonly UpwindAlert[]): string | undefined {
  const alert = alerts.find(({ id }) => id === grounds.id);
  return alert && pairOf(alert)?.from;
}

/** The case goes to the upwind city. */
export function referral(view: DeskView, state: CaseState, alerts: readonly UpwindAlert[]): Planned<CaseStep>[] {
  const owed = state.clocks.open.find(({ duty }) => duty === 'referral');
  const to = suspectOf(state, alerts);
  if (owed === undefined || to === undefined || state.stage !== 'opened') return [];
  const reason =
    '风自该方向来，峰值在先（模拟答复） the wind blew from there, and its peak came first (modelled answer)';
  const command: CaseStep = { type: 'refer', to, reason, attachments: [] };
  return [{ key: owed.id, at: view.timeOf(owed, owed.id), by: view.posts.forCase(owed.by, 'refer'), command }];
}
