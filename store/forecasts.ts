import type { Forecast } from '../domain/forecast/forecast.ts';
import type { ScoreSums } from '../domain/forecast/score.ts';

/** An issue with the day of its issue, from which leads are counted, and when we had it. */
export interface ReceivedForecast extends Forecast {
  /** Days since local 1970-01-01. */
  readonly issuedDay: number;
  /** On our clock, epoch ms. */
  readonly receivedAt: number;
}

/** `same`: it was there already. `conflict`: the issuer said something else of this city at that instant; what was there stays. */
export type ForecastFate = 'new' | 'same' | 'conflict';

/** One day of one issue, and what the day turned out to be. */
export interface ForecastDay extends Omit<ReceivedForecast, 'days' | 'issuedDay'> {
  readonly forecast: Forecast['days'][number];
  /** Days from the day of issue. */
  readonly lead: number;
  /** The observed daily AQI it is scored against; null: not scored. */
  readonly observed: number | null;
}

/** A position behind a forecast day in the order (day, city, issuer, issuedAt). */
export interface ForecastPosition {
  readonly day: number;
  readonly city: string;
  readonly issuer: string;
  readonly issuedAt: number;
}

export interface ForecastQuery {
  readonly city?: string;
  readonly issuer?: string;
  /** Days, both inclusive. */
  readonly from?: number;
  readonly to?: number;
  readonly after?: ForecastPosition;
  readonly limit: number;
}

/** A day that is over. */
export interface ObservedDay {
  readonly city: string;
  readonly day: number;
  /** Its end, epoch ms: what came later is no forecast and is not scored (FCS-33). */
  readonly endAt: number;
  /** Null: the edition gives none; what was scored against an earlier one is taken back. */
  readonly aqi: number | null;
}

export interface LeadScore {
  readonly issuer: string;
  readonly lead: number;
  readonly sums: ScoreSums;
}

/** Where forecasts and their scores are kept. Implementations: `SqliteForecasts`. Methods reject with `StoreUnavailable`. */
export interface ForecastStore {
  /** All or nothing, and durable when it resolves; the fate of each, in their order. Nothing is ever overwritten. */
  add(forecasts: readonly ReceivedForecast[]): Promise<ForecastFate[]>;
  /** Ordered by (day, city, issuer, issuedAt). */
  list(query: ForecastQuery): Promise<ForecastDay[]>;
  /** The newest issue of an issuer for a city. */
  newestIssue(issuer: string, city: string): Promise<number | undefined>;
  /** Scores every forecast of these days anew; resolves with how many scores changed. Doing it twice changes nothing. */
  observe(days: readonly ObservedDay[]): Promise<number>;
  /** Running sums over the days (both inclusive), ordered by (issuer, lead). */
  scores(query: {
    readonly issuer?: string;
    readonly lead?: number;
    readonly from?: number;
    readonly to?: number;
  }): Promise<LeadScore[]>;
  close(): Promise<void>;
}
