import { isParameter, type Parameter } from '../../domain/air/parameter.ts';
import type { Overrule } from '../../domain/air/quality/overrule.ts';
import type { Reading } from '../../domain/air/reading.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Ledger, LedgerEvent } from '../../store/ledger.ts';
import type { Timeseries } from '../../store/timeseries.ts';
import type { Log } from '../log.ts';
import type { OverruleBook } from './overrule-book.ts';
import type { UsableReadings } from './usable-readings.ts';

const OVERRULED = 'quality.overruled';
const PAGE = 5_000;
/** Readings of one station that end at one instant: one for each length of period. */
const MOST_PERIODS = 100;

export interface OverruleDeskOptions {
  readonly ledger: Pick<Ledger, 'append' | 'read'>;
  readonly book: OverruleBook;
  readonly timeseries: Pick<Timeseries, 'read'>;
  readonly usable: UsableReadings;
  readonly clock: Clock;
  readonly log: Log;
  readonly onUsable: (readings: readonly Reading[]) => void;
}

/** What became of a decision; nothing is recorded on a value that is not there. */
export type Decided =
  | { readonly outcome: 'recorded'; readonly overrule: Overrule; readonly seq: number }
  | { readonly outcome: 'unknown_value' };

/** Takes reviewers' decisions into the ledger and lets them hold at once (QC-12, QC-20). */
export class OverruleDesk {
  readonly #options: OverruleDeskOptions;
  readonly #versions = new Map<string, number>();
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(options: OverruleDeskOptions) {
    this.#options = options;
  }

  /** Reads the decisions that the ledger knows into the book. */
  static async open(options: OverruleDeskOptions): Promise<OverruleDesk> {
    const desk = new OverruleDesk(options);
    for (let after = 0; ; ) {
      const page = await options.ledger.read({ after, limit: PAGE });
      for (const event of page) if (event.type === OVERRULED) desk.#recorded(event);
      if (page.length < PAGE) return desk;
      after = page.at(-1)?.seq ?? after;
    }
  }

  /** Rejects with `StoreUnavailable` when reading or ledger cannot be reached; nothing is decided then. */
  decide(decision: Omit<Overrule, 'decidedAt'>): Promise<Decided> {
    // One after the other: the ledger counts the events of a stream.
    const decided = this.#queue.then(() => this.#decide(decision));
    this.#queue = decided.catch(() => undefined);
    return decided;
  }

  async #decide(decision: Omit<Overrule, 'decidedAt'>): Promise<Decided> {
    const { timeseries, ledger, clock } = this.#options;
    const { station, at, periodS, parameter, reason, by } = decision;
    const found = await timeseries.read({ stations: [station], from: at, to: at + 1, limit: MOST_PERIODS });
    const reading = found.find((one) => one.periodS === periodS);
    const value = reading?.values[parameter];
    if (reading === undefined || value === undefined) return { outcome: 'unknown_value' };
    const now = clock.now();
    const data = { station, end: at, period: periodS, parameter, value, decision: decision.decision, reason, by };
    const stream = streamOf(station);
    const [event] = await ledger.append({
      appends: [
        { stream, expectedVersion: this.#versions.get(stream) ?? 0, events: [{ type: OVERRULED, at: now, data }] },
      ],
      now,
    });
    if (event === undefined) throw new Error('the ledger did not say what it recorded');
    const overrule = this.#recorded(event);
    await this.#handOn(reading);
    return { outcome: 'recorded', overrule, seq: event.seq };
  }

  #recorded(event: LedgerEvent): Overrule {
    this.#versions.set(event.stream, event.version);
    const overrule = overruleOf(event);
    this.#options.book.add(overrule);
    return overrule;
  }

  /** The decision is recorded and holds, also when the rest of the house hears of it only at its next resync. */
  async #handOn(reading: Reading): Promise<void> {
    try {
      this.#options.onUsable(await this.#options.usable.of([reading]));
    } catch (error) {
      this.#options.log.error({ err: error }, 'a reading that a reviewer decided on could not be handed on again');
    }
  }
}

function streamOf(station: string): string {
  return `quality/${station}`;
}

/** A recorded decision. Throws when it is about a parameter that is not known. */
export function overruleOf({ seq, at: decidedAt, data }: LedgerEvent): Overrule {
  const parameter = String(data['parameter']);
  if (!isParameter(parameter)) throw new Error(`ledger ${seq} overrules a parameter ${parameter} that is not known`);
  return {
    station: String(data['station']),
    at: Number(data['end']),
    periodS: Number(data['period']),
    parameter: parameter satisfies Parameter,
    decision: data['decision'] === 'accept' ? 'accept' : 'reject',
    reason: String(data['reason']),
    by: String(data['by']),
    decidedAt,
  };
}
