import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import type { CaseState } from '../../domain/enforcement/case-state.ts';
import type { Warning } from '../../domain/warning/warning.ts';
import type { ModelledAnswer } from './answer.ts';
import type { Answers } from './answers-file.ts';
import { caseAnswers } from './case-answers.ts';
import { DeskView } from './desk-view.ts';
import { type Manner, mannerOf } from './manner.ts';
import type { CaseStep, Planned, WarningStep } from './planned.ts';
import { type Post, Posts } from './posts.ts';
import { scriptedAnswers } from './scripted-answers.ts';
import { openings, referral, type UpwindAlert } from './upwind-answers.ts';
import { warningAnswers } from './warning-answers.ts';

/** Before every key, so that no person's is taken. */
const MODEL = 'model/';
const SCRIPT = `${MODEL}script/`;

export interface AnsweringOptions {
  /** The version in force at an instant, epoch ms; nobody answers where none is. */
  readonly agreementAt: (at: number) => AgreementFile | undefined;
  readonly answers: Answers;
  /** Who holds a post; a name that says it is a model when absent. */
  readonly personOf?: (post: Post) => string;
}

/** The protocols as they stand. */
export interface Situation {
  readonly warnings: readonly Warning[];
  readonly cases: readonly CaseState[];
  /** Upwind alerts that are open, so that cases are opened from them; none when absent. */
  readonly alerts?: readonly UpwindAlert[];
}

/**
 * People and bureaus as a model: who would do what next, and when. For a replay, a drill with absent cities and the demonstration. It decides
 * nothing: what it says is a command like anybody's, which may be refused.
 *
 * Whoever drives it asks `next`, waits until then unless something else happens first, gives the order, and says with `settle` what came of
 * it. The answers are a function of the situation, the manners and the seed; only what was refused, and which lines of the script are over,
 * is remembered.
 */
export class AnsweringDesk {
  readonly #options: AnsweringOptions;
  readonly #manners: ReadonlyMap<string, Manner>;
  readonly #taken = new Set<string>();
  /** By key: the version at which it was refused. It is tried again when the warning or case has moved on. */
  readonly #refused = new Map<string, number>();
  /** By key: given and done. It cannot be done a second time, whatever the situation seems to ask for. */
  readonly #done = new Set<string>();
  #posts: Posts | undefined;

  constructor(options: AnsweringOptions) {
    this.#options = options;
    this.#manners = new Map(Object.entries(options.answers.jurisdictions));
  }

  /** The earliest answer, not before `now` (epoch ms); undefined when nobody has anything to do. */
  next(now: number, { warnings, cases, alerts = [] }: Situation): ModelledAnswer | undefined {
    const agreement = this.#options.agreementAt(now);
    if (agreement === undefined) return undefined;
    const view = this.#viewOf(agreement);
    let first: ModelledAnswer | undefined;
    const offer = (answer: ModelledAnswer | undefined) => {
      if (answer !== undefined && (first === undefined || isBefore(answer, first))) first = answer;
    };
    for (const warning of warnings) {
      for (const one of warningAnswers(view, warning)) offer(this.#ofWarning(warning, one, now));
    }
    for (const state of cases) {
      for (const one of [...caseAnswers(view, state, now), ...referral(view, state, alerts)]) {
        offer(this.#ofCase(one, now, state));
      }
    }
    for (const one of openings(view, cases, alerts)) offer(this.#ofCase(one, now));
    for (const { warning, ...one } of scriptedAnswers(view, this.#options.answers.script, warnings)) {
      if (!this.#done.has(`${MODEL}${one.key}`)) offer(this.#ofWarning(warning, one, now));
    }
    return first;
  }

  /** What came of an order: to be said after each. */
  settle({ kind, order, version }: ModelledAnswer, outcome: 'done' | 'refused'): void {
    const { id = '', key } = order;
    // A line of a script is said once, whatever comes of it.
    if (key.startsWith(SCRIPT)) this.#done.add(key);
    if (outcome === 'refused') this.#refused.set(`${kind} ${id} ${key}`, version);
    else this.#done.add(`${kind} ${id} ${key}`);
  }

  /** A person answers for it from now on; the model is silent. */
  takeOver(jurisdiction: string): void {
    this.#taken.add(jurisdiction);
  }

  /** The model answers for it again. */
  handBack(jurisdiction: string): void {
    this.#taken.delete(jurisdiction);
  }

  isTakenOver(jurisdiction: string): boolean {
    return this.#taken.has(jurisdiction);
  }

  #viewOf(agreement: AgreementFile): DeskView {
    const { answers, personOf = modelled } = this.#options;
    if (this.#posts?.agreement !== agreement) this.#posts = new Posts(agreement, personOf);
    const silent = mannerOf('silent');
    const manner = (id: string) => (this.#taken.has(id) ? silent : (this.#manners.get(id) ?? answers.default));
    return new DeskView(this.#posts, manner, answers.seed);
  }

  #isOver(step: string, version: number): boolean {
    return this.#done.has(step) || this.#refused.get(step) === version;
  }

  #ofWarning({ id, version }: Warning, planned: Planned<WarningStep>, now: number): ModelledAnswer | undefined {
    const { at, by, command, key } = planned;
    if (at === undefined || by === undefined || this.#isOver(`warning ${id} ${MODEL}${key}`, version)) return undefined;
    return {
      kind: 'warning',
      at: Math.max(at, now),
      version,
      order: { id, command: { ...command, by }, key: `${MODEL}${key}` },
    };
  }

  #ofCase(planned: Planned<CaseStep>, now: number, state?: CaseState): ModelledAnswer | undefined {
    const { at, by, command, key } = planned;
    const { id, version } = state ?? { id: undefined, version: 0 };
    if (at === undefined || by === undefined || this.#isOver(`case ${id ?? ''} ${MODEL}${key}`, version))
      return undefined;
    const order = { ...(id === undefined ? {} : { id }), command: { ...command, by }, key: `${MODEL}${key}` };
    return { kind: 'case', at: Math.max(at, now), version, order };
  }
}

function modelled({ role, jurisdiction }: Post): string {
  return `模拟 model: ${role}, ${jurisdiction}`;
}

/** Of one instant in the order of warnings and cases, then of keys: the same every time. */
function isBefore(one: ModelledAnswer, other: ModelledAnswer): boolean {
  if (one.at !== other.at) return one.at < other.at;
  const [a, b] = [one, other].map(({ kind, order }) => `${kind} ${order.id ?? ''} ${order.key}`);
  return (a ?? '') < (b ?? '');
}
