import type { Parameter } from '../parameter.ts';
import type { Flag, Reading } from '../reading.ts';

/** One station's values of one period; a value that is not finite is missing. */
export class Sample {
  readonly #reading: Reading;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  /** End of the period, epoch ms. */
  get at(): number {
    return this.#reading.at;
  }

  /** NaN when missing. */
  value(parameter: Parameter): number {
    const value = this.#reading.values[parameter] ?? Number.NaN;
    return Number.isFinite(value) ? value : Number.NaN;
  }

  flag(parameter: Parameter): Flag {
    return this.#reading.flags[parameter] ?? 'N';
  }
}
