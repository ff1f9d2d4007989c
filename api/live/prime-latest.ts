import { cityHour } from '../../domain/air/city-hour.ts';
import type { ApiDeps, LiveEvent } from '../deps.ts';
import { stationHours } from '../indices/station-hours.ts';
import { readingPages } from '../reading-pages.ts';

const HOUR_MS = 3_600_000;
/** A station silent for longer is offline anyway. */
const STATIONS_MS = 24 * HOUR_MS;
/** The newest closed hour and the one before it, for the trend, with room for one that is still open. */
const CITIES_MS = 3 * HOUR_MS;

type PrimeDeps = Pick<ApiDeps, 'clock' | 'readings' | 'usable' | 'utcOffsetMs' | 'stations' | 'cities'>;

/** Tells `accept` what the store knows of the last day. The hour that is still running is left to the engine to close. */
export async function primeLatest(deps: PrimeDeps, accept: (event: LiveEvent) => void): Promise<void> {
  const now = deps.clock.now();
  const to = now + 1;
  const lastDay = { from: now - STATIONS_MS, to, stations: undefined };
  for await (const readings of readingPages(deps.readings, lastDay)) accept({ type: 'readings', readings });
  const { usable = deps.readings } = deps;
  if (deps.usable !== undefined) {
    for await (const readings of readingPages(usable, lastDay)) accept({ type: 'usable', readings });
  }
  const counting = deps.stations().filter((station) => !station.background);
  const stations = counting.map((station) => station.id);
  for await (const { at, values } of stationHours(
    { ...deps, readings: usable },
    { from: now - CITIES_MS, to, stations },
  )) {
    const hours = deps.cities().map(({ id }) => {
      const members = counting.filter((station) => station.city === id);
      return cityHour({ city: id, at, hours: members.map((station) => values.get(station.id)) });
    });
    accept({ type: 'city-hours', hours: hours.filter((hour) => hour.stations.valid > 0) });
  }
}
