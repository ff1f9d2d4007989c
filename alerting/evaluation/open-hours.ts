import type { RegionMap } from './region-map.ts';

interface OpenHour {
  readonly hour: number;
  readonly complete: Uint8Array;
  readonly completeInCity: Int32Array;
}

/** Hours that are not closed yet: which stations have said all of them, and how many of each city. */
export class OpenHours {
  readonly #map: RegionMap;
  #open: OpenHour[] = [];
  #hours: readonly number[] = [];

  constructor(map: RegionMap) {
    this.#map = map;
  }

  /** Oldest first. */
  get hours(): readonly number[] {
    return this.#hours;
  }

  touch(hour: number): OpenHour {
    const known = this.#open.find((open) => open.hour === hour);
    if (known !== undefined) return known;
    const { stations, cities } = this.#map;
    const open = { hour, complete: new Uint8Array(stations.length), completeInCity: new Int32Array(cities.length) };
    this.#open.push(open);
    this.#open.sort((a, b) => a.hour - b.hour);
    this.#hours = this.#open.map((one) => one.hour);
    return open;
  }

  /** Whether that is the first time. Background stations complete nothing. */
  complete(hour: number, station: number, city: number): boolean {
    const open = this.touch(hour);
    if (open.complete[station] === 1) return false;
    open.complete[station] = 1;
    if (this.#map.stations[station]?.background) return false;
    open.completeInCity[city] = (open.completeInCity[city] ?? 0) + 1;
    return true;
  }

  completeIn(hour: number, city: number): number {
    return this.#open.find((open) => open.hour === hour)?.completeInCity[city] ?? 0;
  }

  forgetThrough(hour: number): void {
    this.#open = this.#open.filter((open) => open.hour > hour);
    this.#hours = this.#open.map((one) => one.hour);
  }
}
