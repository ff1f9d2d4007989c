import type { LedgerEvent } from '../../store/ledger.ts';
import type { Proceeding, Protocol } from './protocol.ts';

/** One idempotency key that was carried out: the digest of its command, and the versions of its events, first and last. */
export interface KeyUse {
  readonly id: string;
  readonly command: string;
  readonly from: number;
  readonly to: number;
}

interface Entry<State> {
  readonly state: State;
  /** Of its newest event. */
  readonly seq: number;
  readonly keys: Map<string, KeyUse>;
}

/** All warnings, or all cases, as folded from the ledger. */
export class ProceedingBook<State extends Proceeding, Command extends { readonly type: string }> {
  readonly protocol: Protocol<State, Command>;
  readonly #entries = new Map<string, Entry<State>>();
  /** Keys of commands that began one: when they came nobody knew its id. */
  readonly #beginnings = new Map<string, KeyUse>();
  readonly #counts = new Map<string, number>();

  constructor(protocol: Protocol<State, Command>) {
    this.protocol = protocol;
  }

  get(id: string): State | undefined {
    return this.#entries.get(id)?.state;
  }

  /** The oldest first. */
  all(): readonly State[] {
    return [...this.#entries.values()].map(({ state }) => state);
  }

  streamOf(id: string): string {
    return `${this.protocol.stream}/${id}`;
  }

  /** The id when the stream is one of this book's. */
  idOf(stream: string): string | undefined {
    const prefix = `${this.protocol.stream}/`;
    return stream.startsWith(prefix) ? stream.slice(prefix.length) : undefined;
  }

  /** When the clocks of one speak next, epoch ms. */
  nextDueAt(id: string): number | undefined {
    const state = this.get(id);
    return state && this.protocol.nextDueAt(state);
  }

  /** Ledger sequence of the newest event; 0 when there is none. */
  seqOf(id: string): number {
    return this.#entries.get(id)?.seq ?? 0;
  }

  /** Where a key was used; without an id among the commands that began one. */
  keyUse(id: string | undefined, key: string): KeyUse | undefined {
    return id === undefined ? this.#beginnings.get(key) : this.#entries.get(id)?.keys.get(key);
  }

  /** The next free id of a year, `W-2026-001`. */
  nextId(year: number, exercise: boolean): string {
    const { real, exercise: drill } = this.protocol.prefix;
    const series = `${exercise ? drill : real}-${year}`;
    return `${series}-${String((this.#counts.get(series) ?? 0) + 1).padStart(3, '0')}`;
  }

  /** Takes up a recorded event of one of its streams and returns the state after it. What cannot follow throws. */
  fold(event: LedgerEvent): State {
    const id = this.idOf(event.stream) ?? '';
    const before = this.#entries.get(id);
    const state = this.protocol.apply(before?.state, event);
    if (state.version !== event.version) throw new Error(`event ${event.version} of ${event.stream} does not follow`);
    const keys = before?.keys ?? new Map<string, KeyUse>();
    this.#note(event, id, keys);
    this.#entries.set(id, { state, seq: event.seq, keys });
    if (before === undefined) this.#count(id);
    return state;
  }

  #note({ data, version }: LedgerEvent, id: string, keys: Map<string, KeyUse>): void {
    const { key, command } = data;
    if (typeof key !== 'string' || typeof command !== 'string') return;
    const use = { id, command, from: keys.get(key)?.from ?? version, to: version };
    keys.set(key, use);
    if (use.from === 1) this.#beginnings.set(key, use);
  }

  #count(id: string): void {
    const [, series = '', number = ''] = /^(.+)-(\d+)$/.exec(id) ?? [];
    this.#counts.set(series, Math.max(this.#counts.get(series) ?? 0, Number(number)));
  }
}
