import type { HourGrid } from '../../domain/air/hour-grid.ts';
import { aqiOfDay } from '../../domain/forecast/aqi-of-day.ts';
import { dayNumber, dayOfInstant, editionOfDay } from '../../domain/forecast/day-number.ts';
import { type DayForecast, MOST_LEAD_DAYS, RESERVED_ISSUERS } from '../../domain/forecast/forecast.ts';
import { parseIso } from '../../domain/time.ts';
import type { ReceivedForecast } from '../../store/forecasts.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type ForecastPayload, readForecastPayload } from './forecast-payload.ts';
import type { ForecasterBook } from './forecaster-book.ts';

/** What a forecast is held against. */
export interface ForecastRules {
  readonly cities: ReadonlySet<string>;
  readonly forecasters: ForecasterBook;
  readonly grid: HourGrid;
  /** How far ahead of our clock it may have been issued, ms. */
  readonly futureToleranceMs: number;
}

export interface ForecastContext {
  readonly city: string;
  /** On our clock, epoch ms. */
  readonly receivedAt: number;
  /** Whose credential it came with; absent: the broker has checked that. */
  readonly sender?: string;
}

/** One forecast of the public contract, or every reason why not. Pure; never throws. */
export function decodeForecast(
  json: unknown,
  rules: ForecastRules,
  context: ForecastContext,
): ReceivedForecast | readonly Refusal[] {
  const { city, receivedAt, sender } = context;
  if (!rules.cities.has(city)) return [refuse('unknown_city', { field: city })];
  const payload = readForecastPayload(json);
  if (isRefused(payload)) return payload;
  const { issuer } = payload;
  const isOther = sender !== undefined && sender !== issuer;
  if (isOther || RESERVED_ISSUERS.includes(issuer) || !rules.forecasters.mayIssue(issuer, city)) {
    return [refuse('not_your_forecast', { field: 'issuer' })];
  }
  const issuedAt = parseIso(payload.issued_at);
  if (issuedAt === null || issuedAt < 0) return [refuse('bad_time', { field: 'issued_at' })];
  if (issuedAt > receivedAt + rules.futureToleranceMs) return [refuse('future', { field: 'issued_at' })];
  const issuedDay = dayOfInstant(issuedAt, rules.grid);
  const days = daysOf(payload.days, issuedDay, rules.grid);
  return isRefused(days) ? days : { city, issuer, issuedAt, issuedDay, receivedAt, days };
}

export function isRefused<Value>(value: Value | readonly Refusal[]): value is readonly Refusal[] {
  return Array.isArray(value) && value.length > 0 && typeof value[0] === 'object' && 'code' in value[0];
}

function daysOf(
  sent: ForecastPayload['days'],
  issuedDay: number,
  grid: HourGrid,
): readonly DayForecast[] | readonly Refusal[] {
  const days = new Map<number, DayForecast>();
  const refusals: Refusal[] = [];
  for (const [index, entry] of sent.entries()) {
    const day = dayNumber(entry.day);
    if (day === null || day < issuedDay || day > issuedDay + MOST_LEAD_DAYS || days.has(day)) {
      refusals.push(refuse('bad_day', { field: `days[${index}].day` }));
      continue;
    }
    const { aqi, aqi_low: aqiLow, aqi_high: aqiHigh, values = {}, primary = [] } = entry;
    const range = { ...(aqiLow === undefined ? {} : { aqiLow }), ...(aqiHigh === undefined ? {} : { aqiHigh }) };
    const counts = aqiOfDay({ ...range, values, ...(aqi === undefined ? {} : { aqi }) }, editionOfDay(day, grid));
    days.set(day, { day, ...counts, ...range, values, primary: [...new Set(primary)] });
  }
  if (refusals.length > 0) return refusals;
  return [...days.values()].sort((a, b) => a.day - b.day);
}
