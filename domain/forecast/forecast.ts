import type { Pollutant } from '../air/parameter.ts';

/** Daily items that a forecast may carry: 24 h means, and O3 as the day's largest 8 h mean. µg/m³, CO mg/m³. */
export const FORECAST_VALUES = ['pm25', 'pm10', 'so2', 'no2', 'co', 'o3_8h'] as const;
export type ForecastValue = (typeof FORECAST_VALUES)[number];

/** Names that no sender may use: what the program makes itself is never taken for a bureau's word. */
export const BASELINE = 'baseline';
export const PERFECT = 'perfect';
export const RESERVED_ISSUERS: readonly string[] = [BASELINE, PERFECT];

/** Farthest day that a forecast may be about, counted from the day of its issue. */
export const MOST_LEAD_DAYS = 10;

/** Where the AQI of a forecast day comes from: said so, computed from its values by the edition, or the middle of its range. */
export type AqiBasis = 'given' | 'values' | 'range';

/** What is forecast for one natural day of the region. */
export interface DayForecast {
  /** Days since local 1970-01-01, as in `HourGrid`. */
  readonly day: number;
  /** The AQI that counts for rules and scores, whole; null: neither said nor to be had from the rest. */
  readonly aqi: number | null;
  readonly aqiBasis: AqiBasis | null;
  readonly aqiLow?: number;
  readonly aqiHigh?: number;
  readonly values: Readonly<Partial<Record<ForecastValue, number>>>;
  /** As the issuer says; empty where it does not. */
  readonly primary: readonly Pollutant[];
}

/** One issue: what an issuer said of a city at an instant. Never changed afterwards (FCS-3). */
export interface Forecast {
  readonly city: string;
  readonly issuer: string;
  /** Epoch ms. */
  readonly issuedAt: number;
  /** At least one, each day once, in order. */
  readonly days: readonly DayForecast[];
}
