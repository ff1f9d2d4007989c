import { conditionsIn } from '../../domain/rule/condition.ts';
import { type Compiled, FALSE, TRUE, type Tri } from '../../domain/rule/conditions/compiled.ts';
import type { Judgement } from '../../domain/rule/judgement.ts';
import { clearHours, OUTSIDE, type Standing, stepLifecycle } from '../../domain/rule/lifecycle.ts';
import type { Rule } from '../../domain/rule/rule.ts';
import { AlertHistory, type Span } from './alert-history.ts';

/** What happened to an alert, in hours; the evaluator makes events of it. */
export type Happening =
  | { readonly kind: 'raised'; readonly subject: number; readonly hour: number; readonly judgement: Judgement }
  | {
      readonly kind: 'returned';
      readonly subject: number;
      readonly hour: number;
      readonly raised: number;
      readonly judgement: Judgement;
    }
  | {
      readonly kind: 'corrected';
      readonly subject: number;
      readonly raised: number;
      readonly returned: number | null;
      readonly value: number | null;
    }
  | { readonly kind: 'withdrawn'; readonly subject: number; readonly raised: number };

const OPEN = 1;
const FLAPPING = 2;
const FIELDS = 4;
const NEVER = -2_147_483_648;

/** One rule over its subjects: where it stands on each, and what it said within the window. */
export class RuleWatch {
  readonly rule: Rule;
  readonly condition: Compiled;
  readonly history = new AlertHistory();
  readonly #gate: (hour: number) => boolean;
  readonly #leadOf: (judgement: Judgement) => Judgement;
  /** Per subject: flags, run, raised, last. */
  readonly #standings: Int32Array;
  readonly #scratch: Standing = { open: false, run: 0, raised: NEVER, last: NEVER, flapping: false };
  readonly #watched: Uint8Array;
  #gateHour = NEVER;
  #gateOpen = true;
  /** Hours up to here are history: they are not judged and count for nothing (EVA-7). */
  #since = NEVER;
  /** After a restart: hours up to which the ledger already tells something of a subject. */
  readonly #told = new Map<number, number>();

  constructor(options: {
    readonly rule: Rule;
    readonly condition: Compiled;
    readonly subjects: number;
    readonly isWatched: (subject: number) => boolean;
    readonly gate: (hour: number) => boolean;
    readonly leadOf: (judgement: Judgement) => Judgement;
  }) {
    this.rule = options.rule;
    this.condition = options.condition;
    this.#gate = options.gate;
    this.#leadOf = options.leadOf;
    this.#standings = new Int32Array(options.subjects * FIELDS);
    this.#watched = new Uint8Array(options.subjects);
    for (let subject = 0; subject < options.subjects; subject += 1) {
      this.#standings[subject * FIELDS + 3] = NEVER;
      this.#watched[subject] = options.isWatched(subject) ? 1 : 0;
    }
  }

  isWatched(subject: number): boolean {
    return this.#watched[subject] === 1;
  }

  /** Whether it is about hours in which nothing comes. */
  get watchesSilence(): boolean {
    return [...conditionsIn(this.rule.when)].some(({ kind }) => kind === 'absent');
  }

  /** The newest hour judged; a very small number when none. */
  lastJudged(subject: number): number {
    return this.#standings[subject * FIELDS + 3] ?? NEVER;
  }

  get subjects(): number {
    return this.#watched.length;
  }

  /** Takes up what the ledger tells: the spans of the window, and the hour up to which nothing is ours to judge. */
  restore(known: {
    readonly spans: Iterable<readonly [subject: number, span: Span]>;
    readonly judgedThrough: number;
    readonly since: number;
  }): void {
    this.#since = Math.max(NEVER, known.since);
    for (const [subject, span] of known.spans) {
      this.history.add(subject, span);
      const newest = Math.max(span.raised, span.returned ?? NEVER);
      if (newest > known.judgedThrough) this.#told.set(subject, Math.max(newest, this.#told.get(subject) ?? NEVER));
    }
  }

  /** How many hours back a standing may rest on. */
  get memory(): number {
    const { for_hours, clear_hours, hold_hours, flap } = this.rule;
    return Math.max(for_hours, clear_hours, hold_hours, flap?.within_hours ?? 0) + this.condition.lookback;
  }

  /** Judges the subject's next hour; hours at or before the last judged one change nothing (RUL-6). */
  step(subject: number, hour: number, happenings: Happening[]): void {
    if (this.#watched[subject] !== 1) return;
    const base = subject * FIELDS;
    if (hour <= (this.#standings[base + 3] as number) || hour <= this.#since) return;
    if (this.#told.size > 0 && this.#isTold(subject, hour)) {
      this.refold(subject, hour, hour, happenings);
      return;
    }
    const flags = this.#standings[base] as number;
    const truth = this.#truth(subject, hour, (flags & OPEN) !== 0);
    if (flags === 0 && truth !== TRUE) {
      // The way of nearly every hour.
      this.#standings[base + 1] = 0;
      this.#standings[base + 3] = hour;
      return;
    }
    const standing = this.#load(subject);
    const decision = stepLifecycle(this.rule, standing, hour, truth, (since) =>
      this.history.raises(subject, since, hour),
    );
    this.#save(subject, standing);
    if (decision === 'none') return;
    const judgement = this.condition.judge(subject, hour, decision === 'returned');
    if (decision === 'raised') {
      this.history.add(subject, { raised: hour, returned: null, value: this.#valueOf(judgement) });
      happenings.push({ kind: 'raised', subject, hour, judgement });
      return;
    }
    const span = this.history.of(subject).at(-1);
    if (span !== undefined) span.returned = hour;
    happenings.push({ kind: 'returned', subject, hour, raised: standing.raised, judgement });
  }

  /**
   * Judges the hours [from, through] anew, because values in them changed or nobody knows what was said of them (a restart), and
   * tells what differs from the history.
   */
  refold(subject: number, changed: number, through: number, happenings: Happening[]): void {
    const from = Math.max(changed, this.#since + 1);
    if (this.#watched[subject] !== 1 || through < from) return;
    const standing = this.#standingAfter(subject, from - 1);
    const carried = this.history.openAfter(subject, from - 1);
    const before = carried?.returned ?? null;
    const old = this.history.of(subject).filter(({ raised }) => raised >= from);
    const spans: Span[] = [];
    const found: Happening[] = [];
    let carriedReturn: number | null = null;
    for (let hour = from; hour <= through; hour += 1) {
      const truth = this.#truth(subject, hour, standing.open);
      const decision = stepLifecycle(
        this.rule,
        standing,
        hour,
        truth,
        (since) => this.history.raises(subject, since, from) + spans.filter(({ raised }) => raised > since).length,
      );
      if (decision === 'none') continue;
      const judgement = this.condition.judge(subject, hour, decision === 'returned');
      if (decision === 'raised') {
        spans.push({ raised: hour, returned: null, value: this.#valueOf(judgement) });
        found.push({ kind: 'raised', subject, hour, judgement });
      } else {
        const span = spans.at(-1);
        if (span === undefined) carriedReturn = hour;
        else span.returned = hour;
        found.push({ kind: 'returned', subject, hour, raised: standing.raised, judgement });
      }
    }
    // What is newer than `through` is not judged here and stays as it is said.
    const later = old.filter(({ raised }) => raised > through);
    const last = spans.at(-1);
    if (last?.returned === null) {
      const said = old.find(({ raised }) => raised === last.raised)?.returned ?? null;
      if (said !== null && said > through) last.returned = said;
    }
    this.#compare(subject, { carried, before, carriedReturn, old, spans, found, through }, happenings);
    if (carried !== undefined && !(carriedReturn === null && before !== null && before > through))
      carried.returned = carriedReturn;
    this.history.replaceFrom(subject, from, [...spans, ...later]);
    this.#save(subject, standing);
  }

  /** The condition on a subject in an hour as the rule saw it, with the standing after that hour. */
  explain(
    subject: number,
    hour: number,
  ): { readonly watching: boolean; readonly open: boolean; readonly run: number; readonly judgement: Judgement } {
    const before = this.#standingAfter(subject, hour - 1);
    const after = this.#standingAfter(subject, hour);
    const judgement = this.condition.judge(subject, hour, before.open);
    return { watching: this.#gate(hour), open: after.open, run: after.run, judgement };
  }

  #isTold(subject: number, hour: number): boolean {
    const through = this.#told.get(subject);
    if (through === undefined) return false;
    if (hour >= through) this.#told.delete(subject);
    return hour <= through;
  }

  #compare(
    subject: number,
    facts: {
      readonly carried: Span | undefined;
      readonly before: number | null;
      readonly carriedReturn: number | null;
      readonly old: readonly Span[];
      readonly spans: readonly Span[];
      readonly found: readonly Happening[];
      readonly through: number;
    },
    happenings: Happening[],
  ): void {
    const { carried, before, carriedReturn, old, spans, found, through } = facts;
    const fresh = new Map(spans.map((span) => [span.raised, span]));
    for (const span of old) {
      if (span.raised <= through && !fresh.has(span.raised))
        happenings.push({ kind: 'withdrawn', subject, raised: span.raised });
    }
    const said = new Map(old.map((span) => [span.raised, span]));
    const tell = (kind: 'raised' | 'returned', hour: number) => {
      const happening = found.find((one) => one.kind === kind && one.hour === hour);
      if (happening !== undefined) happenings.push(happening);
    };
    const isLater = carriedReturn === null && before !== null && before > through;
    if (carried !== undefined && !isLater && carriedReturn !== before) {
      if (before === null && carriedReturn !== null) tell('returned', carriedReturn);
      else
        happenings.push({
          kind: 'corrected',
          subject,
          raised: carried.raised,
          returned: carriedReturn,
          value: carried.value,
        });
    }
    for (const span of spans) {
      const known = said.get(span.raised);
      if (known === undefined) {
        tell('raised', span.raised);
        if (span.returned !== null) tell('returned', span.returned);
      } else if (known.returned === null && span.returned !== null && known.value === span.value)
        tell('returned', span.returned);
      else if (known.returned !== span.returned || known.value !== span.value) {
        const { raised, returned, value } = span;
        happenings.push({ kind: 'corrected', subject, raised, returned, value });
      }
    }
  }

  #truth(subject: number, hour: number, open: boolean): Tri | typeof OUTSIDE {
    if (hour !== this.#gateHour) {
      this.#gateHour = hour;
      this.#gateOpen = this.#gate(hour);
    }
    return this.#gateOpen ? this.condition.truth(subject, hour, open) : OUTSIDE;
  }

  /** The standing follows from what was said and from the values: no other memory is needed. */
  #standingAfter(subject: number, hour: number): Standing {
    const open = this.history.openAfter(subject, hour);
    const standing: Standing = {
      open: open !== undefined,
      run: 0,
      raised: open?.raised ?? NEVER,
      last: hour,
      flapping: false,
    };
    if (open === undefined) {
      const ended = this.history
        .of(subject)
        .reduce(
          (newest, { returned }) => (returned !== null && returned <= hour ? Math.max(newest, returned) : newest),
          NEVER,
        );
      const begin = Math.max(ended, this.#since);
      while (standing.run < this.rule.for_hours - 1 && hour - standing.run > begin) {
        if (this.#truth(subject, hour - standing.run, false) !== TRUE) break;
        standing.run += 1;
      }
      return standing;
    }
    const { flap } = this.rule;
    standing.flapping =
      flap !== undefined &&
      this.history.raises(subject, open.raised - flap.within_hours, open.raised) + 1 >= flap.raises;
    const enough = Math.max(clearHours(this.rule, standing), this.rule.hold_hours);
    while (standing.run < enough && hour - standing.run > open.raised) {
      if (this.#truth(subject, hour - standing.run, true) !== FALSE) break;
      standing.run += 1;
    }
    return standing;
  }

  #load(subject: number): Standing {
    const base = subject * FIELDS;
    const flags = this.#standings[base] as number;
    const standing = this.#scratch;
    standing.open = (flags & OPEN) !== 0;
    standing.flapping = (flags & FLAPPING) !== 0;
    standing.run = this.#standings[base + 1] as number;
    standing.raised = this.#standings[base + 2] as number;
    standing.last = this.#standings[base + 3] as number;
    return standing;
  }

  #save(subject: number, standing: Standing): void {
    const base = subject * FIELDS;
    this.#standings[base] = (standing.open ? OPEN : 0) | (standing.flapping ? FLAPPING : 0);
    this.#standings[base + 1] = standing.run;
    this.#standings[base + 2] = standing.raised;
    this.#standings[base + 3] = standing.last;
  }

  #valueOf(judgement: Judgement): number | null {
    return this.#leadOf(judgement).value ?? null;
  }
}
