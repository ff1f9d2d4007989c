import type { Reading } from '../../../domain/air/reading.ts';
import { type ReadingQuery, StoreMisconfigured, StoreUnavailable, type Timeseries } from '../../../store/timeseries.ts';

/** How a store goes wrong on purpose; `lost` stores and then fails, `hanging` answers only when released. */
export type Mode = 'up' | 'down' | 'misconfigured' | 'lost' | 'hanging';

/** A real store behind a line that fails on purpose. */
export class FailingStore implements Timeseries {
  mode: Mode = 'up';
  /** What the next writes meet, one each, before `mode` holds again. */
  next: Mode[] = [];
  /** Sizes of the writes that reached the line, in order. */
  readonly attempts: number[] = [];
  readonly #inner: Timeseries;
  #held: { readonly readings: readonly Reading[]; readonly end: (error?: Error) => void }[] = [];

  constructor(inner: Timeseries) {
    this.#inner = inner;
  }

  async write(readings: readonly Reading[]): Promise<void> {
    this.attempts.push(readings.length);
    const mode = this.next.shift() ?? this.mode;
    if (mode === 'down') throw new StoreUnavailable('down on purpose');
    if (mode === 'misconfigured') throw new StoreMisconfigured('wrong token on purpose');
    if (mode === 'hanging') {
      await new Promise<void>((resolve, reject) => {
        this.#held.push({ readings, end: (error) => (error === undefined ? resolve() : reject(error)) });
      });
    }
    await this.#inner.write(readings);
    if (mode === 'lost') throw new StoreUnavailable('the answer was lost on purpose');
  }

  get holding(): number {
    return this.#held.length;
  }

  /** The writes that hang are carried out now, late. */
  release(): void {
    for (const { end } of this.#held.splice(0)) end();
  }

  /** The writes that hang never reach the store. */
  drop(): void {
    for (const { end } of this.#held.splice(0)) end(new StoreUnavailable('dropped on purpose'));
  }

  read(query: ReadingQuery): Promise<Reading[]> {
    return this.#inner.read(query);
  }

  count(range: { readonly from: number; readonly to: number }): Promise<number> {
    return this.#inner.count(range);
  }

  async ready(): Promise<void> {
    if (this.mode !== 'up') throw new StoreUnavailable('down on purpose');
    await this.#inner.ready();
  }

  close(): Promise<void> {
    return this.#inner.close();
  }
}
