import type { Reading } from '../domain/air/reading.ts';
import type { Rule } from '../domain/rule/rule.ts';
import type { Subject } from '../domain/rule/subject.ts';
import { AlertBoard, type AlertRecord } from './alert-board.ts';
import type { EngineCounters, EngineListener, EngineOptions } from './engine-options.ts';
import { type Evaluation, emptyEvaluation } from './evaluation/evaluation.ts';
import { Evaluator } from './evaluation/evaluator.ts';
import type { RuleHour } from './evaluation/rule-set.ts';
import { GradeBoard } from './grade-board.ts';
import { LedgerWriter } from './ledger-writer.ts';

const HOUR_MS = 3_600_000;

/** Parts of one hour, one a second. */
const LONGEST_HOUR = 3_600;

const COUNTED: Readonly<Record<string, 'raised' | 'returned' | 'corrected' | 'withdrawn'>> = {
  'alert.raised': 'raised',
  'alert.returned': 'returned',
  'alert.corrected': 'corrected',
  'alert.withdrawn': 'withdrawn',
};

/** Readings that may wait for evaluation; beyond it the engine forgets them and reads them back from the store. */
const LONGEST_QUEUE = 200_000;

/**
 * The engine at run time: committed readings go through the evaluator, its events into the ledger with the deliveries they
 * cause. It never holds up ingest; whatever it has not got round to is in the store, and a restart (or a resync after the
 * ledger was away) evaluates what lies beyond the last `evaluation.closed` of the ledger. Evaluating twice changes nothing.
 */
export class Engine {
  readonly board = new AlertBoard();
  readonly grades = new GradeBoard();
  /** Why nothing is being evaluated, while that is so. */
  #trouble: string | undefined;
  readonly counters: EngineCounters = {
    evaluated: 0,
    late: 0,
    raised: 0,
    returned: 0,
    corrected: 0,
    withdrawn: 0,
    failures: 0,
  };
  #options: EngineOptions;
  readonly #writer: LedgerWriter;
  readonly #listeners = new Set<EngineListener>();
  #evaluator: Evaluator;
  #queue: Reading[] = [];
  #mustResync = false;
  #working: Promise<void> | undefined;
  #stopped = false;
  readonly #touched = new Map<number, number>();
  #stopTimer: (() => void) | undefined;
  #stopCorrection: (() => void) | undefined;
  /** When corrections are told at the latest, epoch ms; undefined while none wait. */
  #correctBy: number | undefined;
  readonly #firstFailure = Promise.withResolvers<void>();

  private constructor(options: EngineOptions) {
    this.#options = options;
    this.#writer = new LedgerWriter(options);
    this.#evaluator = this.#newEvaluator();
  }

  /** Folds the ledger, evaluates what the store holds beyond it, and is ready for live readings. */
  static async start(options: EngineOptions): Promise<Engine> {
    const engine = new Engine(options);
    engine.#mustResync = true;
    engine.#work();
    // With the store away it goes on trying; what is committed meanwhile is in the store when it comes back.
    await Promise.race([engine.settled(), engine.#firstFailure.promise]);
    return engine;
  }

  /** Takes committed readings; returns at once. */
  committed(readings: readonly Reading[]): void {
    if (this.#stopped || this.#mustResync) return;
    if (this.#queue.length + readings.length > LONGEST_QUEUE) {
      this.#queue = [];
      this.#mustResync = true;
    } else this.#queue.push(...readings);
    this.#work();
  }

  /**
   * Goes over to other rules without missing a reading: unchanged rules keep their state, new and changed ones watch from now on,
   * open alerts of changed and removed ones return (EVA-13).
   */
  async reload(rules: readonly Rule[]): Promise<{ readonly changed: readonly string[] }> {
    await this.settled();
    let changed: ReadonlySet<string> = new Set();
    const replace = async () => {
      this.#options = { ...this.#options, rules };
      changed = await this.#writer.watch(rules, this.#evaluator.newestJudged);
      // With windows too short for the new rules the stores fill longer ones.
      if (!this.#evaluator.replaceRules(rules)) this.#mustResync = true;
      await this.#closeChanged(changed);
    };
    this.#working = replace()
      .catch((error) => {
        this.#mustResync = true;
        this.#options.onError(error, 'reloading the rules');
      })
      .finally(() => {
        this.#working = undefined;
        this.#work();
      });
    await this.settled();
    return { changed: [...changed] };
  }

  /** For /readyz: whether committed readings are evaluated and recorded. */
  status(): { readonly ok: true } | { readonly ok: false; readonly reason: string } {
    return this.#trouble === undefined ? { ok: true } : { ok: false, reason: `not evaluating: ${this.#trouble}` };
  }

  /** How a rule saw a subject in its newest judged hours, newest first; undefined when it watches no such subject. */
  explain(query: {
    readonly rule: string;
    readonly subject: Subject;
    readonly hours: number;
  }): readonly RuleHour[] | undefined {
    return this.#evaluator.explain(query);
  }

  /** Up to when a rule stood otherwise or not at all, epoch ms; -Infinity: it stands so from the beginning. */
  watchesSince(rule: string): number {
    return this.#writer.watchesSince(rule);
  }

  /** The rules in force. */
  get rules(): readonly Rule[] {
    return this.#options.rules;
  }

  subscribe(listener: EngineListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when everything taken so far is evaluated and recorded. */
  async settled(): Promise<void> {
    while (this.#working !== undefined) await this.#working;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopTimer?.();
    this.#stopCorrection?.();
    await this.settled();
    this.#correct();
    await this.settled();
  }

  #work(): void {
    this.#working ??= this.#drain().finally(() => {
      this.#working = undefined;
      this.#scheduleClose();
    });
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0 || this.#mustResync) {
      try {
        if (this.#mustResync) await this.#resync();
        this.#trouble = undefined;
        const batch = this.#queue;
        this.#queue = [];
        if (batch.length > 0) await this.#recordAll(this.#judge(batch));
        this.#scheduleCorrection(batch.length > 0);
      } catch (error) {
        // The evaluator is ahead of the ledger now: forget both and take the truth from the stores.
        this.counters.failures += 1;
        this.#queue = [];
        this.#mustResync = true;
        this.#options.onError(error, 'evaluating');
        this.#trouble = error instanceof Error ? error.message : String(error);
        this.#firstFailure.resolve();
        if (this.#stopped) return;
        await new Promise<void>((resolve) => this.#options.clock.after(1_000, resolve));
      }
    }
  }

  #judge(batch: readonly Reading[]): Evaluation {
    const now = this.#options.clock.now();
    this.counters.evaluated += batch.length;
    const evaluation = this.#evaluator.judge(batch);
    this.counters.late += evaluation.late;
    for (const hour of evaluation.touched) this.#touched.set(hour, now);
    for (const hour of this.#touched.keys()) if (hour <= this.#evaluator.closedThrough) this.#touched.delete(hour);
    return evaluation;
  }

  /** Records it, and what the hours say that had to be read from the store again. */
  async #recordAll(evaluation: Evaluation): Promise<void> {
    await this.#record(evaluation);
    const seen = new Set<string>();
    for (const recall of evaluation.recalls) {
      const key = `${recall.station} ${recall.hour}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const { station, hour } = recall;
      const readings = await this.#options.timeseries.read({
        stations: [station],
        from: hour - HOUR_MS + 1,
        to: hour + 1,
        limit: LONGEST_HOUR,
      });
      await this.#record(this.#evaluator.recalled(recall, readings));
    }
  }

  async #record(evaluation: Evaluation): Promise<void> {
    const recorded = await this.#writer.record(evaluation, {
      closedThrough: this.#evaluator.closedThrough,
      noticeOf: (id) => this.board.get(id) ?? { priority: 4, shadow: false, events: 0 },
    });
    for (const event of recorded.events) {
      const grade = this.grades.apply(event);
      if (grade !== undefined) this.#tell((listener) => listener.grade?.(grade, event.type));
      const alert = this.board.apply(event);
      if (alert === undefined) continue;
      this.counters[COUNTED[event.type] ?? 'raised'] += 1;
      this.#tell((listener) => listener.alert?.(alert, event.type));
    }
    if (evaluation.closed.length > 0) this.#tell((listener) => listener.cityHours?.(evaluation.closed));
    if (recorded.deliveries > 0) this.#options.onDeliveries();
  }

  /** A new evaluator from what the ledger and the store know; the same code at every start. */
  async #resync(): Promise<void> {
    for await (const event of this.#writer.open()) {
      this.board.apply(event);
      this.grades.apply(event);
    }
    await this.#writer.begin(this.#options.timeseries);
    this.#mustResync = false;
    this.#queue = [];
    const evaluator = this.#newEvaluator();
    const { judgedThrough, evaluateFrom } = this.#writer;
    const changed = await this.#writer.watch(this.#options.rules, this.#newestTold(judgedThrough));
    await this.#closeChanged(changed);
    const from = judgedThrough - evaluator.memoryHours * HOUR_MS;
    const since = (rule: string) => this.#writer.watchesSince(rule);
    const note = this.grades.noteBefore(judgedThrough - this.#options.windowHours * HOUR_MS);
    evaluator.restore({
      judgedThrough,
      evaluateFrom,
      since,
      alerts: this.board.since(from),
      grades: { ...(note === undefined ? {} : { note }), gradeOf: (kind, id) => this.grades.gradeOf(kind, id) },
    });
    this.#evaluator = evaluator;
    let after: { at: number; station: string; periodS: number } | undefined;
    for (;;) {
      const page = await this.#options.timeseries.read({
        from: Number.isFinite(from) ? from : 0,
        to: Number.MAX_SAFE_INTEGER,
        limit: 20_000,
        ...(after === undefined ? {} : { after }),
      });
      const last = page.at(-1);
      if (last === undefined) break;
      await this.#recordAll(this.#judge(page));
      after = { at: last.at, station: last.station, periodS: last.periodS };
    }
    await this.#record(evaluator.settle());
    await this.#closeUnwatched();
  }

  /** An alert whose rule or subject the agreement has no more would stay open for ever (ALE-5). */
  /** Hours of which something was told may be newer than the last that was closed. */
  #newestTold(judgedThrough: number): number {
    let newest = judgedThrough;
    for (const { raisedAt, returnedAt } of this.board.since(judgedThrough)) {
      newest = Math.max(newest, raisedAt, returnedAt ?? raisedAt);
    }
    return newest;
  }

  async #closeChanged(changed: ReadonlySet<string>): Promise<void> {
    const open = [...this.board.since(Number.POSITIVE_INFINITY)].filter(({ rule }) => changed.has(rule));
    const isGone = ({ rule }: AlertRecord) => this.#options.rules.every(({ id }) => id !== rule);
    await this.#closeAlerts(open.filter(isGone), 'no_longer_watched');
    await this.#closeAlerts(
      open.filter((alert) => !isGone(alert)),
      'rule_changed',
    );
  }

  #closeUnwatched(): Promise<void> {
    const alerts = this.#evaluator.unwatched(this.board.since(Number.POSITIVE_INFINITY));
    return this.#closeAlerts([...alerts], 'no_longer_watched');
  }

  async #closeAlerts(open: readonly AlertRecord[], reason: string): Promise<void> {
    const now = this.#options.clock.now();
    const alerts = open.map((alert) => {
      const { rule, subject, quantity, value, limit } = alert;
      const data = { alert: alert.id, rule, subject, quantity, value, limit, reason };
      return { type: 'alert.returned' as const, at: Math.max(now, alert.raisedAt), data };
    });
    if (alerts.length > 0) await this.#record({ ...emptyEvaluation(), alerts });
  }

  /** The oldest hour that waits to be closed; where silence is watched also one of which nothing has come. */
  get #oldestOpen(): number | undefined {
    const { closedThrough, watchesSilence, openHours } = this.#evaluator;
    return watchesSilence && Number.isFinite(closedThrough) ? closedThrough + HOUR_MS : openHours[0];
  }

  #newEvaluator(): Evaluator {
    return new Evaluator({ ...this.#options, holdCorrections: this.#options.correctAfterMs > 0 });
  }

  /** A logger that empties its buffer changes hour after hour: what stands in the end is told, not every step (EVA-14). */
  #scheduleCorrection(isChanged: boolean): void {
    if (this.#stopped || !this.#evaluator.hasCorrections || (!isChanged && this.#stopCorrection !== undefined)) return;
    const { clock, correctAfterMs } = this.#options;
    const now = clock.now();
    this.#correctBy ??= now + 10 * correctAfterMs;
    this.#stopCorrection?.();
    this.#stopCorrection = clock.after(Math.max(0, Math.min(correctAfterMs, this.#correctBy - now)), () => {
      this.#stopCorrection = undefined;
      void this.settled().then(() => this.#correct());
    });
  }

  #correct(): void {
    this.#correctBy = undefined;
    if (this.#working !== undefined || !this.#evaluator.hasCorrections) return;
    this.#working = this.#recordAll(this.#evaluator.correct())
      .catch((error) => {
        this.counters.failures += 1;
        this.#mustResync = true;
        this.#options.onError(error, 'correcting');
      })
      .finally(() => {
        this.#working = undefined;
        if (!this.#stopped) this.#work();
      });
  }

  #scheduleClose(): void {
    this.#stopTimer?.();
    const oldest = this.#oldestOpen;
    if (this.#stopped || oldest === undefined) return;
    const delay = Math.max(0, this.#closeDueAt(oldest) - this.#options.clock.now());
    this.#stopTimer = this.#options.clock.after(delay, () => this.#closeDueHours());
  }

  #closeDueAt(hour: number): number {
    return Math.max(hour + this.#options.closeAfterMs, (this.#touched.get(hour) ?? 0) + this.#options.quietMs); // EVA-3
  }

  #closeDueHours(): void {
    if (this.#working !== undefined) return; // its end schedules again
    const now = this.#options.clock.now();
    if (this.#options.holdClosing?.() === true) {
      for (const hour of this.#evaluator.openHours) this.#touched.set(hour, now);
      this.#scheduleClose();
      return;
    }
    let through: number | undefined;
    for (let hour = this.#oldestOpen; hour !== undefined && this.#closeDueAt(hour) <= now; hour += HOUR_MS)
      through = hour;
    if (through === undefined) {
      this.#scheduleClose();
      return;
    }
    const close = async () => {
      try {
        await this.#record(this.#evaluator.closeHours(through));
      } catch (error) {
        this.counters.failures += 1;
        this.#mustResync = true;
        this.#options.onError(error, 'closing an hour');
      }
      await this.#drain();
    };
    this.#working = close().finally(() => {
      this.#working = undefined;
      this.#scheduleClose();
    });
  }

  #tell(call: (listener: EngineListener) => void): void {
    for (const listener of this.#listeners) {
      try {
        call(listener);
      } catch (error) {
        this.#options.onError(error, 'telling a listener');
      }
    }
  }
}
