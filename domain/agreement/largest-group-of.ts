import { largestGroup } from '../rule/conditions/largest-group.ts';
import { type City, neighboursOf } from './jurisdiction.ts';

/** How many cities the largest group has that hangs together over common borders. */
export function largestGroupOf(cities: readonly City[]): number {
  const places = new Map(cities.map(({ id }, place) => [id, place]));
  const neighbours = cities.map((city) => neighboursOf(city).flatMap((id) => places.get(id) ?? []));
  return largestGroup([...places.values()], (place) => neighbours[place] ?? []).length;
}
