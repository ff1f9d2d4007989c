import type { Concentrations } from './concentrations.ts';
import { standardOf } from './edition-for.ts';
import { indexOfValue, largerIndex } from './index-of-value.ts';
import { type IndexReport, indexReport, type NoIaqiReason, noIaqiReason } from './index-report.ts';
import type { Edition } from './index-standard.ts';
import { POLLUTANTS, type Pollutant } from './parameter.ts';

/** Means of one natural day; `o3` is the day's largest 1 h mean, which only the 2012 edition looks at. */
export interface DailyInput extends Concentrations {
  /** The day's largest 8 h mean of O3, µg/m³. */
  readonly o3_8h?: number | undefined;
}

export interface DailyOptions {
  /** Pollutants outside the monitoring plan: they do not make the report incomplete. */
  readonly notMonitored?: readonly Pollutant[];
}

const DEFAULTS: DailyOptions = {};

/** The daily report (2012: seven items with the largest 1 h O3; 2026: six items, O3 by its largest 8 h mean only). */
export function dailyIndex(input: DailyInput, edition: Edition, options: DailyOptions = DEFAULTS): IndexReport {
  const o3Hourly = standardOf(edition).dailyHasO3Hourly ? input.o3 : undefined;
  const iaqi: Record<Pollutant, number | null> = {
    pm25: indexOfValue(edition, 'pm25_24h', 'pm25', input.pm25),
    pm10: indexOfValue(edition, 'pm10_24h', 'pm10', input.pm10),
    so2: indexOfValue(edition, 'so2_24h', 'so2', input.so2),
    no2: indexOfValue(edition, 'no2_24h', 'no2', input.no2),
    co: indexOfValue(edition, 'co_24h', 'co', input.co),
    // HJ 633-2012 table 1 note (3): above 800 the 8 h mean has no index and the 1 h index stands alone.
    o3: largerIndex(indexOfValue(edition, 'o3_8h', 'o3', input.o3_8h), indexOfValue(edition, 'o3_1h', 'o3', o3Hourly)),
  };
  const missing: Partial<Record<Pollutant, NoIaqiReason>> = {};
  for (const pollutant of POLLUTANTS) {
    if (options.notMonitored?.includes(pollutant)) {
      iaqi[pollutant] = null;
      missing[pollutant] = 'not_monitored';
    } else if (iaqi[pollutant] === null) {
      missing[pollutant] = noIaqiReason(pollutant === 'o3' ? (input.o3_8h ?? o3Hourly) : input[pollutant]);
    }
  }
  return indexReport(edition, iaqi, missing);
}
