interface Entry {
  readonly id: string;
  readonly at: number;
}

/**
 * The earliest instant of each of many streams, so that one timer is enough for all (COO-6): a binary heap in which what has been
 * replaced stays until it comes to the top, or until it is the greater part.
 */
export class DeadlineIndex {
  readonly #current = new Map<string, number>();
  #heap: Entry[] = [];

  /** How many wait. */
  get size(): number {
    return this.#current.size;
  }

  /** `at` in epoch ms; undefined: nothing is due there any more. */
  set(id: string, at: number | undefined): void {
    if (this.#current.get(id) === at) return;
    if (at === undefined) {
      this.#current.delete(id);
      return;
    }
    this.#current.set(id, at);
    if (this.#heap.length > 2 * this.#current.size + 64) this.#rebuild();
    else this.#push({ id, at });
  }

  /** The earliest; of one instant the one whose id comes first. */
  first(): Entry | undefined {
    for (let top = this.#heap[0]; top !== undefined; top = this.#heap[0]) {
      if (this.#current.get(top.id) === top.at) return top;
      this.#pop();
    }
    return undefined;
  }

  #rebuild(): void {
    // Sorted is a heap too.
    this.#heap = [...this.#current].map(([id, at]) => ({ id, at })).sort((a, b) => (before(a, b) ? -1 : 1));
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let place = heap.length;
    heap.push(entry);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !before(entry, above)) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const entry = heap.pop();
    if (entry === undefined || heap.length === 0) return;
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      const [a, b] = [heap[left], heap[left + 1]];
      const child = a !== undefined && b !== undefined && before(b, a) ? left + 1 : left;
      const below = heap[child];
      if (below === undefined || !before(below, entry)) break;
      heap[place] = below;
      place = child;
    }
    heap[place] = entry;
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.at !== b.at ? a.at < b.at : a.id < b.id;
}
