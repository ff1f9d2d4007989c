/** Hours of stations whose values are others than those they were judged by. */
export class ChangedHours {
  #changed = new Map<number, Set<number>>();

  get isEmpty(): boolean {
    return this.#changed.size === 0;
  }

  add(station: number, hour: number): void {
    const hours = this.#changed.get(station);
    if (hours === undefined) this.#changed.set(station, new Set([hour]));
    else hours.add(hour);
  }

  /** All of them, by station; `from` is the oldest hour. */
  take(): { readonly station: number; readonly hours: readonly number[]; readonly from: number }[] {
    const taken = [...this.#changed].map(([station, hours]) => {
      const sorted = [...hours].sort((a, b) => a - b);
      return { station, hours: sorted, from: sorted[0] ?? 0 };
    });
    this.#changed = new Map();
    return taken;
  }
}
