import type { ForecastLookup } from '../rule/conditions/compiled.ts';
import { BASELINE, type DayForecast, type Forecast } from './forecast.ts';

export interface ForecastViewOptions {
  /** The most trusted first; `baseline` comes last of itself. Others are found only by a rule that names them. */
  readonly issuers: readonly string[];
  /** How many days behind today are kept; default 2. */
  readonly keepDays?: number;
  /** Issues of one issuer for one city and day; the oldest are forgotten beyond it. Default 200. */
  readonly mostIssues?: number;
}

export interface KnownForecast {
  readonly issuer: string;
  readonly issuedAt: number;
  /** `aqi` where there is one, the daily items, and `o3`, which is `o3_8h` by the name that rules use. */
  readonly values: Readonly<Record<string, number>>;
}

type Query = Parameters<ForecastLookup['forecast']>[0];

/**
 * The forecasts that rules may look at, in memory. No look-ahead: at `asOf` only what had been issued by then exists (FCS-10).
 * What it answers depends on what was added, never on the order (FCS-11).
 */
export class ForecastView implements ForecastLookup {
  readonly #order: readonly string[];
  readonly #keepDays: number;
  readonly #mostIssues: number;
  /** By day, then city and issuer; issues with the oldest first. */
  readonly #days = new Map<number, Map<string, KnownForecast[]>>();
  #oldest = Number.NEGATIVE_INFINITY;

  constructor(options: ForecastViewOptions) {
    this.#order = [...options.issuers.filter((issuer) => issuer !== BASELINE), BASELINE];
    this.#keepDays = options.keepDays ?? 2;
    this.#mostIssues = options.mostIssues ?? 200;
  }

  add(forecast: Forecast): void {
    for (const day of forecast.days) {
      if (day.day < this.#oldest) continue;
      const cities = this.#days.get(day.day) ?? new Map<string, KnownForecast[]>();
      this.#days.set(day.day, cities);
      const key = keyOf(forecast.city, forecast.issuer);
      const issues = cities.get(key) ?? [];
      const place = issues.findLastIndex(({ issuedAt }) => issuedAt <= forecast.issuedAt);
      // Issued once, never changed: a second one of that instant is the same.
      if (issues[place]?.issuedAt === forecast.issuedAt) continue;
      const { issuer, issuedAt } = forecast;
      issues.splice(place + 1, 0, { issuer, issuedAt, values: valuesOf(day) });
      if (issues.length > this.#mostIssues) issues.shift();
      cities.set(key, issues);
    }
  }

  /** Forgets what lies too far behind `today` (days since local 1970-01-01). Time does not go back. */
  moveTo(today: number): void {
    this.#oldest = Math.max(this.#oldest, today - this.#keepDays);
    for (const day of this.#days.keys()) if (day < this.#oldest) this.#days.delete(day);
  }

  /** City-days in memory, each counted once for every issuer. */
  get size(): number {
    let size = 0;
    for (const cities of this.#days.values()) size += cities.size;
    return size;
  }

  /** The newest issue at or before `asOf` of the first issuer that has one; with `issuer` of that one only. */
  forecast({ city, day, asOf, issuer }: Query): KnownForecast | undefined {
    const cities = this.#days.get(day);
    if (cities === undefined) return undefined;
    for (const name of issuer === undefined ? this.#order : [issuer]) {
      const known = cities.get(keyOf(city, name))?.findLast(({ issuedAt }) => issuedAt <= asOf);
      if (known !== undefined) return known;
    }
    return undefined;
  }
}

function keyOf(city: string, issuer: string): string {
  return `${city}\n${issuer}`;
}

function valuesOf({ aqi, values }: DayForecast): Readonly<Record<string, number>> {
  const { o3_8h: o3 } = values;
  return { ...values, ...(o3 === undefined ? {} : { o3 }), ...(aqi === null ? {} : { aqi }) };
}
