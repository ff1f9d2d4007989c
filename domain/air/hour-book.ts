import { HOUR_S, hourMean, validValues } from './hour-mean.ts';
import type { Reading, Values } from './reading.ts';

const HOUR_MS = HOUR_S * 1000;

/**
 * The hours that are still open: what each station has said of them so far. Hours are named by their end (epoch ms) on the
 * region's own grid, which matters where the offset is not a whole hour (+05:30).
 */
export class HourBook {
  readonly #gridOffsetMs: number;
  readonly #hours = new Map<number, Map<string, StationHour>>();
  /** By hour: how many stations of each group are complete. */
  readonly #complete = new Map<number, Map<string, number>>();
  #sorted: readonly number[] = [];

  constructor(options: { readonly utcOffsetMs: number }) {
    this.#gridOffsetMs = options.utcOffsetMs;
  }

  /** The hour a reading belongs to: an hourly one to the nearest hour, a shorter one to the hour that it ends in. */
  hourOf(reading: Reading): number {
    const local = reading.at + this.#gridOffsetMs;
    const hours = reading.periodS >= HOUR_S ? Math.round(local / HOUR_MS) : Math.ceil(local / HOUR_MS);
    return hours * HOUR_MS - this.#gridOffsetMs;
  }

  /**
   * Takes a reading into its hour. Returns the station's values as soon as its hour is complete, else undefined. `group` is
   * where its completeness counts, see `completeIn`.
   */
  enter(hour: number, reading: Reading, group?: string): Values | undefined {
    let stations = this.#hours.get(hour);
    if (stations === undefined) {
      stations = new Map();
      this.#hours.set(hour, stations);
      this.#sorted = [...this.#hours.keys()].sort((a, b) => a - b);
    }
    let entry = stations.get(reading.station);
    if (entry === undefined) {
      entry = new StationHour();
      stations.set(reading.station, entry);
    }
    const before = entry.complete;
    const values = entry.enter(reading);
    if (group !== undefined && !before && values !== undefined) this.#countComplete(hour, group);
    return values;
  }

  /** Whether the station has said all about the hour that it can. */
  isComplete(hour: number, station: string): boolean {
    return this.#hours.get(hour)?.get(station)?.complete ?? false;
  }

  /** How many stations of the group have said all about the hour that they can. */
  completeIn(hour: number, group: string): number {
    return this.#complete.get(hour)?.get(group) ?? 0;
  }

  #countComplete(hour: number, group: string): void {
    let counts = this.#complete.get(hour);
    if (counts === undefined) {
      counts = new Map();
      this.#complete.set(hour, counts);
    }
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }

  /** Open hours, oldest first. */
  get openHours(): readonly number[] {
    return this.#sorted;
  }

  /** Open hours up to and including `through`, oldest first. */
  openThrough(through: number): readonly number[] {
    return (this.#sorted[0] ?? Number.POSITIVE_INFINITY) > through
      ? []
      : this.#sorted.filter((hour) => hour <= through);
  }

  /** The values of every station heard in the hour, with what its readings are enough for. */
  *stations(hour: number): Iterable<[station: string, hour: StationHour]> {
    yield* this.#hours.get(hour) ?? [];
  }

  values(hour: number, station: string): Values | undefined {
    return this.#hours.get(hour)?.get(station)?.values();
  }

  forget(hour: number): void {
    this.#hours.delete(hour);
    this.#complete.delete(hour);
    this.#sorted = this.#sorted.filter((open) => open !== hour);
  }
}

/**
 * One station's hour: an hourly reading, or the shorter ones that make it up. These are of one length, the first one's, and each
 * has its slot of the hour: a repeat, or the same minutes stamped a little differently, counts once.
 */
class StationHour {
  #hourly: Reading | undefined;
  #parts: Map<number, Reading> | undefined;
  #partS = 0;

  get complete(): boolean {
    return this.#hourly !== undefined || (this.#parts !== undefined && this.#parts.size * this.#partS >= HOUR_S);
  }

  enter(reading: Reading): Values | undefined {
    if (reading.periodS >= HOUR_S) this.#hourly = reading;
    else {
      this.#parts ??= new Map();
      if (this.#parts.size === 0) this.#partS = reading.periodS;
      if (reading.periodS === this.#partS) this.#parts.set(Math.ceil(reading.at / (this.#partS * 1000)), reading);
    }
    return this.complete ? this.values() : undefined;
  }

  values(): Values {
    if (this.#hourly !== undefined) return validValues(this.#hourly);
    return hourMean([...(this.#parts?.values() ?? [])]);
  }
}
