import { standardOf } from './edition-for.ts';
import { indexOfValue, largerIndex } from './index-of-value.ts';
import type { Edition, IndexItem } from './index-standard.ts';
import { POLLUTANTS, type Pollutant } from './parameter.ts';

const HOURLY: Readonly<Record<Pollutant, IndexItem>> = {
  pm25: 'pm25_1h',
  pm10: 'pm10_1h',
  so2: 'so2_1h',
  no2: 'no2_1h',
  co: 'co_1h',
  o3: 'o3_1h',
};
const DAILY: Readonly<Record<Pollutant, IndexItem>> = {
  pm25: 'pm25_24h',
  pm10: 'pm10_24h',
  so2: 'so2_24h',
  no2: 'no2_24h',
  co: 'co_24h',
  o3: 'o3_8h',
};

/** IAQI of one pollutant's 1 h mean; NaN when it has none. The same figure as `hourlyIndex`, without its report. */
export function hourlyIaqi(edition: Edition, pollutant: Pollutant, value: number): number {
  return indexOfValue(edition, HOURLY[pollutant], pollutant, value) ?? Number.NaN;
}

/** IAQI of a 24 h mean; O3 by its largest 8 h mean, in 2012 also by its largest hour, where that is given. */
export function dailyIaqi(edition: Edition, pollutant: Pollutant, value: number, o3Hourly = Number.NaN): number {
  const index = indexOfValue(edition, DAILY[pollutant], pollutant, value);
  if (pollutant !== 'o3' || !standardOf(edition).dailyHasO3Hourly) return index ?? Number.NaN;
  return largerIndex(index, indexOfValue(edition, 'o3_1h', 'o3', o3Hourly)) ?? Number.NaN;
}

/** The AQI of six individual indices by an edition's rule on missing ones; NaN when there is none. */
export function aqiOfIaqi(edition: Edition, iaqiOf: (pollutant: Pollutant) => number): number {
  let largest = Number.NaN;
  let incomplete = false;
  for (const pollutant of POLLUTANTS) {
    const index = iaqiOf(pollutant);
    if (Number.isNaN(index)) incomplete = true;
    else if (!(index <= largest)) largest = index;
  }
  // HJ 633-2026: with a pollutant missing the AQI of the others is published only when it is above 100.
  return incomplete && standardOf(edition).needsAllPollutants && largest <= 100 ? Number.NaN : largest;
}
