import type { CaseStep } from '../../../app/answering/planned.ts';
import type { AccidentLevel } from '../../../domain/enforcement/case-command.ts';
import type { CaseState } from '../../../domain/enforcement/case-state.ts';
import { instant } from './timeline-table.ts';

interface Speaking {
  readonly who: string;
  readonly now: number;
  readonly state: CaseState | undefined;
}

type Groups = readonly (string | undefined)[];
type Phrase = readonly [pattern: RegExp, step: (groups: Groups, speaking: Speaking) => CaseStep];

const FILES = { attachments: [] };
const TIME = '((?:\\d{4}-)?\\d\\d-\\d\\d \\d\\d:\\d\\d)';
const pattern = (text: string) => new RegExp(`^${text.replaceAll('TIME', TIME)}$`);
const receipt = { name: 'receipt.pdf', sha256: 'a'.repeat(64), bytes: 1024 };

const visit = ({ now, who, state }: Speaking) => {
  const places = new Set([state?.sender ?? who, state?.respondent ?? who, state?.owner ?? who]);
  const officers = [...places].flatMap((jurisdiction) =>
    [1, 2].map((n) => ({ name: `inspector ${n}`, jurisdiction, certificate: `${jurisdiction}-${n}` })),
  );
  return { visitedAt: now, officers, account: 'seen on the spot', ...FILES };
};

/** What can be said of a case. */
const PHRASES: readonly Phrase[] = [
  [
    pattern('opens(?: at ([\\d.]+) km)?'),
    ([, km]) => ({
      type: 'open',
      case: 'new',
      grounds: { kind: 'alert', id: 'neighbour-plume:bing>yi' },
      site: { name: 'works', borderKm: km === undefined ? null : Number(km) },
      account: 'SO2 at night',
      ...FILES,
    }),
  ],
  [pattern('refers to (\\w+)'), ([, to = '']) => ({ type: 'refer', to, reason: 'the wind', ...FILES })],
  [pattern('accepts'), () => ({ type: 'accept', ...FILES })],
  [pattern('declines'), () => ({ type: 'decline', reason: 'not ours', ...FILES })],
  [pattern('withdraws'), () => ({ type: 'withdraw', reason: 'no longer' })],
  [
    pattern('decides for (\\w+)(, where it was)?'),
    ([, owner = '', stays]) => ({
      type: 'decide',
      owner,
      resume: stays === undefined ? 'inspection' : 'where_it_was',
      reason: 'the source lies there',
      ...FILES,
    }),
  ],
  [pattern('calls an inspection'), () => ({ type: 'call_inspection', reason: 'within 2 km' })],
  [pattern('inspects'), (_, speaking) => ({ type: 'inspect', ...visit(speaking) })],
  [
    pattern('finds (a violation|nothing)'),
    ([, what]) => ({
      type: 'find',
      violation: what === 'a violation',
      account: 'conclusion',
      reason: 'within the permit',
      ...FILES,
    }),
  ],
  [
    pattern('orders(?: (\\d+) days)?(?: with a daily fine of (\\d+))?'),
    ([, days, fine], { now }) => ({
      type: 'order',
      account: 'run the scrubber',
      servedAt: now,
      receipt,
      days: days === undefined ? null : Number(days),
      dailyFineYuan: fine === undefined ? null : Number(fine),
      ...FILES,
    }),
  ],
  [pattern('reports it rectified'), () => ({ type: 'report_rectified', account: 'done', ...FILES })],
  [
    pattern('rechecks: (rectified|continuing)'),
    ([, result], speaking) => ({ type: 'recheck', result: result as 'rectified' | 'continuing', ...visit(speaking) }),
  ],
  [pattern('freezes'), () => ({ type: 'freeze' })],
  [pattern('signs?'), (_, { state }) => ({ type: 'sign', hash: state?.frozen?.hash ?? '0'.repeat(64) })],
  [
    pattern('adds to the record'),
    () => ({ type: 'amend', account: 'one more photo', reason: 'it was missing', ...FILES }),
  ],
  [pattern('disputes'), () => ({ type: 'dispute', reason: 'the findings are wrong', ...FILES })],
  [
    pattern('lists it until TIME'),
    ([, until = '']) => ({ type: 'decide_listing', until: instant(until), reason: 'long overdue' }),
  ],
  [pattern('does not list it'), () => ({ type: 'decide_listing', until: null, reason: 'work goes on' })],
  [
    pattern('reports an accident of level (IV|III|II|I)(?: known since TIME)?'),
    ([, level, known], { now }) => ({
      type: 'report_accident',
      level: level as AccidentLevel,
      knownAt: known === undefined ? now : instant(known),
      account: 'a tank leaks',
      ...FILES,
    }),
  ],
  [pattern('notifies (\\w+)'), ([, to = '']) => ({ type: 'give_notice', accident: 'a1', to })],
  [
    pattern('checks the accident'),
    () => ({ type: 'verify_accident', accident: 'a1', account: 'nothing here', ...FILES }),
  ],
  [
    pattern('pauses (\\w+) for (\\w+)'),
    ([, duty = '', reason = ''], { state }) => ({ type: 'pause', obligation: idOf(state, duty), reason }),
  ],
  [pattern('resumes (\\w+)'), ([, duty = ''], { state }) => ({ type: 'resume', obligation: idOf(state, duty) })],
];

function idOf(state: CaseState | undefined, duty: string): string {
  return state?.clocks.open.find((one) => one.duty === duty)?.id ?? duty;
}

/** The step of a phrase; throws when nobody would understand it. */
export function caseStep(what: string, speaking: Speaking): CaseStep {
  for (const [wanted, step] of PHRASES) {
    const groups = wanted.exec(what);
    if (groups !== null) return step(groups, speaking);
  }
  throw new Error(`nobody says "${what}" of a case`);
}
