import { dailyIndex } from '../air/daily-index.ts';
import type { Edition } from '../air/index-standard.ts';
import type { DayForecast } from './forecast.ts';

/**
 * The AQI that counts (FCS-5): what the issuer says; else the daily index of its values by the edition of that day; else the middle
 * of its range, rounded up.
 */
export function aqiOfDay(
  said: Pick<DayForecast, 'aqiLow' | 'aqiHigh' | 'values'> & { readonly aqi?: number },
  edition: Edition,
): Pick<DayForecast, 'aqi' | 'aqiBasis'> {
  if (said.aqi !== undefined) return { aqi: said.aqi, aqiBasis: 'given' };
  const { aqi } = dailyIndex(said.values, edition);
  if (aqi !== null) return { aqi, aqiBasis: 'values' };
  const { aqiLow, aqiHigh } = said;
  if (aqiLow === undefined || aqiHigh === undefined) return { aqi: null, aqiBasis: null };
  return { aqi: Math.ceil((aqiLow + aqiHigh) / 2), aqiBasis: 'range' };
}
