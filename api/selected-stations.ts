import type { Station } from '../domain/air/station.ts';
import type { ApiDeps } from './deps.ts';
import { namedIds } from './named-ids.ts';

/**
 * The stations a caller named, directly or by city (both: all of either); undefined when nothing was named. Throws `bad_query`
 * for a name that is not registered.
 */
export function selectedStations(
  deps: Pick<ApiDeps, 'stations' | 'cities'>,
  query: { readonly station?: readonly string[] | undefined; readonly city?: readonly string[] | undefined },
): Station[] | undefined {
  const { stations, cities } = namedIds(deps, query);
  if (stations === undefined && cities === undefined) return undefined;
  return deps.stations().filter(({ id, city }) => stations?.has(id) || cities?.has(city));
}
