import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PARAMETERS } from '../../../../domain/air/parameter.ts';
import type { RegionView } from '../../../../domain/rule/region-view.ts';
import { upwind } from '../../../../domain/rule/upwind/upwind.ts';
import { LEAF } from './scene.ts';
import { laidOut, type SyntheticMap } from './synthetic-map.ts';
import { type SyntheticRun, syntheticRun } from './synthetic-run.ts';

const DIRECTION = PARAMETERS.indexOf('wind_dir');
/** On the equator a turned map is the same map on the sphere. */
const MIDDLE = { lon: 110, lat: 0 };

/** The run on a map turned clockwise by some degrees, its vanes with it. */
function turned(run: SyntheticRun, degrees: number): RegionView {
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  const place = (x: number, y: number) => ({ x: x * cos + y * sin, y: y * cos - x * sin });
  const { map, view } = run;
  const places = map.xKm.map((x, i) => place(x, map.yKm[i] ?? 0));
  const moved: SyntheticMap = laidOut({
    xKm: places.map(({ x }) => x),
    yKm: places.map(({ y }) => y),
    cityOf: map.cityOf,
    backgrounds: map.stations.map(({ background }) => background),
    centres: map.centres.map(({ x, y, radius }) => ({ ...place(x, y), radius })),
    middle: MIDDLE,
  });
  return {
    ...view,
    stations: moved.stations,
    cities: moved.cities,
    stationHour(station, parameter, hour) {
      const value = view.stationHour(station, parameter, hour);
      return parameter === DIRECTION ? (value + degrees) % 360 : value;
    },
  };
}

/** The same region with its stations and cities listed in another order. */
function shuffled(view: RegionView, seed: number): { view: RegionView; cityAt: (city: number) => number } {
  const order = (count: number) =>
    Array.from({ length: count }, (_, i) => i).sort((a, b) => ((a * 7919 + seed) % 101) - ((b * 7919 + seed) % 101));
  const stations = order(view.stations.length);
  const cities = order(view.cities.length);
  const none = { id: '', stations: [], neighbours: [] };
  return {
    cityAt: (city) => cities.indexOf(city),
    view: {
      stations: stations.flatMap((was) => view.stations[was] ?? []),
      cities: cities.map((was) => {
        const city = view.cities[was] ?? none;
        return {
          id: city.id,
          stations: city.stations.map((station) => stations.indexOf(station)),
          neighbours: city.neighbours.map((other) => cities.indexOf(other)),
        };
      }),
      stationHour: (station, parameter, hour) => view.stationHour(stations[station] ?? -1, parameter, hour),
      cityHour: (city, parameter, hour) => view.cityHour(cities[city] ?? -1, parameter, hour),
    },
  };
}

describe('laws of the upwind condition', () => {
  const seeds = fc.integer({ min: 400_000, max: 400_400 });

  it('[UPW-12] turning map and wind does not change the answer', () => {
    let spoken = 0;
    fc.assert(
      fc.property(seeds, fc.double({ min: 1, max: 359, noNaN: true }), (seed, degrees) => {
        const run = syntheticRun(seed);
        const [straight, other] = [upwind(LEAF, turned(run, 0)), upwind(LEAF, turned(run, degrees))];
        for (let city = 0; city < run.map.cities.length; city += 1) {
          for (let hour = 16; hour < run.hours; hour += 2) {
            const [one, two] = [straight({ kind: 'city', city }, hour), other({ kind: 'city', city }, hour)];
            expect([two.truth, two.reason, two.facts?.['neighbour']]).toEqual([
              one.truth,
              one.reason,
              one.facts?.['neighbour'],
            ]);
            if (one.truth !== 'true') continue;
            spoken += 1;
            expect(Math.abs(Number(two.facts?.['confidence']) - Number(one.facts?.['confidence']))).toBeLessThan(0.02);
          }
        }
      }),
      { numRuns: 15, seed: 4 },
    );
    expect(spoken).toBeGreaterThan(10);
  });

  it('[UPW-12] the order of stations and cities does not change the answer, to the last digit', () => {
    let spoken = 0;
    fc.assert(
      fc.property(seeds, fc.nat({ max: 100 }), (seed, order) => {
        const { view, hours } = syntheticRun(seed);
        const other = shuffled(view, order);
        const [straight, mixed] = [upwind(LEAF, view), upwind(LEAF, other.view)];
        for (let city = 0; city < view.cities.length; city += 1) {
          for (let hour = 16; hour < hours; hour += 2) {
            const one = straight({ kind: 'city', city }, hour);
            expect(mixed({ kind: 'city', city: other.cityAt(city) }, hour)).toEqual(one);
            if (one.truth === 'true') spoken += 1;
          }
        }
      }),
      { numRuns: 15 },
    );
    expect(spoken).toBeGreaterThan(10);
  });
});
