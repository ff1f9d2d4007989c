import type { Concentrations } from '../air/concentrations.ts';
import { type DailyInput, dailyIndex } from '../air/daily-index.ts';
import { type DayOfHours, dailyMeans } from '../air/daily-means.ts';
import type { HourGrid } from '../air/hour-grid.ts';
import { meanOfHours } from '../air/mean-of-hours.ts';
import { POLLUTANTS, type Pollutant } from '../air/parameter.ts';
import { editionOfDay } from './day-number.ts';

/** One station in one hour. */
export interface StationHourValues {
  readonly station: string;
  /** Number of the hour on the grid. */
  readonly hour: number;
  readonly values: Concentrations;
}

const ITEMS = [...POLLUTANTS, 'o3_8h'] as const;

/**
 * The daily AQI of one city on one day by the edition of that day, from the hours of its counting stations; null where the edition
 * gives none. A city's daily value is the mean of its stations' daily values (HJ 663-2013). Hours of other days are left out.
 */
export function observedAqi(hours: Iterable<StationHourValues>, day: number, grid: HourGrid): number | null {
  const stations = new Map<string, Partial<Record<Pollutant, (number | undefined)[]>>>();
  for (const { station, hour, values } of hours) {
    if (grid.dayOf(hour) !== day) continue;
    const ofStation = stations.get(station) ?? {};
    stations.set(station, ofStation);
    for (const pollutant of POLLUTANTS) {
      const value = values[pollutant];
      if (value === undefined) continue;
      const measured = ofStation[pollutant] ?? noHours();
      measured[grid.hourOfDay(hour) - 1] = value;
      ofStation[pollutant] = measured;
    }
  }
  return dailyIndex(meanOf([...stations.values()]), editionOfDay(day, grid)).aqi;
}

function noHours(): (number | undefined)[] {
  return new Array<number | undefined>(24).fill(undefined);
}

function meanOf(stations: readonly DayOfHours[]): DailyInput {
  const daily = stations.map((hours) => dailyMeans(hours));
  const means: { -readonly [Item in keyof DailyInput]: DailyInput[Item] } = {};
  for (const item of ITEMS) {
    const mean = meanOfHours(
      daily.map((station) => station[item]),
      1,
    );
    if (mean !== null) means[item] = mean;
  }
  return means;
}
