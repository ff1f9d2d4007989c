import { isPaused, type OpenObligation } from '../../domain/deadline/obligation.ts';
import type { Officer } from '../../domain/enforcement/case-command.ts';
import type { CaseDuty } from '../../domain/enforcement/case-duty.ts';
import type { CaseState } from '../../domain/enforcement/case-state.ts';
import type { DeskView } from './desk-view.ts';
import type { CaseStep, Planned } from './planned.ts';

const DAY_MS = 86_400_000;
/** Days of a listed supervision. */
const SUPERVISED_DAYS = 30;
const BECAUSE = '（模拟答复） (modelled answer)';
const NO_FILES = { attachments: [] };

/** `at`: when it is done, epoch ms. */
type Step = (state: CaseState, owed: OpenObligation, at: number, view: DeskView) => CaseStep | undefined;

/** What fulfils each duty of a case. A case is carried through without a dispute: violation found, order, rectified, signed. */
const STEPS: Readonly<Record<CaseDuty, Step>> = {
  referral: () => undefined,
  answer: (_, { by }, __, view) =>
    view.mannerOf(by).referral === 'accept'
      ? { type: 'accept', ...NO_FILES }
      : { type: 'decline', reason: `污染源不在本市 the source is not ours ${BECAUSE}`, ...NO_FILES },
  arbitration: ({ respondent, owner }) => {
    const reason = `源在其辖区 the source lies there ${BECAUSE}`;
    return { type: 'decide', owner: respondent ?? owner, resume: 'where_it_was', reason, ...NO_FILES };
  },
  inspection: (state, { by }, at) => {
    const officers = officersOf([state.sender, state.respondent ?? by, by]);
    return { type: 'inspect', visitedAt: at, officers, account: `治理设施停运 scrubber off ${BECAUSE}`, ...NO_FILES };
  },
  findings: () => ({
    type: 'find',
    violation: true,
    account: `超标排放 above the limit ${BECAUSE}`,
    reason: '',
    ...NO_FILES,
  }),
  order: (_, __, at) => {
    const receipt = { name: '送达回证 receipt.pdf', sha256: '0'.repeat(64), bytes: 0 };
    const account = `责令改正 ordered to rectify ${BECAUSE}`;
    return { type: 'order', account, servedAt: at, receipt, days: null, dailyFineYuan: null, ...NO_FILES };
  },
  rectification: () => ({ type: 'report_rectified', account: `设施恢复运行 scrubber runs ${BECAUSE}`, ...NO_FILES }),
  recheck: (state, { by }, at) => {
    // Nobody looks before the company has said that it is done, or the limit is over.
    if (state.clocks.open.some(({ duty }) => duty === 'rectification') && at < (state.order?.limitAt ?? 0))
      return undefined;
    const account = `已改正 rectified ${BECAUSE}`;
    return { type: 'recheck', visitedAt: at, officers: officersOf([by]), result: 'rectified', account, ...NO_FILES };
  },
  signature: (state, { by }) => {
    if (state.frozen !== null) return { type: 'sign', hash: state.frozen.hash };
    return by === state.owner && state.dispute === null ? { type: 'freeze' } : undefined;
  },
  listing: (_, __, at) => ({
    type: 'decide_listing',
    until: at + SUPERVISED_DAYS * DAY_MS,
    reason: `久拖未决 long overdue ${BECAUSE}`,
  }),
  // Nothing of its own: the other duties lead to the closure.
  supervision: () => undefined,
  accident_notice: (_, { id }) => {
    const [, , accident = '', to = ''] = id.split('/');
    return { type: 'give_notice', accident, to };
  },
  accident_check: (_, { id }) => {
    const [, , accident = ''] = id.split('/');
    return { type: 'verify_accident', accident, account: `未见异常 nothing unusual ${BECAUSE}`, ...NO_FILES };
  },
};

/** All that is to be done in a case as it stands. `now`: epoch ms, for what is planned for a time that is over. */
export function caseAnswers(view: DeskView, state: CaseState, now: number): Planned<CaseStep>[] {
  return state.clocks.open.flatMap((owed) => {
    if (isPaused(owed)) return [];
    const planned = view.timeOf(termOf(state, owed), owed.id, { final: owed.duty === 'answer' });
    if (planned === undefined) return [];
    const at = Math.max(planned, now);
    const command = STEPS[owed.duty as CaseDuty](state, owed, at, view);
    if (command === undefined) return [];
    const frozen =
      command.type === 'sign' ? `/${command.hash.slice(0, 12)}` : command.type === 'freeze' ? `/${state.version}` : '';
    return [{ key: `${owed.id}/${command.type}${frozen}`, at, by: view.posts.forCase(owed.by, command.type), command }];
  });
}

/** The recheck is due long after the limit; once rectification is reported it is waited for from there. */
function termOf({ clocks }: CaseState, owed: OpenObligation): OpenObligation {
  if (owed.duty !== 'recheck') return owed;
  const reported = clocks.closed.findLast(({ duty, outcome }) => duty === 'rectification' && outcome !== 'void');
  return reported === undefined ? owed : { ...owed, from: Math.min(owed.from, reported.closedAt) };
}

/** Two of each, with the certificates that the law wants shown. */
function officersOf(jurisdictions: readonly string[]): Officer[] {
  return [...new Set(jurisdictions)].flatMap((jurisdiction) =>
    [1, 2].map((place) => ({
      name: `执法人员 ${place} inspector ${place}, ${jurisdiction}`,
      jurisdiction,
      certificate: `${jurisdiction}-${place}`,
    })),
  );
}
