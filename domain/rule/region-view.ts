import type { Station } from '../air/station.ts';

/** A city as conditions see it; numbers are places in `RegionView.stations` and `RegionView.cities`. */
export interface ViewCity {
  readonly id: string;
  /** Stations that count in the city's mean: no background stations. */
  readonly stations: readonly number[];
  /** Cities that border on it, both ways. */
  readonly neighbours: readonly number[];
}

/**
 * What conditions may ask: hourly values after quality control, of the last 96 hours. Stations and cities go by their place in the
 * lists, parameters by their place in `PARAMETERS`, hours by their number on the region's grid (`HourGrid`). Missing is NaN.
 */
export interface RegionView {
  readonly stations: readonly Station[];
  readonly cities: readonly ViewCity[];
  stationHour(station: number, parameter: number, hour: number): number;
  cityHour(city: number, parameter: number, hour: number): number;
}
