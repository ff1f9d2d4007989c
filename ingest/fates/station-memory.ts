import { keyedAt } from './period-codes.ts';

const FIRST_ENTRIES = 8;
const MOST_ENTRIES = 64;
/** Dropped at once when it is full, so that most insertions move nothing. */
const DROPPED = 8;

/**
 * The newest readings of one station that are stored: key (time and period) and fingerprint of each, ascending by key. At most 64,
 * in at most 1 KB. Whatever was measured after `completeAfter` and is not in here was not stored while this memory was kept.
 */
export class StationMemory {
  /** Small, and its own in the book: stands for the station in hashes. */
  readonly id: number;
  /** Newest time of what was dropped, epoch ms. */
  completeAfter = Number.NEGATIVE_INFINITY;
  /** key, fingerprint, key, fingerprint, ... */
  #entries = new Float64Array(2 * FIRST_ENTRIES);
  #size = 0;

  constructor(id: number) {
    this.id = id;
  }

  get size(): number {
    return this.#size;
  }

  /** The fingerprint of what is stored under this key; undefined: not in here. */
  recall(key: number): number | undefined {
    const entries = this.#entries;
    // From the end: almost always it is newer than all, or one of the last.
    for (let i = 2 * this.#size - 2; i >= 0; i -= 2) {
      const known = entries[i] as number;
      if (known < key) return undefined;
      if (known === key) return entries[i + 1];
    }
    return undefined;
  }

  /** What is stored under this key from now on. */
  remember(key: number, print: number): void {
    let place = 2 * this.#size;
    while (place > 0 && (this.#entries[place - 2] as number) >= key) place -= 2;
    if (place < 2 * this.#size && this.#entries[place] === key) {
      this.#entries[place + 1] = print;
      return;
    }
    if (keyedAt(key) <= this.completeAfter) return;
    if (this.#size === MOST_ENTRIES) {
      if (place < 2 * DROPPED) {
        // It would be among the dropped: rather forget it than eight others.
        this.completeAfter = keyedAt(key);
        this.#dropUpTo(place);
        return;
      }
      this.completeAfter = keyedAt(this.#entries[2 * DROPPED - 2] as number);
      this.#dropUpTo(2 * DROPPED);
      place -= 2 * DROPPED;
    } else if (2 * this.#size === this.#entries.length) this.#grow();
    if (place < 2 * this.#size) this.#entries.copyWithin(place + 2, place, 2 * this.#size);
    this.#entries[place] = key;
    this.#entries[place + 1] = print;
    this.#size++;
  }

  #grow(): void {
    const larger = new Float64Array(2 * this.#entries.length);
    larger.set(this.#entries);
    this.#entries = larger;
  }

  #dropUpTo(place: number): void {
    this.#entries.copyWithin(0, place, 2 * this.#size);
    this.#size -= place / 2;
  }
}
