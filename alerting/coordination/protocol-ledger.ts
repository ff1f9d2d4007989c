import { type Append, type Ledger, type LedgerEvent, type NewDelivery, VersionConflict } from '../../store/ledger.ts';

const PAGE = 5_000;

/** Takes up what is recorded in streams of its kind. */
export interface LedgerFold {
  takes(stream: string): boolean;
  /** Called with every event of its streams, once, in order. */
  fold(event: LedgerEvent): void;
}

export interface ProtocolLedgerOptions {
  readonly ledger: Pick<Ledger, 'append' | 'read'>;
  readonly folds: readonly LedgerFold[];
  readonly onDeliveries: (deliveries: readonly NewDelivery[]) => void;
  readonly onError: (error: unknown, doing: string) => void;
}

/**
 * The protocols' way into the ledger: what is in memory is the fold of what was recorded and nothing else, so when an append fails
 * nothing has changed (COO-2). A stream that cannot be folded is left alone and named; the others go on.
 */
export class ProtocolLedger {
  readonly #options: ProtocolLedgerOptions;
  readonly #listeners = new Set<(events: readonly LedgerEvent[]) => void>();
  /** Streams that cannot be folded, with the reason. */
  readonly broken = new Map<string, string>();

  constructor(options: ProtocolLedgerOptions) {
    this.#options = options;
  }

  onRecorded(listener: (events: readonly LedgerEvent[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Everything after `seq`, in order. */
  async *read(after: number, stream?: string): AsyncIterable<LedgerEvent> {
    for (let from = after; ; ) {
      const query = { after: from, limit: PAGE, ...(stream === undefined ? {} : { stream }) };
      const page = await this.#options.ledger.read(query);
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return;
      from = last.seq;
    }
  }

  /** All of the ledger, at a start. */
  async open(): Promise<void> {
    for await (const event of this.read(0)) this.#fold(event);
  }

  /** What another program has appended to a stream, after `seq`. */
  async catchUp(stream: string, seq: number): Promise<void> {
    for await (const event of this.read(seq, stream)) this.#fold(event);
  }

  /** Rejects as `Ledger.append` does, and then nothing has changed. Listeners hear of what is recorded after it is folded. */
  async append(input: {
    readonly appends: readonly Append[];
    readonly deliveries: readonly NewDelivery[];
    readonly now: number;
  }): Promise<LedgerEvent[]> {
    const bad = input.appends.find(({ stream }) => this.broken.has(stream));
    if (bad !== undefined) throw new Error(`${bad.stream} is a broken record: ${this.broken.get(bad.stream)}`);
    const recorded = await this.#options.ledger.append(input);
    for (const event of recorded) this.#fold(event);
    if (input.deliveries.length > 0) this.#options.onDeliveries(input.deliveries);
    for (const listener of this.#listeners) {
      try {
        listener(recorded);
      } catch (error) {
        this.#options.onError(error, 'telling of what was recorded');
      }
    }
    return recorded;
  }

  #fold(event: LedgerEvent): void {
    if (this.broken.has(event.stream)) return;
    try {
      for (const fold of this.#options.folds) if (fold.takes(event.stream)) fold.fold(event);
    } catch (error) {
      this.broken.set(event.stream, error instanceof Error ? error.message : String(error));
      this.#options.onError(error, `reading ${event.stream}`);
    }
  }
}

/** Each lost attempt is another's success, so many in a row mean many programs that write at once. */
const MOST_ATTEMPTS = 20;

/**
 * Tries it again after another program has moved a stream on; `catchUp` reads what it wrote. Gives up with the `VersionConflict`.
 */
export async function withoutConflict<Result>(
  attempt: () => Promise<Result>,
  catchUp: (stream: string) => Promise<void>,
): Promise<Result> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof VersionConflict) || tried === MOST_ATTEMPTS) throw error;
      await catchUp(error.stream);
    }
  }
}
