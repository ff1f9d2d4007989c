import type { Values } from '../../domain/air/reading.ts';
import { CITIES, type City, type ClusterStation, STATIONS } from './cluster-map.ts';
import { hoursSinceOnset } from './episode.ts';
import { incidentsAt, ozoneIsMissing } from './incident.ts';
import { plumeAt, puffsAt } from './plume.ts';
import { Random } from './random.ts';
import { type ReadingPayload, readingPayload } from './reading-payload.ts';
import { stationValues } from './station-values.ts';
import { type Weather, weatherAt } from './weather.ts';

const HOUR_MS = 3_600_000;
/** Hours of weather kept; a plume looks back 40. */
const REMEMBERED_HOURS = 1_000;

/** Onset of one episode when nobody says otherwise; the others follow and precede it every five days. */
export const DEFAULT_EPISODE_START_MS = Date.parse('2026-11-02T06:00:00+08:00');

export interface ClusterReading {
  readonly station: string;
  readonly city: string;
  readonly payload: ReadingPayload;
}

/**
 * The invented cluster. Everything it says depends on the seed, the onset and the hour asked for, and on nothing else.
 */
export interface Cluster {
  readonly cities: readonly City[];
  readonly stations: readonly ClusterStation[];
  /**
   * What the stations send for the hour that ends at `hourEndMs` (epoch ms), one item for each that reports. Throws
   * RangeError unless it is a whole hour.
   */
  readingsAt(hourEndMs: number): ClusterReading[];
  /** The weather behind the readings of that hour, without any station's noise. */
  weatherAt(hourEndMs: number): Weather;
}

export function createCluster(options: { readonly seed: number; readonly episodeStartMs?: number }): Cluster {
  const random = new Random(options.seed);
  const onsetHour = (options.episodeStartMs ?? DEFAULT_EPISODE_START_MS) / HOUR_MS;
  const remembered = new Map<number, Weather>();
  const weatherOf = (hour: number): Weather => {
    const known = remembered.get(hour);
    if (known !== undefined) return known;
    if (remembered.size >= REMEMBERED_HOURS) remembered.clear();
    const weather = weatherAt(random, onsetHour, hour);
    remembered.set(hour, weather);
    return weather;
  };
  return {
    cities: CITIES,
    stations: STATIONS,
    weatherAt: (hourEndMs) => weatherOf(wholeHour(hourEndMs)),
    readingsAt(hourEndMs) {
      const hour = wholeHour(hourEndMs);
      const weather = weatherOf(hour);
      const puffs = puffsAt(weatherOf, hour);
      const incidents = incidentsAt(hoursSinceOnset(hour, onsetHour));
      const readings: ClusterReading[] = [];
      for (const station of STATIONS) {
        const own = incidents.filter((incident) => incident.station === station.id);
        if (own.some((incident) => incident.kind === 'silent')) continue;
        const plume = plumeAt(puffs, weather.mixing, station.xKm, station.yKm);
        const values: { -readonly [P in keyof Values]: Values[P] } = stationValues(
          random,
          station,
          hour,
          weather,
          plume,
        );
        for (const incident of own) if (incident.kind === 'stuck') values[incident.parameter] = incident.value;
        if (ozoneIsMissing(random, station.index, hour)) delete values.o3;
        readings.push({ station: station.id, city: station.city, payload: readingPayload(hourEndMs, values) });
      }
      return readings;
    },
  };
}

function wholeHour(hourEndMs: number): number {
  const hour = hourEndMs / HOUR_MS;
  if (!Number.isInteger(hour))
    throw new RangeError(`${hourEndMs} is not the end of a whole hour in epoch milliseconds`);
  return hour;
}
