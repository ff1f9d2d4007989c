import type { StationMemory } from './station-memory.ts';

export const NEW = 0;
export const DUPLICATE = 1;
export const REVISED = 2;
/** On top of one of the others. */
export const LATE = 4;

/** What is noted of each place of the batch in hand, in arrays that serve every batch. */
export class BatchScratch {
  keys = new Float64Array(0);
  prints = new Float64Array(0);
  fates = new Uint8Array(0);
  memories: StationMemory[] = [];

  /** Room for so many places; what is in them is old. */
  begin(places: number): void {
    if (places <= this.fates.length) return;
    const room = 2 ** Math.ceil(Math.log2(Math.max(1_024, places)));
    this.keys = new Float64Array(room);
    this.prints = new Float64Array(room);
    this.fates = new Uint8Array(room);
    this.memories = [];
  }
}
