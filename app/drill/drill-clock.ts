import type { Clock } from '../../domain/clock.ts';

interface Timer {
  readonly at: number;
  readonly run: () => void;
  stop: () => void;
}

/**
 * The clock of a drill: at the pace of life until `begin`, so that starting the program and loading the past cost no hours of a fast drill,
 * then `rate` times as fast. It never jumps.
 */
export class DrillClock implements Clock {
  readonly #base: Clock;
  readonly #rate: number;
  readonly #timers = new Set<Timer>();
  #origin: { readonly base: number; readonly own: number; readonly rate: number };

  constructor(base: Clock, { startMs, rate }: { readonly startMs: number; readonly rate: number }) {
    this.#base = base;
    this.#rate = rate;
    this.#origin = { base: base.now(), own: startMs, rate: 1 };
  }

  now(): number {
    const { base, own, rate } = this.#origin;
    return Math.round(own + (this.#base.now() - base) * rate);
  }

  after(delayMs: number, run: () => void): () => void {
    const timer: Timer = { at: this.now() + delayMs, run, stop: () => {} };
    this.#timers.add(timer);
    this.#set(timer);
    return () => {
      this.#timers.delete(timer);
      timer.stop();
    };
  }

  begin(): void {
    this.#origin = { base: this.#base.now(), own: this.now(), rate: this.#rate };
    for (const timer of this.#timers) {
      timer.stop();
      this.#set(timer);
    }
  }

  #set(timer: Timer): void {
    const waitMs = Math.max(0, timer.at - this.now()) / this.#origin.rate;
    timer.stop = this.#base.after(waitMs, () => {
      this.#timers.delete(timer);
      timer.run();
    });
  }
}
