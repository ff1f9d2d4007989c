import type { Station } from '../domain/air/station.ts';
import type { ApiDeps } from './deps.ts';
import { ApiProblem, type FieldError } from './problem.ts';

/**
 * The stations a caller named, directly or by city (both: all of either); undefined when nothing was named. A name that is not
 * registered is an error: an empty answer would read like "nothing was measured".
 */
export function selectedStations(
  deps: Pick<ApiDeps, 'stations' | 'cities'>,
  query: { readonly station?: readonly string[] | undefined; readonly city?: readonly string[] | undefined },
): Station[] | undefined {
  if (query.station === undefined && query.city === undefined) return undefined;
  const { station: stationIds = [], city: cityIds = [] } = query;
  const stations = deps.stations();
  const errors = [...unknown('station', stationIds, stations), ...unknown('city', cityIds, deps.cities())];
  if (errors.length > 0) throw new ApiProblem('bad_query', { errors });
  const namedStations = new Set(stationIds);
  const namedCities = new Set(cityIds);
  return stations.filter((station) => namedStations.has(station.id) || namedCities.has(station.city));
}

function unknown(
  path: 'station' | 'city',
  ids: readonly string[],
  registered: readonly { readonly id: string }[],
): FieldError[] {
  const known = new Set(registered.map(({ id }) => id));
  return ids.filter((id) => !known.has(id)).map((id) => ({ path, message: `no ${path} ${id}` }));
}
