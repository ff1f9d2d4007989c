import type { Clock } from '../../domain/clock.ts';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** A clock of history: it goes where it is moved, and its timers run when they are let. */
export class VirtualClock implements Clock {
  #now: number;
  #timers: Timer[] = [];

  /** Epoch ms. */
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
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  }

  /** Never back; runs nothing. */
  moveTo(at: number): void {
    this.#now = Math.max(this.#now, at);
  }

  /** Runs what is due, in the order of its time. */
  runDue(): void {
    const due = this.#timers.filter(({ at }) => at <= this.#now).sort((a, b) => a.at - b.at);
    this.#timers = this.#timers.filter((timer) => !due.includes(timer));
    for (const { run } of due) run();
  }
}
