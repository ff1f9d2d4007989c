import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { dayNumber } from '../../../domain/forecast/day-number.ts';

/** The published AQI by city and day (days since 1970-01-01) of a city-day file: `date,city,aqi,...`. */
export function cityDays(path: string): Map<string, Map<number, number>> {
  const [header = '', ...rows] = gunzipSync(readFileSync(path)).toString('utf8').trim().split('\n');
  if (!header.startsWith('date,city,aqi,')) throw new Error(`another header: ${header}`);
  const cities = new Map<string, Map<number, number>>();
  for (const row of rows) {
    const [date = '', city = '', aqi = ''] = row.split(',');
    const day = dayNumber(date);
    if (day === null || aqi === '') continue;
    const days = cities.get(city) ?? new Map<number, number>();
    cities.set(city, days.set(day, Number(aqi)));
  }
  return cities;
}
