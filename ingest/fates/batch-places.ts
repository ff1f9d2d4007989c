/**
 * At which place of the batch in hand a reading of the same station, time and period stands. A hash table in two typed arrays that
 * serve every batch: entries of an older batch count as free, so that nothing has to be cleared and nothing is allocated.
 */
export class BatchPlaces {
  #places = new Int32Array(0);
  #batches = new Int32Array(0);
  #keys = new Float64Array(0);
  #stations = new Int32Array(0);
  #batch = 0;
  #mask = 0;

  /** Forgets the batch before; at most `most` readings are entered from now on. */
  begin(most: number): void {
    this.#batch = (this.#batch + 1) | 0;
    if (2 * most <= this.#places.length) return;
    const slots = 2 ** Math.ceil(Math.log2(Math.max(1_024, 2 * most)));
    this.#places = new Int32Array(slots);
    this.#batches = new Int32Array(slots);
    this.#keys = new Float64Array(slots);
    this.#stations = new Int32Array(slots);
    this.#batch = 1;
    this.#mask = slots - 1;
  }

  /** The place entered last for this station and key, or -1; `place` is entered in its stead. */
  exchange(station: number, key: number, place: number): number {
    const slot = this.#slotOf(station, key);
    const before = this.#batches[slot] === this.#batch ? (this.#places[slot] as number) : -1;
    this.#batches[slot] = this.#batch;
    this.#places[slot] = place;
    this.#keys[slot] = key;
    this.#stations[slot] = station;
    return before;
  }

  /** Its slot, or the free one where it belongs. */
  #slotOf(station: number, key: number): number {
    let hash = Math.imul((key >>> 0) ^ Math.imul(key / 4_294_967_296, 0x27d4eb2f), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15) ^ Math.imul(station, 0x9e3779b1), 0xc2b2ae35);
    let slot = (hash ^ (hash >>> 16)) & this.#mask;
    while (this.#batches[slot] === this.#batch) {
      if (this.#keys[slot] === key && this.#stations[slot] === station) break;
      slot = (slot + 1) & this.#mask;
    }
    return slot;
  }
}
