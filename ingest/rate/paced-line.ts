import type { Clock } from '../../domain/clock.ts';
import type { RateLimiter } from './rate-limiter.ts';

/**
 * What came on one connection, let through in its order and no faster than the limiter allows for `key`. The whole line
 * waits, never one message alone: a message that overtakes an older one may close the hour the older one belongs to.
 */
export class PacedLine {
  readonly #options: { readonly key: string; readonly limiter: RateLimiter; readonly clock: Clock };
  #waiting: (() => void)[] = [];
  #cancelTimer: (() => void) | undefined;
  #dropped = false;

  constructor(options: { readonly key: string; readonly limiter: RateLimiter; readonly clock: Clock }) {
    this.#options = options;
  }

  /** Calls `run` at once or when its turn has come. True when it has to wait. */
  enter(run: () => void): boolean {
    const waitMs = this.#waiting.length > 0 ? undefined : this.#take();
    if (waitMs === 0 || this.#dropped) {
      run();
      return false;
    }
    this.#waiting.push(run);
    if (waitMs !== undefined) this.#schedule(waitMs);
    return true;
  }

  /** Forgets what waits: the connection is gone, and its station sends again. Only its last will comes after that. */
  drop(): void {
    this.#dropped = true;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#waiting = [];
  }

  #take(): number {
    const { key, limiter, clock } = this.#options;
    return limiter.take(key, clock.now());
  }

  #schedule(waitMs: number): void {
    this.#cancelTimer = this.#options.clock.after(waitMs, () => {
      this.#cancelTimer = undefined;
      this.#drain();
    });
  }

  #drain(): void {
    for (;;) {
      if (this.#waiting.length === 0) return;
      const waitMs = this.#take();
      if (waitMs > 0) {
        this.#schedule(waitMs);
        return;
      }
      this.#waiting.shift()?.();
    }
  }
}
