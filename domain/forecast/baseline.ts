import { mean, median } from 'simple-statistics';
import { dailyIndex } from '../air/daily-index.ts';
import { type DayOfHours, dailyMeans } from '../air/daily-means.ts';
import type { HourGrid } from '../air/hour-grid.ts';
import { type Hours, isValidHour } from '../air/mean-of-hours.ts';
import { POLLUTANTS, type Pollutant } from '../air/parameter.ts';
import { DAY } from '../air/sliding-means.ts';
import { editionOfDay } from './day-number.ts';
import { type DayForecast, FORECAST_VALUES, type ForecastValue } from './forecast.ts';

export interface BaselineInput {
  /** A city's hourly means, oldest first, all of one length; the last element is the hour `lastHour` of the grid. */
  readonly hours: DayOfHours;
  readonly lastHour: number;
  readonly grid: HourGrid;
  /** From how many days the shape of a day is taken; default 7. */
  readonly shapeDays?: number;
}

/** `too_short`: no pollutant has a shape; `too_few_recent`: fewer than 20 of the last 24 hours. */
export type BaselineRefusal = 'too_short' | 'too_few_recent';
export type Baseline =
  | { readonly ok: true; readonly days: readonly DayForecast[] }
  | { readonly ok: false; readonly reason: BaselineRefusal };

/** Leads 0 to 3. */
const DAYS_AHEAD = 4;
/** Of every hour of the day, so many must be known before their median is a shape. */
const LEAST_PER_HOUR = 3;

/**
 * What a bureau without a model has to be better than (FCS-20): the air stays as it was in the last 24 hours, hour by hour in the
 * shape of the last days. The shape is the median by hour of the day, scaled so that over the last 24 hours it has their mean. The
 * hours of today that are over enter as they were measured. Daily items and AQI follow from the 24 hours like those of a
 * measured day.
 */
export function baselineForecast(input: BaselineInput): Baseline {
  const { hours, lastHour, grid } = input;
  const expected: Partial<Record<Pollutant, (hourOfDay: number) => number>> = {};
  let reason: BaselineRefusal = 'too_short';
  for (const pollutant of POLLUTANTS) {
    const model = expectedHour(hours[pollutant] ?? [], input);
    if (typeof model === 'function') expected[pollutant] = model;
    else if (model === 'too_few_recent') reason = model;
  }
  if (Object.keys(expected).length === 0) return { ok: false, reason };
  const today = grid.dayOf(lastHour + 1);
  const days: DayForecast[] = [];
  for (let day = today; day < today + DAYS_AHEAD; day += 1) {
    const ofDay: Partial<Record<Pollutant, (number | undefined)[]>> = {};
    for (const pollutant of POLLUTANTS) {
      const model = expected[pollutant];
      if (model === undefined) continue;
      const measured = hours[pollutant] ?? [];
      ofDay[pollutant] = Array.from({ length: 24 }, (_, index) => {
        const known = measured.at(day * 24 + index - lastHour);
        const isOver = day * 24 + index + 1 <= lastHour;
        return isOver && isValidHour(known) ? known : model(index + 1);
      });
    }
    days.push(forecastOf(day, ofDay, grid));
  }
  return { ok: true, days };
}

function expectedHour(hours: Hours, input: BaselineInput): ((hourOfDay: number) => number) | BaselineRefusal {
  const { lastHour, grid, shapeDays = 7 } = input;
  const byHour: number[][] = Array.from({ length: 24 }, () => []);
  const hourOfDay = (index: number) => grid.hourOfDay(lastHour - hours.length + 1 + index);
  const from = Math.max(0, hours.length - shapeDays * 24);
  for (let index = from; index < hours.length; index += 1) {
    const value = hours[index];
    if (isValidHour(value)) byHour[hourOfDay(index) - 1]?.push(value);
  }
  if (byHour.some((values) => values.length < LEAST_PER_HOUR)) return 'too_short';
  const shape = byHour.map((values) => median(values));
  const recent: number[] = [];
  const usual: number[] = [];
  for (let index = Math.max(0, hours.length - 24); index < hours.length; index += 1) {
    const value = hours[index];
    if (!isValidHour(value)) continue;
    recent.push(value);
    usual.push(shape[hourOfDay(index) - 1] ?? 0);
  }
  if (recent.length < DAY.atLeast) return 'too_few_recent';
  const level = mean(recent);
  const usualLevel = mean(usual);
  // Nothing to scale where there usually is nothing.
  return usualLevel === 0 ? () => level : (hour) => ((shape[hour - 1] ?? 0) * level) / usualLevel;
}

function forecastOf(day: number, hours: DayOfHours, grid: HourGrid): DayForecast {
  const means = dailyMeans(hours);
  const index = dailyIndex(means, editionOfDay(day, grid));
  const values: Partial<Record<ForecastValue, number>> = {};
  for (const item of FORECAST_VALUES) {
    const value = means[item];
    // The decimals of the standards' tables: nobody forecasts more.
    if (value !== undefined) values[item] = Number(value.toFixed(item === 'co' ? 1 : 0));
  }
  return { day, aqi: index.aqi, aqiBasis: index.aqi === null ? null : 'values', values, primary: index.primary };
}
