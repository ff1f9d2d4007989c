import type { Clock } from '../../domain/clock.ts';
import { VersionConflict } from '../../store/ledger.ts';
import { DeadlineIndex } from './deadline-index.ts';
import type { Draft } from './proceeding-desk.ts';
import type { ProtocolLedger } from './protocol-ledger.ts';

/**
 * Nobody sleeps for longer: a machine that was asleep or whose clock was set wakes up with the wrong idea of how long it waited. Legal
 * terms are minutes, so that much too late is the most.
 */
const LONGEST_WAIT_MS = 60_000;
const AGAIN_MS = 1_000;
/** Warnings and cases whose clocks speak in one transaction. */
const BATCH = 100;

interface Desk {
  readonly book: { idOf(stream: string): string | undefined; seqOf(id: string): number };
  spoken(id: string, now: number): Draft | undefined;
}

export interface DeadlineTimerOptions {
  readonly clock: Clock;
  readonly record: Pick<ProtocolLedger, 'append' | 'catchUp' | 'broken'>;
  readonly desks: readonly Desk[];
  /** Between commands, never beside one. */
  readonly run: (task: () => Promise<void>) => Promise<void>;
  readonly onError: (error: unknown, doing: string) => void;
}

/** One timer for the earliest of all deadlines (COO-6); what fell due while nobody was there is told at once, once, marked late (COO-7). */
export class DeadlineTimer {
  readonly #options: DeadlineTimerOptions;
  readonly #index = new DeadlineIndex();
  #cancel: (() => void) | undefined;
  /** What the timer waits for, epoch ms. */
  #armedFor: number | undefined;
  #working = false;
  #running = false;
  /** Why what is due cannot be told, while that is so. */
  trouble: string | undefined;

  constructor(options: DeadlineTimerOptions) {
    this.#options = options;
  }

  /** When the clocks of a stream speak next, epoch ms. */
  set(stream: string, at: number | undefined): void {
    this.#index.set(stream, at);
    this.#arm();
  }

  nextDueAt(): number | undefined {
    return this.#index.first()?.at;
  }

  /** Tells what is due, and from now on whatever falls due. */
  async start(): Promise<void> {
    this.#running = true;
    await this.#work();
  }

  stop(): void {
    this.#running = false;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    this.#disarm();
    let isAway = false;
    try {
      while (this.#running && this.#isDue()) await this.#options.run(() => this.#speak());
      this.trouble = undefined;
    } catch (error) {
      isAway = true;
      this.trouble = error instanceof Error ? error.message : String(error);
      this.#options.onError(error, 'telling of deadlines');
    }
    this.#working = false;
    if (isAway) this.#wait(AGAIN_MS);
    else this.#arm();
  }

  #isDue(): boolean {
    return (this.nextDueAt() ?? Number.POSITIVE_INFINITY) <= this.#options.clock.now();
  }

  /** Lets the earliest speak, several in one transaction. */
  async #speak(): Promise<void> {
    const { clock, record } = this.#options;
    const now = clock.now();
    const drafts = new Map<string, Draft>();
    const held: { readonly id: string; readonly at: number }[] = [];
    for (let next = this.#index.first(); next !== undefined && next.at <= now; next = this.#index.first()) {
      if (drafts.size === BATCH) break;
      const draft = this.#draftOf(next.id, now);
      // Out of the way of the others; what it is recorded as sets it again.
      this.#index.set(next.id, undefined);
      if (draft === undefined) continue;
      held.push(next);
      drafts.set(next.id, draft);
    }
    if (drafts.size === 0) return;
    const appends = [...drafts.values()].map(({ append }) => append);
    const deliveries = [...drafts.values()].flatMap((draft) => draft.deliveries);
    try {
      await record.append({ appends, deliveries, now });
    } catch (error) {
      for (const { id, at } of held) this.#index.set(id, at);
      if (!(error instanceof VersionConflict)) throw error;
      await record.catchUp(error.stream, this.#deskOf(error.stream).seq);
    }
  }

  #draftOf(stream: string, now: number): Draft | undefined {
    if (this.#options.record.broken.has(stream)) return undefined;
    try {
      const { desk, id } = this.#deskOf(stream);
      const draft = desk.spoken(id, now);
      if (draft === undefined) throw new Error('its clocks are due and say nothing');
      return draft;
    } catch (error) {
      // One that cannot speak must not silence the others; it is seen in the status.
      this.#options.record.broken.set(stream, error instanceof Error ? error.message : String(error));
      this.#options.onError(error, `letting the clocks of ${stream} speak`);
      return undefined;
    }
  }

  #deskOf(stream: string): { readonly desk: Desk; readonly id: string; readonly seq: number } {
    for (const desk of this.#options.desks) {
      const id = desk.book.idOf(stream);
      if (id !== undefined) return { desk, id, seq: desk.book.seqOf(id) };
    }
    throw new Error(`${stream} is no stream of a protocol`);
  }

  #arm(): void {
    if (!this.#running || this.#working) return;
    const next = this.nextDueAt();
    if (next === this.#armedFor && this.#cancel !== undefined) return;
    this.#disarm();
    if (next === undefined) return;
    this.#armedFor = next;
    this.#wait(next - this.#options.clock.now());
  }

  #disarm(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#armedFor = undefined;
  }

  #wait(ms: number): void {
    if (!this.#running) return;
    this.#cancel = this.#options.clock.after(Math.max(0, Math.min(ms, LONGEST_WAIT_MS)), () => {
      this.#cancel = undefined;
      void this.#work();
    });
  }
}
