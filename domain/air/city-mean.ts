import type { Concentrations } from './concentrations.ts';
import { isValidHour, meanOfHours } from './mean-of-hours.ts';
import { POLLUTANTS, type Pollutant } from './parameter.ts';

/** What one station contributes to its city's mean: valid values only. */
export interface StationMeans {
  readonly background: boolean;
  readonly values: Concentrations;
}

export interface CityMean {
  /** Means over the stations with a valid value, µg/m³ (CO mg/m³); absent where no station has one. */
  readonly values: Concentrations;
  /** How many stations stand behind each mean. */
  readonly stations: Readonly<Record<Pollutant, number>>;
  /** How many stations could have: all but the background ones. */
  readonly of: number;
}

/** City mean per pollutant. Background (control) stations are watched but left out. Whether n of N is enough is the agreement's. */
export function cityMean(stations: readonly StationMeans[]): CityMean {
  const counted = stations.filter((station) => !station.background);
  const values: { -readonly [P in Pollutant]?: number } = {};
  const behind: Record<Pollutant, number> = { pm25: 0, pm10: 0, so2: 0, no2: 0, co: 0, o3: 0 };
  for (const pollutant of POLLUTANTS) {
    const measured = counted.map((station) => station.values[pollutant]);
    const mean = meanOfHours(measured, 1);
    if (mean === null) continue;
    values[pollutant] = mean;
    behind[pollutant] = measured.filter(isValidHour).length;
  }
  return { values, stations: behind, of: counted.length };
}
