import type { WarningStep } from '../../../app/answering/planned.ts';
import type { WarningAct } from '../../../domain/agreement/role.ts';
import type { Grade } from '../../../domain/grade/grade.ts';
import type { Warning, WarningKind } from '../../../domain/warning/warning.ts';
import { clockText, instant } from './timeline-table.ts';

/** A step as it is written, with what the post needs that takes it. */
export interface Said {
  readonly step: WarningStep;
  readonly acts: readonly WarningAct[];
  readonly grade: Grade;
}

interface Speaking {
  /** Jurisdiction, or `engine`. */
  readonly who: string;
  readonly now: number;
  readonly warning: Warning | undefined;
}

type Groups = readonly (string | undefined)[];
type Phrase = readonly [pattern: RegExp, said: (groups: Groups, speaking: Speaking) => readonly Said[]];

const GRADE = '(blue|yellow|orange|red)';
const TIME = '((?:\\d{4}-)?\\d\\d-\\d\\d \\d\\d:\\d\\d)';
const pattern = (text: string) => new RegExp(`^${text.replaceAll('GRADE', GRADE).replaceAll('TIME', TIME)}$`);
type Colour = 'blue' | 'yellow' | 'orange' | 'red';

const one = (step: WarningStep, acts: readonly WarningAct[], grade: Grade = 'none'): readonly Said[] => [
  { step, acts, grade },
];
const roundGrade = ({ warning }: Speaking): Grade => warning?.round?.grade ?? 'none';

const measures = (city: string): WarningStep => ({
  type: 'report_measures',
  city,
  measures: 'industry curbed',
  enterprises: 100,
  reductionPercent: { nox: 20 },
});

/** What can be said of a warning. `answers orange`: receipt, own warning, response and first report at once. */
const PHRASES: readonly Phrase[] = [
  [
    pattern(
      'proposes? (ozone|dust|blue|yellow|orange|red)(?: for ([\\w ]+?))?(?: from TIME)?(?: by what is (observed))?',
    ),
    ([, what = '', cities = 'jia yi bing ji', from, observed], { now, warning }) => {
      const kind: WarningKind = what === 'ozone' || what === 'dust' ? what : 'colour';
      const grade = kind === 'colour' ? (what as Colour) : 'none';
      return one(
        {
          type: 'propose',
          warning: warning?.id ?? 'new',
          kind,
          grade,
          cities: cities.split(' '),
          window: { from: from === undefined ? now : instant(from), to: null },
          basis: observed === undefined ? 'forecast' : 'observed',
          reason: 'the grade of the region',
        },
        ['propose'],
        grade,
      );
    },
  ],
  [
    pattern('tells? (observed|forecast|both) (none|blue|yellow|orange|red)(?: since TIME)?'),
    ([, basis, grade, since]) =>
      one(
        {
          type: 'tell_air',
          grade: grade as Grade,
          basis: basis as 'observed' | 'forecast' | 'both',
          reason: 'the air',
          ...(since === undefined ? {} : { changedFrom: instant(since) }),
        },
        [],
      ),
  ],
  [pattern('consults?'), (_, speaking) => one({ type: 'consult' }, ['propose', 'issue'], roundGrade(speaking))],
  [
    pattern('agrees?(?: to GRADE)?(?: for (\\w+))?'),
    ([, grade, member], speaking) =>
      one(
        grade === undefined
          ? { type: 'take_position', member: member ?? speaking.who, position: 'agree' }
          : { type: 'take_position', member: member ?? speaking.who, position: 'agree_higher', grade: grade as Colour },
        ['consult'],
        roundGrade(speaking),
      ),
  ],
  [
    pattern('objects?'),
    (_, speaking) =>
      one(
        { type: 'take_position', member: speaking.who, position: 'object', reason: 'our air is clean' },
        ['consult'],
        roundGrade(speaking),
      ),
  ],
  [
    pattern('issues? GRADE(?:, response from TIME)?'),
    ([, grade, from]) =>
      one(
        { type: 'issue', grade: grade as Colour, ...(from === undefined ? {} : { responseAt: instant(from) }) },
        ['issue'],
        grade as Colour,
      ),
  ],
  [pattern('issues? the notice'), () => one({ type: 'issue', grade: 'none' }, ['issue'])],
  [
    pattern('issues? GRADE at once'),
    ([, grade]) =>
      one({ type: 'issue_at_once', grade: grade as Colour, reason: 'it is there' }, ['issue'], grade as Colour),
  ],
  [
    pattern('withdraws?'),
    (_, speaking) => one({ type: 'withdraw', reason: 'no longer' }, ['propose', 'issue'], roundGrade(speaking)),
  ],
  [pattern('lifts?'), () => one({ type: 'lift', reason: 'the air is clean' }, ['lift'])],
  [pattern('reviews?'), () => one({ type: 'review', text: 'what was learned' }, ['lift'])],
  [pattern('confirms? receipt'), (_, { who }) => one({ type: 'acknowledge', city: who }, ['acknowledge'])],
  [
    pattern('issues? own GRADE'),
    ([, grade], { who }) => one({ type: 'issue_own', city: who, grade: grade as Colour }, ['issue'], grade as Colour),
  ],
  [
    pattern('starts? response GRADE'),
    ([, grade], { who }) =>
      one({ type: 'start_response', city: who, grade: grade as Colour }, ['report'], grade as Colour),
  ],
  [pattern('reports? measures'), (_, { who }) => one(measures(who), ['report'])],
  [
    pattern('answers? GRADE'),
    ([, grade], { who }) => [
      { step: { type: 'acknowledge', city: who }, acts: ['acknowledge'], grade: 'none' },
      { step: { type: 'issue_own', city: who, grade: grade as Colour }, acts: ['issue'], grade: grade as Colour },
      { step: { type: 'start_response', city: who, grade: grade as Colour }, acts: ['report'], grade: grade as Colour },
      { step: measures(who), acts: ['report'], grade: 'none' },
    ],
  ],
  [
    pattern('reports? the day(?: of (\\d\\d-\\d\\d))?'),
    ([, day], { who, now }) => {
      const text = day ?? clockText(now).slice(0, 5);
      return one({ type: 'report_day', city: who, day: `2026-${text}`, text: 'as planned' }, ['report']);
    },
  ],
  [
    pattern('ends?'),
    (_, { who, warning }) => [
      { step: { type: 'lift_own', city: who }, acts: ['lift'], grade: warning?.cities[who]?.own?.grade ?? 'none' },
      { step: { type: 'confirm_stop', city: who }, acts: ['report'], grade: 'none' },
    ],
  ],
  [
    pattern('submits? its summary'),
    (_, { who }) => one({ type: 'submit_summary', city: who, text: 'effect' }, ['report']),
  ],
  [pattern('confirms? the stop'), (_, { who }) => one({ type: 'confirm_stop', city: who }, ['report'])],
  [
    pattern('pauses? (\\S+) for (\\S+)'),
    ([, obligation = '', reason = '']) => one({ type: 'pause_clock', obligation, reason }, ['issue']),
  ],
  [pattern('resumes? (\\S+)'), ([, obligation = '']) => one({ type: 'resume_clock', obligation }, ['issue'])],
];

/** The steps of a phrase; throws when nobody would understand it. */
export function warningSteps(what: string, speaking: Speaking): readonly Said[] {
  for (const [wanted, said] of PHRASES) {
    const groups = wanted.exec(what);
    if (groups !== null) return said(groups, speaking);
  }
  throw new Error(`nobody says "${what}" of a warning`);
}
