import { type JudgedReading, usableReading } from '../../domain/air/quality/usable-reading.ts';
import type { Reading } from '../../domain/air/reading.ts';
import type { ReadingQuery, Timeseries } from '../../store/timeseries.ts';
import type { JudgedReadings } from './judged-readings.ts';
import type { RegionTerms } from './station-terms.ts';

/**
 * The store of readings as means, indices and rules may read it: what comes out is what the desk has handed on last (QC-17). The same
 * readings in the same order, some with fewer or other values: a page and a count are as long as those of the raw store.
 */
export class UsableReadings implements Pick<Timeseries, 'read' | 'count'> {
  readonly #timeseries: Pick<Timeseries, 'read' | 'count'>;
  readonly #judged: JudgedReadings;
  readonly #terms: RegionTerms;

  constructor(options: {
    readonly timeseries: Pick<Timeseries, 'read' | 'count'>;
    readonly judged: JudgedReadings;
    readonly terms: RegionTerms;
  }) {
    this.#timeseries = options.timeseries;
    this.#judged = options.judged;
    this.#terms = options.terms;
  }

  async read(query: ReadingQuery): Promise<Reading[]> {
    return this.of(await this.#timeseries.read(query));
  }

  /** What is usable of these raw readings. */
  async of(readings: readonly Reading[]): Promise<Reading[]> {
    const judged = await this.#judged.of(readings);
    return judged.map((one: JudgedReading) => usableReading(this.#terms.of(one.reading.station).limits, one));
  }

  count(range: { readonly from: number; readonly to: number }): Promise<number> {
    return this.#timeseries.count(range);
  }
}
