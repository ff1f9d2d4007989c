import type { Station } from '../../domain/air/station.ts';
import type { ViewCity } from '../../domain/rule/region-view.ts';
import type { Subject } from '../../domain/rule/subject.ts';

/** Stations, cities and pairs of a region by number, and back. */
export class RegionMap {
  readonly region: string;
  readonly stations: readonly Station[];
  readonly cities: readonly ViewCity[];
  /** Ordered pairs of neighbouring cities. */
  readonly pairs: readonly { readonly from: number; readonly to: number }[];
  readonly #stationNumbers: ReadonlyMap<string, number>;
  readonly #cityNumbers: ReadonlyMap<string, number>;
  readonly #cityOfStation: Int32Array;

  constructor(options: {
    readonly region: string;
    readonly stations: readonly Station[];
    /** Cities that border on each other. */
    readonly neighbours: readonly (readonly [string, string])[];
  }) {
    this.region = options.region;
    this.stations = options.stations;
    this.#stationNumbers = new Map(options.stations.map(({ id }, number) => [id, number]));
    const ids = [...new Set(options.stations.map(({ city }) => city))];
    this.#cityNumbers = new Map(ids.map((id, number) => [id, number]));
    const members: number[][] = ids.map(() => []);
    this.#cityOfStation = new Int32Array(options.stations.length);
    for (const [number, { city, background }] of options.stations.entries()) {
      const of = this.#cityNumbers.get(city) ?? 0;
      this.#cityOfStation[number] = of;
      // Background stations are watched but count for no city.
      if (!background) members[of]?.push(number);
    }
    const borders: Set<number>[] = ids.map(() => new Set());
    for (const [one, other] of options.neighbours) {
      const [a, b] = [this.#cityNumbers.get(one), this.#cityNumbers.get(other)];
      if (a === undefined || b === undefined || a === b) continue;
      borders[a]?.add(b);
      borders[b]?.add(a);
    }
    this.cities = ids.map((id, number) => ({
      id,
      stations: members[number] ?? [],
      neighbours: [...(borders[number] ?? [])].sort((x, y) => x - y),
    }));
    this.pairs = this.cities.flatMap(({ neighbours }, from) => neighbours.map((to) => ({ from, to })));
  }

  stationNumber(id: string): number | undefined {
    return this.#stationNumbers.get(id);
  }

  cityOf(station: number): number {
    return this.#cityOfStation[station] ?? 0;
  }

  /** How many subjects there are of a kind. */
  count(kind: Subject['kind']): number {
    if (kind === 'station') return this.stations.length;
    if (kind === 'city') return this.cities.length;
    return kind === 'pair' ? this.pairs.length : 1;
  }

  subject(kind: Subject['kind'], number: number): Subject {
    if (kind === 'station') return { kind, id: this.stations[number]?.id ?? '' };
    if (kind === 'city') return { kind, id: this.cities[number]?.id ?? '' };
    if (kind === 'region') return { kind, id: this.region };
    const pair = this.pairs[number];
    return { kind, id: `${this.cities[pair?.from ?? -1]?.id ?? ''}>${this.cities[pair?.to ?? -1]?.id ?? ''}` };
  }

  /** The number of a subject; undefined when the region has it no more. */
  numberOf({ kind, id }: Subject): number | undefined {
    if (kind === 'station') return this.#stationNumbers.get(id);
    if (kind === 'city') return this.#cityNumbers.get(id);
    if (kind === 'region') return id === this.region ? 0 : undefined;
    const [from = '', to = ''] = id.split('>');
    const [a, b] = [this.#cityNumbers.get(from), this.#cityNumbers.get(to)];
    const found = this.pairs.findIndex((pair) => pair.from === a && pair.to === b);
    return found < 0 ? undefined : found;
  }
}
