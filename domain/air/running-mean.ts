import { isValidHour } from './mean-of-hours.ts';
import type { Window } from './sliding-means.ts';

const HOUR_MS = 3_600_000;
const SCALE = 1_000_000;

/**
 * Mean over the last hours of a stream (e.g. the running 24 h mean), updated in constant time. Holds one slot per hour,
 * so an hour sent again replaces itself; hours may come out of order while they are inside the window. A plain mutable
 * value for one station and pollutant, kept by the caller.
 */
export class RunningMean {
  readonly #window: Window;
  readonly #slots: (number | undefined)[];
  #latestHour = Number.NEGATIVE_INFINITY;
  #sum = 0;
  #count = 0;

  constructor(window: Window) {
    this.#window = window;
    this.#slots = new Array<number | undefined>(window.hours).fill(undefined);
  }

  /**
   * Takes the hour that ends at `at` (epoch ms, on the hour); undefined or an invalid value clears it.
   * Returns false, and changes nothing, when the hour lies before the window.
   */
  put(at: number, value: number | undefined): boolean {
    const hour = Math.round(at / HOUR_MS);
    const { hours } = this.#window;
    if (hour <= this.#latestHour - hours) return false;
    if (hour > this.#latestHour) {
      const passed = Math.min(hour - this.#latestHour, hours);
      for (let step = 0; step < passed; step += 1) this.#set(hour - step, undefined);
      this.#latestHour = hour;
    }
    this.#set(hour, isValidHour(value) ? Math.round(value * SCALE) : undefined);
    return true;
  }

  /** Mean of the window that ends with the latest hour put; null when too few hours are valid. */
  mean(): number | null {
    return this.#count >= this.#window.atLeast && this.#count > 0 ? this.#sum / (this.#count * SCALE) : null;
  }

  /** Number of valid hours in the window. */
  count(): number {
    return this.#count;
  }

  #set(hour: number, scaled: number | undefined): void {
    const { hours } = this.#window;
    const slot = ((hour % hours) + hours) % hours;
    const old = this.#slots[slot];
    if (old !== undefined) {
      this.#sum -= old;
      this.#count -= 1;
    }
    if (scaled !== undefined) {
      this.#sum += scaled;
      this.#count += 1;
    }
    this.#slots[slot] = scaled;
  }
}
