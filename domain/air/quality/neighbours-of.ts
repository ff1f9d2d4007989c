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

/** A latitude apart is never further than the distance, but for rounding. */
const KM_PER_DEGREE = EARTH_RADIUS_KM * RADIANS * 0.9999;

/**
 * Every station's neighbours within `km` (inclusive), nearest first (ties by id), the nearest 16 at most: in a dense network more say
 * no more. Background stations measure other air on purpose: they have no neighbours and are nobody's. Computed once for a registry,
 * not per reading.
 */
export function neighboursOf(stations: readonly Sited[], km: number): ReadonlyMap<string, readonly string[]> {
  const others = stations.filter(({ background }) => !background).sort((a, b) => a.lat - b.lat);
  const found = new Map<string, readonly string[]>(stations.map(({ id }) => [id, []]));
  for (let place = 0; place < others.length; place += 1) {
    const station = others[place];
    if (station !== undefined) found.set(station.id, nearest(others, place, km));
  }
  return found;
}

type Sited = Pick<Station, 'id' | 'lon' | 'lat' | 'background'>;

/** From its own latitude outwards, until what is still to come is further north or south than the last one wanted. */
function nearest(stations: readonly Sited[], place: number, km: number): string[] {
  const near: Neighbour[] = [];
  const centre = stations[place] as Sited;
  let [south, north] = [place - 1, place + 1];
  for (;;) {
    const below = stations[south];
    const above = stations[north];
    const gapBelow = below === undefined ? Number.POSITIVE_INFINITY : centre.lat - below.lat;
    const gapAbove = above === undefined ? Number.POSITIVE_INFINITY : above.lat - centre.lat;
    const next = gapBelow < gapAbove ? below : above;
    const reach = near.length < MOST_NEIGHBOURS ? km : (near.at(-1)?.away ?? km);
    if (next === undefined || Math.min(gapBelow, gapAbove) * KM_PER_DEGREE > reach) return near.map(({ id }) => id);
    if (next === below) south -= 1;
    else north += 1;
    const away = distanceKm(centre, next);
    if (away <= reach) insert(near, { id: next.id, away });
  }
}

interface Neighbour {
  readonly id: string;
  readonly away: number;
}

function insert(near: Neighbour[], one: Neighbour): void {
  let at = near.length;
  for (let before = near[at - 1]; before !== undefined && isNearer(one, before); before = near[at - 1]) at -= 1;
  near.splice(at, 0, one);
  if (near.length > MOST_NEIGHBOURS) near.pop();
}

function isNearer(a: Neighbour, b: Neighbour): boolean {
  return a.away < b.away || (a.away === b.away && a.id < b.id);
}
