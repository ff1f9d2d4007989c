import type { Station } from '../domain/air/station.ts';

/** The registered stations by id. Replaced as a whole when the list changes; a message in hand keeps the entry it found. */
export class StationRegistry {
  #byId: ReadonlyMap<string, Station>;

  /** Throws when two stations share an id: silently keeping one would lose the other's readings. */
  constructor(stations: readonly Station[]) {
    this.#byId = index(stations);
  }

  get(id: string): Station | undefined {
    return this.#byId.get(id);
  }

  get size(): number {
    return this.#byId.size;
  }

  all(): Station[] {
    return [...this.#byId.values()];
  }

  /** All or nothing: with a doubled id it throws and the old list stays. */
  replace(stations: readonly Station[]): void {
    this.#byId = index(stations);
  }
}

function index(stations: readonly Station[]): ReadonlyMap<string, Station> {
  const byId = new Map<string, Station>();
  for (const station of stations) {
    if (byId.has(station.id)) throw new Error(`station ${station.id} is registered twice`);
    byId.set(station.id, station);
  }
  return byId;
}
