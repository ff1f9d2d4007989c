import { setTimeout as delay } from 'node:timers/promises';
import type { Reading } from '../../domain/air/reading.ts';
import type { Timeseries } from '../../store/timeseries.ts';

/**
 * A real store whose writes can be made to wait or to fail on purpose. With the gate shut a write waits before it reaches
 * the store; `failing` makes it reject with that error instead.
 */
export class GatedTimeseries implements Timeseries {
  readonly #store: Timeseries;
  #waiting: (() => void)[] = [];
  shut = false;
  /** A slow disk: every write takes this long on top. */
  slowMs = 0;
  failing: Error | undefined;
  /** Sizes of the batches in the order in which they were asked for. */
  readonly writes: number[] = [];
  #inFlight = 0;
  mostInFlight = 0;

  constructor(store: Timeseries) {
    this.#store = store;
  }

  open(): void {
    this.shut = false;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resume of waiting) resume();
  }

  async write(readings: readonly Reading[]): Promise<void> {
    this.writes.push(readings.length);
    this.#inFlight++;
    this.mostInFlight = Math.max(this.mostInFlight, this.#inFlight);
    try {
      if (this.shut) await new Promise<void>((resolve) => this.#waiting.push(resolve));
      if (this.slowMs > 0) await delay(this.slowMs);
      if (this.failing !== undefined) throw this.failing;
      await this.#store.write(readings);
    } finally {
      this.#inFlight--;
    }
  }

  read: Timeseries['read'] = (query) => this.#store.read(query);
  count: Timeseries['count'] = (range) => this.#store.count(range);
  ready: Timeseries['ready'] = () => this.#store.ready();
  close: Timeseries['close'] = () => this.#store.close();
}
