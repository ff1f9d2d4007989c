import { type AlertEvent, alertStream } from '../domain/alert/alert.ts';
import type { Clock } from '../domain/clock.ts';
import type { Ledger, LedgerEvent, NewDelivery, NewEvent } from '../store/ledger.ts';
import type { Timeseries } from '../store/timeseries.ts';
import type { Evaluation } from './evaluator.ts';
import { alertNotices, type Subscription } from './notice.ts';

const EVALUATION = 'evaluation';

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

  constructor(options: LedgerWriterOptions) {
    this.#options = options;
  }

  /** End of the newest hour the ledger says is judged; -Infinity when none. */
  get judgedThrough(): number {
    return this.#judgedThrough;
  }

  /** Readings up to here were in the store before the first start: history, used for windows but not judged. */
  get evaluateFrom(): number {
    return this.#evaluateFrom;
  }

  /** Reads the whole ledger once. A new ledger beside an old store notes that what is there already is history. */
  async *open(timeseries: Pick<Timeseries, 'count'>): AsyncIterable<LedgerEvent> {
    let after = 0;
    for (;;) {
      const page = await this.#options.ledger.read({ after, limit: 5_000 });
      for (const event of page) {
        this.#versions.set(event.stream, event.version);
        if (event.type === 'evaluation.closed') this.#judgedThrough = Math.max(this.#judgedThrough, event.at);
        if (event.type === 'evaluation.started' && event.data['history'] === true) this.#evaluateFrom = event.at;
        yield event;
      }
      const last = page.at(-1);
      if (last === undefined) break;
      after = last.seq;
    }
    if ((this.#versions.get(EVALUATION) ?? 0) > 0) return;
    const now = this.#options.clock.now();
    const history = (await timeseries.count({ from: 0, to: Number.MAX_SAFE_INTEGER })) > 0;
    if (history) {
      this.#evaluateFrom = now;
      this.#judgedThrough = now;
    }
    await this.#append(
      [{ stream: EVALUATION, events: [{ type: 'evaluation.started', at: now, data: { history } }] }],
      [],
    );
  }

  /** Appends one evaluation; nothing is written when it decided nothing and closed nothing. */
  async record(
    evaluation: Evaluation,
    context: { readonly closedThrough: number; readonly priorityOf: (alert: string) => number },
  ): Promise<{ readonly events: LedgerEvent[]; readonly deliveries: number }> {
    const streams = new Map<string, NewEvent[]>();
    const deliveries: NewDelivery[] = [];
    const priorities = new Map<string, number>();
    for (const event of evaluation.alerts) {
      const stream = alertStream(event.data.rule, event.data.subject);
      streams.set(stream, [...(streams.get(stream) ?? []), event]);
      if (event.type === 'alert.raised') priorities.set(event.data.alert, event.data.priority);
      const priority = priorities.get(event.data.alert) ?? context.priorityOf(event.data.alert);
      deliveries.push(...this.#notices(event, priority));
    }
    const { closedThrough } = context;
    if (Number.isFinite(closedThrough) && closedThrough > this.#judgedThrough) {
      streams.set(EVALUATION, [{ type: 'evaluation.closed', at: closedThrough, data: {} }]);
    }
    if (streams.size === 0) return { events: [], deliveries: 0 };
    const events = await this.#append(
      [...streams].map(([stream, newEvents]) => ({ stream, events: newEvents })),
      deliveries,
    );
    this.#judgedThrough = Math.max(this.#judgedThrough, closedThrough);
    return { events, deliveries: deliveries.length };
  }

  #notices(event: AlertEvent, priority: number): NewDelivery[] {
    const { region, subscriptions } = this.#options;
    return alertNotices(event, { region, priority, subscriptions });
  }

  async #append(
    appends: readonly { readonly stream: string; readonly events: readonly NewEvent[] }[],
    deliveries: readonly NewDelivery[],
  ): Promise<LedgerEvent[]> {
    const { ledger, clock } = this.#options;
    const recorded = await ledger.append({
      appends: appends.map(({ stream, events }) => ({
        stream,
        expectedVersion: this.#versions.get(stream) ?? 0,
        events,
      })),
      deliveries,
      now: clock.now(),
    });
    for (const event of recorded) this.#versions.set(event.stream, event.version);
    return recorded;
  }
}
