import { stringify } from 'yaml';

/** A small agreement as YAML, in force since long ago: one nation and the cities named, in a row. More fields lie over that. */
export function agreementText(
  cities: readonly string[],
  more: Readonly<Record<string, unknown>> & { readonly region?: Readonly<Record<string, unknown>> } = {},
): string {
  return stringify({
    version: '1',
    effective: { from: '2000-01-01' },
    jurisdictions: [
      { id: 'nation', level: 'nation', name: { zh: '国', en: 'Nation' } },
      ...cities.map((id, place) => ({
        id,
        level: 'city',
        name: { zh: id, en: id },
        superior: 'nation',
        neighbours: [cities[place - 1], cities[place + 1]].filter((neighbour) => neighbour !== undefined),
      })),
    ],
    ...more,
    region: { id: 'r', name: { zh: '区', en: 'R' }, ...more.region },
  });
}
