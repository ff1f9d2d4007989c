import { cityMean } from '../../domain/air/city-mean.ts';
import { editionFor } from '../../domain/air/edition-for.ts';
import { indexOfValue } from '../../domain/air/index-of-value.ts';
import { dayOf, dayStart, formatIso } from '../../domain/time.ts';
import type { Cluster } from '../simulation/cluster.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Today and the days after it. */
const DAYS = 4;
/** As in the agreement of the demonstration (`forecasts.issuers`). */
export const CENTER = 'center';

/** A forecast as the public contract has it, for one city. */
export interface Bulletin {
  readonly city: string;
  readonly payload: {
    readonly issuer: string;
    readonly issued_at: string;
    readonly days: readonly { readonly day: string; readonly aqi: number; readonly primary: readonly ['pm25'] }[];
  };
}

/**
 * What the invented forecast centre says of every city at an instant (epoch ms): the largest 24 h mean of PM2.5 that is still to come
 * on each day, as an AQI. It knows the invented weather, so it is always right; that the days overlap at midnight does not matter then.
 */
export class InventedBulletins {
  readonly #cluster: Cluster;
  /** City means of PM2.5 by hour since 1970, in the order of the cities. */
  readonly #hours = new Map<number, readonly number[]>();

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  at(now: number): Bulletin[] {
    const today = dayStart(now);
    const firstHour = Math.floor(now / HOUR_MS) + 1;
    for (const hour of this.#hours.keys()) if (hour < firstHour - 24) this.#hours.delete(hour);
    return this.#cluster.cities.map(({ id }, place) => ({
      city: id,
      payload: {
        issuer: CENTER,
        issued_at: formatIso(now),
        days: Array.from({ length: DAYS }, (_, n) => {
          const end = (today + (n + 1) * DAY_MS) / HOUR_MS;
          const aqi = this.#largest(place, Math.max(firstHour, end - 23), end);
          return { day: dayOf(today + n * DAY_MS), aqi, primary: ['pm25'] as const };
        }),
      },
    }));
  }

  /** Over the hours that end at `first` to `last`, inclusive. */
  #largest(place: number, first: number, last: number): number {
    let largest = 0;
    for (let hour = first; hour <= last; hour += 1) {
      let sum = 0;
      for (let back = 0; back < 24; back += 1) sum += this.#pm25(hour - back)[place] ?? 0;
      largest = Math.max(largest, sum / 24);
    }
    return indexOfValue(editionFor(last * HOUR_MS - 1), 'pm25_24h', 'pm25', largest) ?? 0;
  }

  #pm25(hour: number): readonly number[] {
    const known = this.#hours.get(hour);
    if (known !== undefined) return known;
    const { cities, stations } = this.#cluster;
    const background = new Set(stations.filter((one) => one.background).map(({ id }) => id));
    const readings = this.#cluster.readingsAt(hour * HOUR_MS);
    const means = cities.map(({ id }) => {
      const own = readings.filter(({ city }) => city === id);
      const measured = own.map(({ station, payload }) => ({
        background: background.has(station),
        values: payload.values,
      }));
      return cityMean(measured).values.pm25 ?? 0;
    });
    this.#hours.set(hour, means);
    return means;
  }
}
