import type { Reading } from '../../domain/air/reading.ts';
import { fingerprint } from './fingerprint.ts';
import { PeriodCodes } from './period-codes.ts';
import { StationMemory } from './station-memory.ts';

/** What the newest stored readings of every station said, in a few hundred bytes a station. */
export class FateBook {
  readonly #stations = new Map<string, StationMemory>();
  readonly #periods = new PeriodCodes();
  /** Whatever was measured before is not in the memory of any station, epoch ms. */
  #seededFrom = Number.POSITIVE_INFINITY;

  /** The memory of a station; made when it is the first time. Registered stations only: an unknown name must not make this grow. */
  station(id: string): StationMemory {
    let memory = this.#stations.get(id);
    if (memory === undefined) {
      memory = new StationMemory(this.#stations.size);
      this.#stations.set(id, memory);
    }
    return memory;
  }

  /** The key for a memory; -1: this reading cannot be remembered. */
  key(reading: Reading): number {
    return this.#periods.key(reading.at, reading.periodS);
  }

  /** Whether a reading of this time that the station's memory does not have is surely not stored. */
  isComplete(memory: StationMemory, at: number): boolean {
    return at >= this.#seededFrom && at > memory.completeAfter;
  }

  /** A stored reading of which nothing newer is known: what has come through the memory meanwhile stands. */
  learn(reading: Reading): void {
    const key = this.key(reading);
    if (key < 0) return;
    const memory = this.station(reading.station);
    if (memory.recall(key) === undefined) memory.remember(key, fingerprint(reading));
  }

  /** Everything stored from this time on has been learnt. */
  seeded(from: number): void {
    this.#seededFrom = from;
  }

  get isSeeded(): boolean {
    return this.#seededFrom !== Number.POSITIVE_INFINITY;
  }
}
