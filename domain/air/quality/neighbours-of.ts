import type { Station } from '../station.ts';

const EARTH_RADIUS_KM = 6371;
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
 * Every station's neighbours within `km` (inclusive), nearest first. Background stations measure other air on purpose: they have no
 * neighbours and are nobody's. Computed once for a registry, not per reading.
 */
export function neighboursOf(
  stations: readonly Pick<Station, 'id' | 'lon' | 'lat' | 'background'>[],
  km: number,
): ReadonlyMap<string, readonly string[]> {
  const within = km / (EARTH_RADIUS_KM * RADIANS); // degrees of latitude: a cheap first sieve
  return new Map(
    stations.map((station) => {
      if (station.background) return [station.id, []];
      const near = stations
        .filter((other) => other.id !== station.id && !other.background && Math.abs(other.lat - station.lat) <= within)
        .map((other) => ({ id: other.id, away: distanceKm(station, other) }))
        .filter(({ away }) => away <= km)
        .sort((a, b) => a.away - b.away || (a.id < b.id ? -1 : 1));
      return [station.id, near.map(({ id }) => id)];
    }),
  );
}
