import type { ApiDeps } from './deps.ts';
import { ApiProblem, type FieldError } from './problem.ts';

type Given = readonly string[] | undefined;

/** Ids that a caller named, each registered; undefined where the parameter was absent. */
export interface NamedIds {
  readonly stations: ReadonlySet<string> | undefined;
  readonly cities: ReadonlySet<string> | undefined;
}

/**
 * Takes the values of `station` and `city` apart at their commas, unless the whole is an id that has one. A name that is not
 * registered is an error, all of them at once: an empty answer would read like "nothing was measured".
 */
export function namedIds(
  deps: Pick<ApiDeps, 'stations' | 'cities'>,
  query: { readonly station?: Given; readonly city?: Given },
): NamedIds {
  const errors: FieldError[] = [];
  const stations = idsOf('station', query.station, deps.stations(), errors);
  const cities = idsOf('city', query.city, deps.cities(), errors);
  if (errors.length > 0) throw new ApiProblem('bad_query', { errors });
  return { stations, cities };
}

function idsOf(
  path: 'station' | 'city',
  given: Given,
  registered: readonly { readonly id: string }[],
  errors: FieldError[],
): ReadonlySet<string> | undefined {
  if (given === undefined) return undefined;
  const known = new Set(registered.map(({ id }) => id));
  const ids = new Set(given.flatMap((value) => (known.has(value) ? [value] : value.split(','))));
  for (const id of ids) if (!known.has(id)) errors.push({ path, message: `no ${path} ${id}` });
  return ids;
}
