import { type AlertEvent, alertStream } from '../domain/alert/alert.ts';
import type { Clock } from '../domain/clock.ts';
import type { GradeChanged } from '../domain/grade/grade-event.ts';
import type { Rule } from '../domain/rule/rule.ts';
import type { Ledger, LedgerEvent, NewDelivery, NewEvent } from '../store/ledger.ts';
import type { Timeseries } from '../store/timeseries.ts';
import type { Evaluation } from './evaluation/evaluation.ts';
import { alertNotices, gradeNotices, type Subscription } from './notice.ts';
import { RuleRegister } from './rule-register.ts';

const EVALUATION = 'evaluation';

/** What is known of an alert before an event of it. */
interface KnownAlert {
  readonly priority: number;
  readonly shadow: boolean;
  /** How many events told of it. */
  readonly events: number;
}

interface Entry {
  readonly stream: string;
  readonly event: NewEvent;
}

export interface LedgerWriterOptions {
  readonly region: string;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly subscriptions: readonly Subscription[];
}

/** Writes what the engine decides: alert events, the hour through which all is judged, and the deliveries, in one append. */
export class LedgerWriter {
  readonly #options: LedgerWriterOptions;
  readonly #versions = new Map<string, number>();
  #judgedThrough = Number.NEGATIVE_INFINITY;
  #evaluateFrom = Number.NEGATIVE_INFINITY;
  #readThrough = 0;
  readonly #register = new RuleRegister();

  constructor(options: LedgerWriterOptions) {
    this.#options = options;
  }

  /** End of the newest hour the ledger says is judged; -Infinity when none. */
  get judgedThrough(): number {
    return this.#judgedThrough;
  }

  /** Readings up to here were in the store before the first start: history, not judged (EVA-7). */
  get evaluateFrom(): number {
    return this.#evaluateFrom;
  }

  /** Reads what the ledger has beyond the last call, the first time all of it, so that the rest of the program can take it up. */
  async *open(): AsyncIterable<LedgerEvent> {
    for (;;) {
      const page = await this.#options.ledger.read({ after: this.#readThrough, limit: 5_000 });
      for (const event of page) {
        this.#versions.set(event.stream, event.version);
        this.#register.apply(event);
        if (event.type === 'evaluation.closed') this.#judgedThrough = Math.max(this.#judgedThrough, event.at);
        if (event.type === 'evaluation.started' && event.data['history'] === true) {
          this.#evaluateFrom = event.at;
          this.#judgedThrough = Math.max(this.#judgedThrough, event.at);
        }
        this.#readThrough = event.seq;
        yield event;
      }
      if (page.length === 0) return;
    }
  }

  /** A new ledger beside an old store notes that what is there already is history (EVA-7); needed before anything is judged. */
  async begin(timeseries: Pick<Timeseries, 'count'>): Promise<void> {
    if ((this.#versions.get(EVALUATION) ?? 0) > 0) return;
    const now = this.#options.clock.now();
    const history = (await timeseries.count({ from: 0, to: Number.MAX_SAFE_INTEGER })) > 0;
    await this.#append([{ stream: EVALUATION, event: { type: 'evaluation.started', at: now, data: { history } } }], []);
    if (!history) return;
    this.#evaluateFrom = now;
    this.#judgedThrough = now;
  }

  /**
   * Notes which rules watch from now on; returns those that the ledger knew otherwise. `newestJudged`: end of the newest hour that was
   * judged, -Infinity when none was.
   */
  async watch(rules: readonly Rule[], newestJudged: number): Promise<ReadonlySet<string>> {
    const since = Number.isFinite(newestJudged) ? newestJudged : null;
    const { events, changed } = this.#register.changes(rules, this.#options.clock.now(), since);
    if (events.length === 0) return changed;
    for (const event of await this.#append(events, [])) this.#register.apply(event);
    return changed;
  }

  /** End of the newest hour that a rule may not judge any more, epoch ms; -Infinity when none. */
  watchesSince(rule: string): number {
    return this.#register.since(rule);
  }

  /** Appends one evaluation; nothing is written when it decided nothing and closed nothing. */
  async record(
    evaluation: Evaluation,
    context: {
      readonly closedThrough: number;
      readonly noticeOf: (alert: string) => KnownAlert;
    },
  ): Promise<{ readonly events: LedgerEvent[]; readonly deliveries: number }> {
    const entries: Entry[] = [];
    const deliveries: NewDelivery[] = [];
    const notices = new Map<string, KnownAlert>();
    for (const event of evaluation.alerts) {
      const { alert } = event.data;
      entries.push({ stream: alertStream(event.data.rule, event.data.subject), event });
      const known = notices.get(alert) ?? context.noticeOf(alert);
      const { priority, shadow } =
        event.type === 'alert.raised' ? { priority: event.data.priority, shadow: event.data.shadow ?? false } : known;
      notices.set(alert, { priority, shadow, events: known.events + 1 });
      if (!shadow) deliveries.push(...this.#notices(event, { ...known, priority }));
    }
    for (const event of evaluation.grades) {
      const stream =
        event.type === 'grade.noted' ? 'grade' : `grade/${event.data.subject.kind}/${event.data.subject.id}`;
      entries.push({ stream, event });
      if (event.type === 'grade.changed') deliveries.push(...this.#gradeNotices(event, this.#versionAfter(entries)));
    }
    const { closedThrough } = context;
    if (Number.isFinite(closedThrough) && closedThrough > this.#judgedThrough) {
      entries.push({ stream: EVALUATION, event: { type: 'evaluation.closed', at: closedThrough, data: {} } });
    }
    if (entries.length === 0) return { events: [], deliveries: 0 };
    const events = await this.#append(entries, deliveries);
    this.#judgedThrough = Math.max(this.#judgedThrough, closedThrough);
    return { events, deliveries: deliveries.length };
  }

  #gradeNotices(event: GradeChanged, version: number): NewDelivery[] {
    const { region, subscriptions } = this.#options;
    return gradeNotices(event, { region, subscriptions, version });
  }

  /** Version that the newest of the entries will have in its stream. */
  #versionAfter(entries: readonly Entry[]): number {
    const stream = entries.at(-1)?.stream ?? '';
    return (this.#versions.get(stream) ?? 0) + entries.filter((entry) => entry.stream === stream).length;
  }

  #notices(event: AlertEvent, { priority, events }: KnownAlert): NewDelivery[] {
    const { region, subscriptions } = this.#options;
    return alertNotices(event, { region, priority, subscriptions, events });
  }

  /** One append of all, in the order in which it was decided. */
  async #append(entries: readonly Entry[], deliveries: readonly NewDelivery[]): Promise<LedgerEvent[]> {
    const { ledger, clock } = this.#options;
    const versions = new Map<string, number>();
    const appends = entries.map(({ stream, event }) => {
      const expectedVersion = versions.get(stream) ?? this.#versions.get(stream) ?? 0;
      versions.set(stream, expectedVersion + 1);
      return { stream, expectedVersion, events: [event] };
    });
    const recorded = await ledger.append({ appends, deliveries, now: clock.now() });
    for (const [stream, version] of versions) this.#versions.set(stream, version);
    this.#readThrough = recorded.at(-1)?.seq ?? this.#readThrough;
    return recorded;
  }
}
