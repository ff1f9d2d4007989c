import { monotonicMs } from '../monotonic-ms.ts';

/** When how many readings were committed: what a contender reports to, once per commit. */
export class Tally {
  committed = 0;
  /** Monotonic ms of each commit, and the total after it. */
  readonly times: number[] = [];
  readonly totals: number[] = [];
  readonly #expected: number;
  readonly #progressEvery: number;
  readonly #onProgress: (readings: number) => void;
  #told = 0;
  #onComplete: (() => void) | undefined;

  constructor(options: {
    readonly expected: number;
    readonly progressEvery: number;
    readonly onProgress: (readings: number) => void;
  }) {
    this.#expected = options.expected;
    this.#progressEvery = options.progressEvery;
    this.#onProgress = options.onProgress;
  }

  commit(readings: number): void {
    this.committed += readings;
    this.times.push(monotonicMs());
    this.totals.push(this.committed);
    if (this.committed - this.#told >= this.#progressEvery) {
      this.#told = this.committed;
      this.#onProgress(this.committed);
    }
    if (this.committed >= this.#expected) this.#onComplete?.();
  }

  /** Resolves when all that is expected is committed, or when nothing was for `idleMs`: then something is lost. */
  complete(idleMs: number): Promise<void> {
    return new Promise((resolve) => {
      let seen = -1;
      const finish = () => {
        clearInterval(timer);
        resolve();
      };
      const timer = setInterval(() => {
        if (this.committed === seen) finish();
        seen = this.committed;
      }, idleMs);
      this.#onComplete = finish;
      if (this.committed >= this.#expected) finish();
    });
  }
}
