import type { ConditionOf } from '../condition.ts';
import type { RegionView } from '../region-view.ts';
import type { BackPath } from './back-path.ts';
import { lagSpanHours } from './lag-correlation.ts';
import type { Levels } from './levels.ts';
import type { Surroundings } from './surroundings.ts';
import type { StationSeries } from './upwind-target.ts';
import { type Way, wayFrom } from './way-from.ts';

/** A neighbour's station that the air came by and that was above the limit then. */
export interface Candidate {
  readonly station: number;
  readonly id: string;
  readonly city: string;
  readonly distanceKm: number;
  /** From the target to the station, degrees from north. */
  readonly bearing: number;
  readonly way: Way;
  /** The highest value of the hours around its leaving, and how far that was above what is ordinary. */
  readonly value: number;
  readonly excess: number;
}

/** What candidates are looked for with. */
export interface Search {
  readonly view: RegionView;
  readonly leaf: ConditionOf<'upwind'>;
  /** The target's own city. */
  readonly city: string;
  readonly around: Surroundings;
  readonly hour: number;
  readonly series: StationSeries;
  readonly levels: Levels;
  /** The least excess that counts. */
  readonly elevated: number;
}

/** UPW-1, UPW-2: the stations of other cities that lie upwind, near enough in way and time, and were above the limit. */
export function candidatesOn(path: BackPath, search: Search): Candidate[] {
  const { view, leaf, around } = search;
  const found: Candidate[] = [];
  for (let i = 0; i < around.stations.length; i += 1) {
    const place = around.stations[i] ?? -1;
    const station = view.stations[place];
    if (station === undefined || station.background || station.city === search.city) continue;
    const [east, north] = [around.eastKm[i] ?? 0, around.northKm[i] ?? 0];
    const way = wayFrom(path, east, north);
    if (way === undefined || way.offDegrees > leaf.within_degrees || way.lagHours > leaf.within_hours) continue;
    const left = hourOfLeaving(place, way.lagHours, search);
    if (left === undefined) continue;
    found.push({
      station: place,
      id: station.id,
      city: station.city,
      distanceKm: around.distanceKm[i] ?? 0,
      bearing: ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360,
      way,
      value: search.series(place, left),
      excess: search.levels.excess(place, left),
    });
  }
  return found;
}

/** Of the hours in which the air can have left, the one with the highest value that counts. */
function hourOfLeaving(place: number, lagHours: number, search: Search): number | undefined {
  const { hour, series, levels, leaf } = search;
  const span = lagSpanHours(lagHours);
  const newest = Math.min(hour, Math.round(hour - lagHours + span));
  let found: number | undefined;
  let highest = leaf.above;
  for (let left = Math.round(hour - lagHours - span); left <= newest; left += 1) {
    const value = series(place, left);
    if (!(value > highest) || !levels.standsOut(place, left, search.elevated) || isLone(place, left, search)) continue;
    highest = value;
    found = left;
  }
  return found;
}

/** One hour high with nothing before and after it is an instrument's, not a plume's. */
function isLone(place: number, left: number, { levels, elevated, hour }: Search): boolean {
  if (levels.excess(place, left - 1) >= elevated / 2) return false;
  return !(left < hour && levels.excess(place, left + 1) >= elevated / 2);
}
