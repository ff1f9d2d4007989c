import type { Parameter } from '../parameter.ts';
import type { Flag, Reading } from '../reading.ts';
import type { StationHistory } from './station-history.ts';

/** One station's values of one period, wherever they are kept. */
export interface Sample {
  /** End of the period, epoch ms. */
  readonly at: number;
  /** NaN when missing. */
  value(parameter: Parameter): number;
  flag(parameter: Parameter): Flag;
}

/** A reading as a sample; a value that is not finite is missing. */
export class ReadingSample implements Sample {
  readonly #reading: Reading;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  get at(): number {
    return this.#reading.at;
  }

  value(parameter: Parameter): number {
    const value = this.#reading.values[parameter] ?? Number.NaN;
    return Number.isFinite(value) ? value : Number.NaN;
  }

  flag(parameter: Parameter): Flag {
    return this.#reading.flags[parameter] ?? 'N';
  }
}

/** An hour of a history as a sample; it shows what is pushed later. */
export class HistorySample implements Sample {
  readonly at: number;
  readonly #history: StationHistory;
  readonly #hour: number;

  constructor(history: StationHistory, hour: number) {
    this.at = history.endOf(hour);
    this.#history = history;
    this.#hour = hour;
  }

  value(parameter: Parameter): number {
    return this.#history.value(parameter, this.#hour);
  }

  flag(parameter: Parameter): Flag {
    return this.#history.flag(parameter, this.#hour);
  }
}
