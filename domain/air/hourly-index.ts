import type { Concentrations } from './concentrations.ts';
import { indexOfValue, largerIndex } from './index-of-value.ts';
import { type IndexReport, indexReport, type NoIaqiReason, noIaqiReason } from './index-report.ts';
import type { Edition } from './index-standard.ts';
import { POLLUTANTS, type Pollutant } from './parameter.ts';

/** 1 h means, and the longer means that only the 2012 edition looks at. */
export interface HourlyInput extends Concentrations {
  /** 24 h sliding mean of SO2: stands in for the 1 h index above 800 µg/m³. */
  readonly so2_24h?: number | undefined;
  /** 8 h sliding mean of O3, used by `practice: 'text'`. */
  readonly o3_8h?: number | undefined;
  /** 24 h sliding means of particles, used by `practice: 'text'`. */
  readonly pm25_24h?: number | undefined;
  readonly pm10_24h?: number | undefined;
}

export interface HourlyOptions {
  /**
   * How HJ 633-2012 is read. `published` (default): as the national platform publishes it, the six 1 h means, particles
   * in the 24 h column. `text`: the nine items of the standard's text, 24 h sliding means of particles and also the
   * 8 h sliding mean of O3. Without effect on 2026.
   */
  readonly practice?: 'published' | 'text';
  /** Pollutants outside the monitoring plan: they do not make the report incomplete. */
  readonly notMonitored?: readonly Pollutant[];
}

const DEFAULTS: HourlyOptions = {};

/** The real-time report of one hour (HJ 633-2012 clause on hourly reports; HJ 633-2026: six 1 h items). */
export function hourlyIndex(input: HourlyInput, edition: Edition, options: HourlyOptions = DEFAULTS): IndexReport {
  const nineItems = edition === '2012' && options.practice === 'text';
  const pm25 = nineItems ? input.pm25_24h : input.pm25;
  const pm10 = nineItems ? input.pm10_24h : input.pm10;
  const iaqi: Record<Pollutant, number | null> = {
    pm25: indexOfValue(edition, 'pm25_1h', 'pm25', pm25),
    pm10: indexOfValue(edition, 'pm10_1h', 'pm10', pm10),
    so2: indexOfValue(edition, 'so2_1h', 'so2', input.so2),
    no2: indexOfValue(edition, 'no2_1h', 'no2', input.no2),
    co: indexOfValue(edition, 'co_1h', 'co', input.co),
    o3: indexOfValue(edition, 'o3_1h', 'o3', input.o3),
  };
  // HJ 633-2012 table 1 note (2); a missing 1 h value is not replaced, only one above the scale.
  if (edition === '2012' && iaqi.so2 === null && noIaqiReason(input.so2) === 'above_scale') {
    iaqi.so2 = indexOfValue(edition, 'so2_24h', 'so2', input.so2_24h);
  }
  if (nineItems) iaqi.o3 = largerIndex(iaqi.o3, indexOfValue(edition, 'o3_8h', 'o3', input.o3_8h));

  const missing: Partial<Record<Pollutant, NoIaqiReason>> = {};
  for (const pollutant of POLLUTANTS) {
    if (options.notMonitored?.includes(pollutant)) {
      iaqi[pollutant] = null;
      missing[pollutant] = 'not_monitored';
    } else if (iaqi[pollutant] === null) {
      const value = pollutant === 'pm25' ? pm25 : pollutant === 'pm10' ? pm10 : input[pollutant];
      missing[pollutant] = noIaqiReason(value);
    }
  }
  return indexReport(edition, iaqi, missing);
}
