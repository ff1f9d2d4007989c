import type { Pipeline } from '../pipeline.ts';
import { ReadingsWay } from './readings-way.ts';
import type { WayIn } from './way-in.ts';

/** Every way of an MQTT message into the store: readings of the contract, and whatever else the installation takes. */
export class WaysIn {
  readonly readings: WayIn;
  readonly #others: readonly WayIn[];

  constructor(pipeline: Pipeline, others: readonly WayIn[] = []) {
    this.readings = new ReadingsWay(pipeline);
    this.#others = others;
  }

  /** Where a message of this topic goes; undefined: nobody reads it. */
  of(topic: string): WayIn | undefined {
    if (this.readings.takes(topic)) return this.readings;
    return this.#others.find((way) => way.takes(topic));
  }

  /** Without those of `readings`. */
  otherFilters(): readonly string[] {
    return [...new Set(this.#others.flatMap((way) => way.filters()))];
  }
}
