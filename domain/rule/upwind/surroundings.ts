import type { Station } from '../../air/station.ts';
import type { RegionView } from '../region-view.ts';

const EARTH_RADIUS_KM = 6371;
const RADIANS = Math.PI / 180;
const KM_PER_DEGREE = EARTH_RADIUS_KM * RADIANS;

/**
 * The stations within some km of one station, nearest first (ties by id), itself left out. `eastKm` and `northKm` are measured
 * along the great circle that leaves the centre (azimuthal equidistant), so distance and bearing from the centre are exact.
 */
export interface Surroundings {
  /** Places in `RegionView.stations`. */
  readonly stations: Int32Array;
  readonly eastKm: Float64Array;
  readonly northKm: Float64Array;
  readonly distanceKm: Float64Array;
}

/** Geometry of a view, which never changes during its life; computed per station when it is first asked for. */
const known = new WeakMap<RegionView, Map<number, Array<Surroundings | undefined>>>();

/** What lies within `km` (inclusive) of a station of the view. */
export function surroundingsOf(view: RegionView, station: number, km: number): Surroundings {
  const ofView = known.get(view) ?? new Map<number, (Surroundings | undefined)[]>();
  const ofKm = ofView.get(km) ?? [];
  const found = ofKm[station] ?? surroundings(view.stations, station, km);
  ofKm[station] = found;
  ofView.set(km, ofKm);
  known.set(view, ofView);
  return found;
}

function surroundings(stations: readonly Station[], centre: number, km: number): Surroundings {
  const here = stations[centre];
  if (here === undefined) throw new RangeError(`there is no station ${centre}`);
  const withinLat = (km / KM_PER_DEGREE) * 1.001; // a cheap first sieve, a hair too wide
  const found: { place: number; id: string; away: number; east: number; north: number }[] = [];
  for (let place = 0; place < stations.length; place++) {
    const there = stations[place];
    if (there === undefined || place === centre || Math.abs(there.lat - here.lat) > withinLat) continue;
    const [east, north] = offsetKm(here, there);
    const away = Math.hypot(east, north);
    if (away <= km) found.push({ place, id: there.id, away, east, north });
  }
  found.sort((a, b) => a.away - b.away || (a.id < b.id ? -1 : 1));
  return {
    stations: Int32Array.from(found, ({ place }) => place),
    eastKm: Float64Array.from(found, ({ east }) => east),
    northKm: Float64Array.from(found, ({ north }) => north),
    distanceKm: Float64Array.from(found, ({ away }) => away),
  };
}

type Place = Pick<Station, 'lon' | 'lat'>;

/** Great-circle distance (haversine) and initial bearing, as km east and north. */
export function offsetKm(from: Place, to: Place): readonly [east: number, north: number] {
  const lat1 = from.lat * RADIANS;
  const lat2 = to.lat * RADIANS;
  const lon = (to.lon - from.lon) * RADIANS;
  const h = Math.sin((lat2 - lat1) / 2) ** 2 + Math.cos(lat1) * Math.cos(lat2) * Math.sin(lon / 2) ** 2;
  const km = 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
  const bearing = Math.atan2(
    Math.sin(lon) * Math.cos(lat2),
    Math.cos(lat1) * Math.sin(lat2) - Math.sin(lat1) * Math.cos(lat2) * Math.cos(lon),
  );
  return [km * Math.sin(bearing), km * Math.cos(bearing)];
}
