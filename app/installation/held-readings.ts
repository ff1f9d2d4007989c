import type { Reading } from '../../domain/air/reading.ts';

/** More than the engine takes at once: whoever is given so many leaves them and reads everything back from the store. */
const MOST_HELD = 250_000;

/**
 * Readings for somebody who is not there yet, in their order: what the spool carries over while the engine still reads the store
 * may lie behind the place where it reads.
 */
export class HeldReadings {
  #held: Reading[] = [];

  hold(readings: readonly Reading[]): void {
    if (this.#held.length >= MOST_HELD) return;
    for (const reading of readings) this.#held.push(reading);
  }

  /** All of them, once. */
  release(): readonly Reading[] {
    const held = this.#held;
    this.#held = [];
    return held;
  }
}
