import type { Station } from '../station.ts';

const EARTH_RADIUS_KM = 6371;
/** A median of so many is firm, and what a reading costs does not grow with the density of the network. */
const MOST_NEIGHBOURS = 16;
const RADIANS = Math.PI / 180;
type Place = Pick<Station, 'lon' | 'lat'>;

/** Great-circle distance by the haversine formula, km. */
export function distanceKm(a: Place, b: Place): number {
  const halfLat = Math.sin(((b.lat - a.lat) * RADIANS) / 2);
  const halfLon = Math.sin(((b.lon - a.lon) * RADIANS) / 2);
  const h = halfLat ** 2 + Math.cos(a.lat * RADIANS) * Math.cos(b.lat * RADIANS) * halfLon ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/**
 * Every station's neighbours within `km` (inclusive), nearest first, the nearest 16 at most: in a dense network more say no more. Background stations measure other air on purpose: they have no
 * neighbours and are nobody's. Computed once for a registry, not per reading.
 */
export function neighboursOf(
  stations: readonly Pick<Station, 'id' | 'lon' | 'lat' | 'background'>[],
  km: number,
): ReadonlyMap<string, readonly string[]> {
  const within = km / (EARTH_RADIUS_KM * RADIANS); // degrees of latitude: a cheap first sieve
  const others = stations.filter(({ background }) => !background).sort((a, b) => a.lat - b.lat);
  return new Map(
    stations.map((station) => {
      if (station.background) return [station.id, []];
      const near: { readonly id: string; readonly away: number }[] = [];
      for (let place = firstAtLeast(others, station.lat - within); place < others.length; place += 1) {
        const other = others[place];
        if (other === undefined || other.lat > station.lat + within) break;
        const away = distanceKm(station, other);
        if (other.id !== station.id && away <= km) near.push({ id: other.id, away });
      }
      near.sort((a, b) => a.away - b.away || (a.id < b.id ? -1 : 1));
      return [station.id, near.slice(0, MOST_NEIGHBOURS).map(({ id }) => id)];
    }),
  );
}

/** Place of the first station at this latitude or north of it, in a list from south to north. */
function firstAtLeast(stations: readonly Place[], lat: number): number {
  let [low, high] = [0, stations.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stations[middle]?.lat ?? lat) < lat) low = middle + 1;
    else high = middle;
  }
  return low;
}
