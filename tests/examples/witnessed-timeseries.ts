import { isDeepStrictEqual } from 'node:util';
import type { Reading } from '../../domain/air/reading.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Fate, Witness } from '../../ingest/witness.ts';
import type { Timeseries } from '../../store/timeseries.ts';

/** A store that tells the books what became of every reading, after the commit. Looks first: fit for tests, slow. */
export class WitnessedTimeseries implements Timeseries {
  readonly #store: Timeseries;
  readonly #witness: Witness;
  readonly #clock: Clock;

  constructor(store: Timeseries, witness: Witness, clock: Clock) {
    this.#store = store;
    this.#witness = witness;
    this.#clock = clock;
  }

  async write(readings: readonly Reading[]): Promise<void> {
    const fates: Fate[] = [];
    const seen = new Map<string, Reading>();
    for (const reading of readings) {
      const { station, at, periodS } = reading;
      const key = `${station} ${at} ${periodS}`;
      const stored = await this.#store.read({ stations: [station], from: at, to: at + 1, limit: 10 });
      const before = seen.get(key) ?? stored.find((other) => other.periodS === periodS);
      seen.set(key, reading);
      fates.push(
        before === undefined ? 'new' : isDeepStrictEqual(before.values, reading.values) ? 'duplicate' : 'revised',
      );
    }
    await this.#store.write(readings);
    const receivedAt = this.#clock.now();
    for (const [i, reading] of readings.entries()) {
      this.#witness.stored(reading, { fate: fates[i] ?? 'new', late: false, receivedAt });
    }
  }

  read: Timeseries['read'] = (query) => this.#store.read(query);
  count: Timeseries['count'] = (range) => this.#store.count(range);
  ready: Timeseries['ready'] = () => this.#store.ready();
  close: Timeseries['close'] = () => this.#store.close();
}
