import type { ConditionOf } from '../condition.ts';
import type { RegionView } from '../region-view.ts';
import type { BackPath } from './back-path.ts';
import type { Levels } from './levels.ts';
import type { Surroundings } from './surroundings.ts';
import type { StationSeries } from './upwind-target.ts';
import { type Way, wayFrom } from './way-from.ts';

/** A neighbour's station that the air came by and that was above the limit then. */
export interface Candidate {
  readonly station: number;
  readonly city: string;
  readonly distanceKm: number;
  /** From the target to the station, degrees from north. */
  readonly bearing: number;
  readonly way: Way;
  /** The highest value of the hours around its leaving, and how far that was above what is ordinary. */
  readonly value: number;
  readonly excess: number;
}

/** How far the lag may be wrong: anemometers stand lower and more sheltered than the air that carries. */
export function lagSpanHours(lagHours: number): number {
  return Math.max(0.75, 0.3 * lagHours);
}

/** UPW-1, UPW-2: the stations of other cities that lie upwind, near enough in way and time, and were above the limit. */
export function candidatesOn(
  path: BackPath,
  asked: {
    readonly view: RegionView;
    readonly leaf: ConditionOf<'upwind'>;
    readonly city: string;
    readonly only: string | undefined;
    readonly around: Surroundings;
    readonly hour: number;
    readonly series: StationSeries;
    readonly levels: Levels;
  },
): Candidate[] {
  const { view, leaf, around, hour, series, levels } = asked;
  const found: Candidate[] = [];
  for (let i = 0; i < around.stations.length; i += 1) {
    const place = around.stations[i] ?? -1;
    const station = view.stations[place];
    if (station === undefined || station.background || station.city === asked.city) continue;
    if (asked.only !== undefined && station.city !== asked.only) continue;
    const [east, north] = [around.eastKm[i] ?? 0, around.northKm[i] ?? 0];
    const way = wayFrom(path, east, north);
    if (way === undefined || way.offDegrees > leaf.within_degrees || way.lagHours > leaf.within_hours) continue;
    const span = lagSpanHours(way.lagHours);
    const newest = Math.min(hour, Math.round(hour - way.lagHours + span));
    let [value, excess] = [Number.NaN, Number.NaN];
    for (let left = Math.round(hour - way.lagHours - span); left <= newest; left += 1) {
      const then = series(place, left);
      if (!(then > leaf.above) || then <= value) continue;
      value = then;
      excess = levels.excess(place, left);
    }
    if (Number.isNaN(value)) continue;
    const bearing = ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360;
    found.push({
      station: place,
      city: station.city,
      distanceKm: around.distanceKm[i] ?? 0,
      bearing,
      way,
      value,
      excess,
    });
  }
  return found;
}
