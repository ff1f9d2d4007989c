import type { ForecastLookup } from '../rule/conditions/compiled.ts';
import { PERFECT } from './forecast.ts';

/** What a city-day turned out to be: `aqi` and daily items, as in `KnownForecast`. */
export interface CityDay {
  readonly city: string;
  /** Days since local 1970-01-01. */
  readonly day: number;
  readonly values: Readonly<Record<string, number>>;
}

/**
 * For replays only: what came to be, handed out as if it had been forecast without error at any time, whoever a rule asks. Its issuer
 * is `perfect`, so that nobody takes a replay for a forecast.
 */
export function perfectForecasts(cityDays: Iterable<CityDay>): ForecastLookup {
  const byDay = new Map<string, CityDay['values']>();
  for (const { city, day, values } of cityDays) byDay.set(`${day} ${city}`, values);
  return {
    forecast({ city, day, asOf }) {
      const values = byDay.get(`${day} ${city}`);
      return values === undefined ? undefined : { issuer: PERFECT, issuedAt: asOf, values };
    },
  };
}
