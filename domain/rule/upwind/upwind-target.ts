import type { RegionView } from '../region-view.ts';

/** Whom an upwind condition is asked about; a pair looks only at the neighbour `from`. Places in the view's lists. */
export type UpwindTarget =
  | { readonly kind: 'station'; readonly station: number }
  | { readonly kind: 'city'; readonly city: number }
  | { readonly kind: 'pair'; readonly from: number; readonly to: number };

/** A quantity of a station in an hour, in its unit; NaN when missing. */
export type StationSeries = (station: number, hour: number) => number;

/** The station of the target where the quantity is highest in the hour (ties by id); -1 when none has a value. */
export function receptorOf(view: RegionView, target: UpwindTarget, hour: number, series: StationSeries): number {
  if (target.kind === 'station') return Number.isNaN(series(target.station, hour)) ? -1 : target.station;
  const stations = view.cities[target.kind === 'city' ? target.city : target.to]?.stations ?? [];
  let found = -1;
  let highest = Number.NaN;
  for (let i = 0; i < stations.length; i += 1) {
    const station = stations[i] ?? -1;
    const value = series(station, hour);
    if (Number.isNaN(value)) continue;
    const first = found < 0 || value > highest;
    if (!first && !(value === highest && isBefore(view, station, found))) continue;
    found = station;
    highest = value;
  }
  return found;
}

function isBefore(view: RegionView, one: number, other: number): boolean {
  return (view.stations[one]?.id ?? '') < (view.stations[other]?.id ?? '');
}
