import { type AgreementFault, fault } from './agreement-fault.ts';
import { type CityBorders, ringsOf } from './geojson.ts';
import type { Geometry } from './geometry.ts';
import type { City, Jurisdiction } from './jurisdiction.ts';
import { touching } from './touching.ts';

/** Gives every city that says `from_geometry` the cities that its polygon touches (AGR-15). What cannot be found is a fault and stays. */
export function neighboursFromGeometry(
  jurisdictions: readonly Jurisdiction[],
  source: { readonly geometry: Geometry; readonly borders: CityBorders },
): { readonly jurisdictions: Jurisdiction[]; readonly faults: AgreementFault[] } {
  const { geometry, borders } = source;
  const faults: AgreementFault[] = [];
  const shapes = [];
  for (const [index, city] of jurisdictions.entries()) {
    if (city.level !== 'city') continue;
    const wanted = nameOf(city, geometry.holds);
    const rings = ringsOf(borders, (properties) => String(properties[geometry.property]) === wanted);
    if (rings.length > 0) shapes.push({ id: city.id, rings });
    else if (city.neighbours === 'from_geometry') {
      const en = `no polygon of ${geometry.file} has ${geometry.property} = ${wanted ?? '(the city has no code)'}`;
      const zh = `${geometry.file} 中没有 ${geometry.property} = ${wanted ?? '（该市无代码）'} 的多边形`;
      faults.push(fault('AGR-15', ['jurisdictions', index, 'neighbours'], en, zh));
    }
  }
  const found = touching(shapes, geometry.tolerance_km);
  return {
    faults,
    jurisdictions: jurisdictions.map((one) => {
      const neighbours = one.level === 'city' && one.neighbours === 'from_geometry' ? found.get(one.id) : undefined;
      return neighbours === undefined || one.level !== 'city' ? one : { ...one, neighbours: [...neighbours] };
    }),
  };
}

function nameOf(city: City, holds: Geometry['holds']): string | undefined {
  if (holds === 'code') return city.code;
  return holds === 'id' ? city.id : city.name.zh;
}
