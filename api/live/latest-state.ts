import { type CityHour, editionOfHour } from '../../domain/air/city-hour.ts';
import { HOUR_S, validValues } from '../../domain/air/hour-mean.ts';
import { hourlyIndex } from '../../domain/air/hourly-index.ts';
import type { Reading } from '../../domain/air/reading.ts';
import type { CityState, StationState } from '../contract.ts';
import { cityStateView, stationStateView } from '../views/state-view.ts';

/** The newest reading and the newest hourly one of a station. */
interface StationEntry {
  newest: Reading;
  hourly: Reading | undefined;
  intervalS: number;
  view: StationState | undefined;
}

interface CityEntry {
  newest: CityHour;
  /** The hour right before, for the trend. */
  before: CityHour | undefined;
  view: CityState | undefined;
}

const HOUR_MS = HOUR_S * 1000;
/** Two instants further apart than this say nothing about how often the station reports. */
const MAX_INTERVAL_S = 24 * HOUR_S;

/**
 * What every station and city looks like now, by measurement time: a late reading never hides a newer one. Views are made
 * when they are asked for, so that a flood of readings costs one comparison each.
 */
export class LatestState {
  readonly #stations = new Map<string, StationEntry>();
  readonly #cities = new Map<string, CityEntry>();

  /** Takes a reading; returns whether the station's state changed. */
  enterReading(reading: Reading): boolean {
    const entry = this.#stations.get(reading.station);
    const hourly = reading.periodS === HOUR_S ? reading : undefined;
    if (entry === undefined) {
      const intervalS = reading.periodS > 0 ? reading.periodS : HOUR_S;
      this.#stations.set(reading.station, { newest: reading, hourly, intervalS, view: undefined });
      return true;
    }
    let changed = false;
    if (hourly !== undefined && hourly.at >= (entry.hourly?.at ?? Number.NEGATIVE_INFINITY)) {
      entry.hourly = hourly;
      changed = true;
    }
    if (reading.at >= entry.newest.at) {
      entry.intervalS = intervalBetween(entry, reading);
      entry.newest = reading;
      changed = true;
    }
    if (changed) entry.view = undefined;
    return changed;
  }

  /**
   * Takes a reading as indices may use it, after `enterReading` has taken it as it was sent; returns whether the station's state
   * changed. An hour that is no longer the newest is passed over.
   */
  enterUsable(reading: Reading): boolean {
    const entry = this.#stations.get(reading.station);
    if (reading.periodS !== HOUR_S || entry?.hourly === undefined || reading.at < entry.hourly.at) return false;
    entry.hourly = reading;
    entry.view = undefined;
    return true;
  }

  /** Takes a closed hour; returns whether the city's state changed. */
  enterCityHour(hour: CityHour): boolean {
    const entry = this.#cities.get(hour.city);
    if (entry === undefined || hour.at > entry.newest.at) {
      const before = entry?.newest.at === hour.at - HOUR_MS ? entry.newest : undefined;
      this.#cities.set(hour.city, { newest: hour, before, view: undefined });
      return true;
    }
    if (hour.at === entry.newest.at) entry.newest = hour;
    else if (hour.at === entry.newest.at - HOUR_MS) entry.before = hour;
    else return false;
    entry.view = undefined;
    return true;
  }

  /** Measurement time of the station's newest reading, epoch ms. */
  lastAt(station: string): number | undefined {
    return this.#stations.get(station)?.newest.at;
  }

  station(id: string): StationState | undefined {
    const entry = this.#stations.get(id);
    if (entry === undefined) return undefined;
    entry.view ??= viewOf(entry);
    return entry.view;
  }

  city(id: string): CityState | undefined {
    const entry = this.#cities.get(id);
    if (entry === undefined) return undefined;
    entry.view ??= cityStateView(entry.newest, entry.before);
    return entry.view;
  }

  stations(): StationState[] {
    return [...this.#stations.keys()].flatMap((id) => this.station(id) ?? []);
  }

  cities(): CityState[] {
    return [...this.#cities.keys()].flatMap((id) => this.city(id) ?? []);
  }
}

function intervalBetween(entry: StationEntry, reading: Reading): number {
  if (reading.periodS > 0) return reading.periodS;
  const apartS = Math.round((reading.at - entry.newest.at) / 1000);
  return apartS > 0 && apartS <= MAX_INTERVAL_S ? apartS : entry.intervalS;
}

function viewOf(entry: StationEntry): StationState {
  const { hourly, newest } = entry;
  // An index of an hour that is over must not stand beside values of another day.
  const current = hourly !== undefined && newest.at - hourly.at < 2 * HOUR_MS ? hourly : undefined;
  const index = current === undefined ? undefined : hourlyIndex(validValues(current), editionOfHour(current.at));
  return stationStateView(newest, entry.intervalS, index);
}
