import type { Clock } from '../../domain/clock.ts';

/** A clock that stands still until it is told to go on; its timers run in due order, at their time. */
export class ManualClock implements Clock {
  #now: number;
  #timers: { at: number; run: () => void }[] = [];

  constructor(now: number) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { at: this.#now + delayMs, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.#timers.length;
  }

  /** How long until the next timer, or undefined. */
  nextInMs(): number | undefined {
    if (this.#timers.length === 0) return undefined;
    return Math.min(...this.#timers.map(({ at }) => at)) - this.#now;
  }

  /** Goes on by so much, running what falls due. */
  advance(ms: number): void {
    for (const _ of this.#due(this.#now + ms));
  }

  /** As `advance`, and lets promises settle after each timer. */
  async pass(ms: number): Promise<void> {
    for (const _ of this.#due(this.#now + ms)) await settle();
    await settle();
  }

  *#due(until: number): Iterable<void> {
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
      yield;
    }
    this.#now = until;
  }
}

/** Lets everything that is already due to happen happen: several turns of the event loop, no time passes. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}
