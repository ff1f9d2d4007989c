import type { CityHour } from '../../../domain/air/city-hour.ts';
import { editionOfHour } from '../../../domain/air/city-hour.ts';
import { hourlyIndex } from '../../../domain/air/hourly-index.ts';
import { POLLUTANTS } from '../../../domain/air/parameter.ts';
import type { Controlled } from '../judge-quality.ts';

/** The hour in which the cities together had the highest AQI, the first of several; undefined without any. */
export function peakHour(hours: readonly CityHour[]): number | undefined {
  const sums = new Map<number, number>();
  for (const { at, index } of hours) sums.set(at, (sums.get(at) ?? 0) + (index.aqi ?? 0));
  let [peak, most]: [number | undefined, number] = [undefined, 0];
  for (const [at, sum] of sums) if (sum > most) [peak, most] = [at, sum];
  return peak;
}

/** Hourly AQI of every station in one hour, from what is usable of its reading. */
export function stationAqis(controlled: readonly Controlled[], at: number): Map<string, number> {
  const found = new Map<string, number>();
  for (const { usable } of controlled) {
    if (usable.at !== at || usable.periodS !== 3600) continue;
    const values = Object.fromEntries(
      POLLUTANTS.flatMap((pollutant) =>
        usable.values[pollutant] === undefined ? [] : [[pollutant, usable.values[pollutant]]],
      ),
    );
    const { aqi } = hourlyIndex(values, editionOfHour(at));
    if (aqi !== null) found.set(usable.station, aqi);
  }
  return found;
}
