import { coveredS, HOUR_S, hourMean, validValues } from './hour-mean.ts';
import type { Reading, Values } from './reading.ts';

const HOUR_MS = HOUR_S * 1000;

/**
 * The hours that are still open: what each station has said of them so far. Hours are named by their end (epoch ms) on the
 * region's own grid, which matters where the offset is not a whole hour (+05:30).
 */
export class HourBook {
  readonly #gridOffsetMs: number;
  readonly #hours = new Map<number, Map<string, StationHour>>();
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

  /** Takes a reading into its hour. Returns the station's values as soon as its hour is complete, else undefined. */
  enter(hour: number, reading: Reading): Values | undefined {
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
    return entry.enter(reading);
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

  /** Whether the station has said all about the hour that it can. */
  isComplete(hour: number, station: string): boolean {
    return this.#hours.get(hour)?.get(station)?.complete ?? false;
  }

  values(hour: number, station: string): Values | undefined {
    return this.#hours.get(hour)?.get(station)?.values();
  }

  forget(hour: number): void {
    this.#hours.delete(hour);
    this.#sorted = this.#sorted.filter((open) => open !== hour);
  }
}

/** One station's hour: an hourly reading, or the shorter ones that make it up, by their end so that a repeat counts once. */
class StationHour {
  #hourly: Reading | undefined;
  #parts: Map<number, Reading> | undefined;

  get complete(): boolean {
    return this.#hourly !== undefined || (this.#parts !== undefined && coveredS(this.#parts.values()) >= HOUR_S);
  }

  enter(reading: Reading): Values | undefined {
    if (reading.periodS >= HOUR_S) this.#hourly = reading;
    else {
      this.#parts ??= new Map();
      this.#parts.set(reading.at, reading);
    }
    return this.complete ? this.values() : undefined;
  }

  values(): Values {
    if (this.#hourly !== undefined) return validValues(this.#hourly);
    return hourMean([...(this.#parts?.values() ?? [])]);
  }
}
