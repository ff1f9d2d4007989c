import { type AgreementFault, fault } from '../agreement-fault.ts';
import type { AgreementParts } from '../agreement-parts.ts';
import { citiesOf, neighboursOf } from '../jurisdiction.ts';

/** Neighbours are member cities, not the city itself, and say it both ways (AGR-7). */
export function* neighbourFaults({ jurisdictions }: AgreementParts): Iterable<AgreementFault> {
  if (jurisdictions === undefined) return;
  const cities = new Map(citiesOf(jurisdictions).map((city) => [city.id, city]));
  for (const [index, city] of jurisdictions.entries()) {
    if (city.level !== 'city') continue;
    for (const [place, id] of neighboursOf(city).entries()) {
      const path = ['jurisdictions', index, 'neighbours', place];
      const other = cities.get(id);
      if (other === undefined) yield fault('AGR-3', path, `there is no city "${id}"`, `没有城市“${id}”`);
      else if (id === city.id) yield fault('AGR-7', path, 'a city is not its own neighbour', '城市不与自身相邻');
      else if (neighboursOf(city).indexOf(id) !== place)
        yield fault('AGR-2', path, `"${id}" is there twice`, `“${id}”重复`);
      // With a geometry that could not be read the other side is not known.
      else if (other.neighbours !== 'from_geometry' && !other.neighbours.includes(city.id)) {
        yield fault(
          'AGR-7',
          path,
          `"${id}" does not name "${city.id}" as its neighbour`,
          `“${id}”未将“${city.id}”列为相邻城市`,
        );
      }
    }
  }
}
