import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAgreementPath } from '../../../app/config/agreement-path.ts';
import { CityBorders, ringsOf } from '../../../domain/agreement/geojson.ts';
import { citiesOf } from '../../../domain/agreement/jurisdiction.ts';
import { type Shape, touching } from '../../../domain/agreement/touching.ts';

/** A square of one degree with its south-west corner there. */
function square(id: string, lon: number, lat: number): Shape {
  const corners = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
    [0, 0],
  ] as const;
  return { id, rings: [corners.map(([x, y]) => [lon + x, lat + y] as const)] };
}

describe('shapes that share a border', () => {
  it('[AGR-15] need more than a common corner', () => {
    const found = touching([square('a', 0, 0), square('b', 1, 0), square('c', 2, 1)], 1);
    expect(Object.fromEntries(found)).toEqual({ a: ['b'], b: ['a'], c: [] });
  });

  it('[AGR-15] may be apart by the tolerance, not by more', () => {
    const apart = (km: number) => touching([square('a', 0, 0), square('b', 1 + km / 111.32, 0)], 1).get('a');
    expect(apart(0.5)).toEqual(['b']);
    expect(apart(2)).toEqual([]);
  });

  it('[AGR-15] are found where only the longer line of one has no corner near the other', () => {
    const wall: Shape = {
      id: 'wall',
      rings: [
        [
          [1, -5],
          [2, -5],
          [2, 5],
          [1, 5],
          [1, -5],
        ],
      ],
    };
    expect(touching([square('a', 0, 0), wall], 1).get('wall')).toEqual(['a']);
  });

  it('[AGR-15] say so both ways, whatever their order', () => {
    const place = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 }));
    fc.assert(
      fc.property(fc.uniqueArray(place, { selector: String, minLength: 2, maxLength: 9 }), (places) => {
        const shapes = places.map(([lon, lat]) => square(`${lon},${lat}`, lon, lat));
        const found = touching(shapes, 1);
        const turned = touching(shapes.toReversed(), 1);
        for (const [lon, lat] of places) {
          const beside = places.filter(([x, y]) => Math.abs(x - lon) + Math.abs(y - lat) === 1).map(String);
          expect(found.get(`${lon},${lat}`)?.toSorted()).toEqual(beside.toSorted());
          expect(turned.get(`${lon},${lat}`)?.toSorted()).toEqual(beside.toSorted());
        }
      }),
    );
  });

  const data = process.env['LIANFANG_DATA'] ?? new URL('../../../../shared/data', import.meta.url).pathname;
  const file = `${data}/geo/cn_jjj_2plus26_cities.geojson`;
  it.skipIf(!existsSync(file))(
    `[AGR-15] are the neighbours of the shipped 2+26 agreement (skipped without ${file})`,
    () => {
      const borders = CityBorders.parse(JSON.parse(readFileSync(file, 'utf8')));
      const path = new URL('../../../config/agreements/jjj-2plus26', import.meta.url).pathname;
      for (const { agreement } of readAgreementPath(path, { faults: [] })?.versions ?? []) {
        const cities = citiesOf(agreement.jurisdictions);
        const shapes = cities.map(({ id, code }) => ({
          id,
          rings: ringsOf(borders, ({ adcode }) => String(adcode) === code),
        }));
        expect(Object.fromEntries(touching(shapes, 1))).toEqual(
          Object.fromEntries(cities.map(({ id, neighbours }) => [id, neighbours])),
        );
      }
    },
  );
});
