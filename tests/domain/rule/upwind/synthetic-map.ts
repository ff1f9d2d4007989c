import type { Station } from '../../../../domain/air/station.ts';
import type { ViewCity } from '../../../../domain/rule/region-view.ts';
import type { Chance } from './chance.ts';

/** An invented region. Places are km east and north of its middle; `lon` and `lat` follow from them. */
export interface SyntheticMap {
  readonly stations: readonly Station[];
  readonly cities: readonly ViewCity[];
  readonly xKm: readonly number[];
  readonly yKm: readonly number[];
  readonly cityOf: readonly number[];
  readonly centres: readonly { readonly x: number; readonly y: number; readonly radius: number }[];
}

const KM_PER_DEGREE = (6371 * Math.PI) / 180;
const BORDER_KM = 70;

/** 8 to 12 cities at least 28 km apart in a square of 150 km, 3 to 6 stations each, some of them background stations. */
export function syntheticMap(chance: Chance): SyntheticMap {
  const centres: { x: number; y: number; radius: number }[] = [];
  const wanted = chance.whole(8, 12);
  for (let tries = 0; centres.length < wanted && tries < 2000; tries += 1) {
    const place = { x: chance.uniform(-75, 75), y: chance.uniform(-75, 75), radius: chance.uniform(6, 12) };
    if (centres.every(({ x, y }) => Math.hypot(x - place.x, y - place.y) >= 28)) centres.push(place);
  }
  const xKm: number[] = [];
  const yKm: number[] = [];
  const cityOf: number[] = [];
  const backgrounds: boolean[] = [];
  for (const [city, { x, y, radius }] of centres.entries()) {
    const count = chance.whole(3, 6);
    for (let i = 0; i < count; i += 1) {
      const away = radius * Math.sqrt(chance.uniform());
      const turn = chance.uniform(0, 2 * Math.PI);
      xKm.push(x + away * Math.cos(turn));
      yKm.push(y + away * Math.sin(turn));
      cityOf.push(city);
      backgrounds.push(i >= 3 && chance.chance(0.1));
    }
  }
  return laidOut({
    xKm,
    yKm,
    cityOf,
    backgrounds,
    centres,
    middle: { lon: chance.uniform(105, 120), lat: chance.uniform(23, 41) },
  });
}

/** Gives the places of a map longitudes, latitudes and ids. */
export function laidOut(places: {
  readonly xKm: readonly number[];
  readonly yKm: readonly number[];
  readonly cityOf: readonly number[];
  readonly backgrounds: readonly boolean[];
  readonly centres: SyntheticMap['centres'];
  readonly middle: { readonly lon: number; readonly lat: number };
}): SyntheticMap {
  const { xKm, yKm, cityOf, backgrounds, centres, middle } = places;
  const kmPerDegreeEast = KM_PER_DEGREE * Math.cos((middle.lat * Math.PI) / 180);
  const stations = xKm.map((x, i) => ({
    id: `s${String(i).padStart(2, '0')}`,
    name: `station ${i}`,
    city: `c${cityOf[i]}`,
    lon: middle.lon + x / kmPerDegreeEast,
    lat: middle.lat + (yKm[i] ?? 0) / KM_PER_DEGREE,
    background: backgrounds[i] ?? false,
    periodLabel: 'end' as const,
  }));
  const cities = centres.map((centre, city) => ({
    id: `c${city}`,
    stations: cityOf.flatMap((of, i) => (of === city && !backgrounds[i] ? [i] : [])),
    neighbours: centres.flatMap((other, j) =>
      j !== city && Math.hypot(other.x - centre.x, other.y - centre.y) <= BORDER_KM ? [j] : [],
    ),
  }));
  return { stations, cities, xKm, yKm, cityOf, centres };
}
