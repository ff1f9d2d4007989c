import type { CityHour } from '../../domain/air/city-hour.ts';
import type { IndexReport } from '../../domain/air/index-report.ts';
import type { Reading } from '../../domain/air/reading.ts';
import { formatIso } from '../../domain/time.ts';
import type { CityState, StationState } from '../contract.ts';
import { concentrationsView, standardView } from './index-view.ts';

/** A rise or fall of the hourly AQI by less than this is called steady: within it the stations' own noise decides. */
const STEADY_AQI = 5;

export function stationStateView(reading: Reading, intervalS: number, index: IndexReport | undefined): StationState {
  const { station, at, values, flags } = reading;
  return {
    station,
    at: formatIso(at),
    interval: intervalS,
    values: { ...values },
    ...(Object.keys(flags).length === 0 ? {} : { flags: { ...flags } }),
    aqi: index?.aqi ?? null,
    level: index?.level ?? null,
    primary: [...(index?.primary ?? [])],
  };
}

export function cityStateView(hour: CityHour, before: CityHour | undefined): CityState {
  const { index } = hour;
  return {
    city: hour.city,
    at: formatIso(hour.at),
    standard: standardView(index.edition),
    aqi: index.aqi,
    level: index.level,
    primary: [...index.primary],
    concentrations: concentrationsView(hour.concentrations),
    stations: { ...hour.stations },
    trend: trendOf(index.aqi, before?.index.aqi ?? null),
  };
}

function trendOf(aqi: number | null, before: number | null): CityState['trend'] {
  if (aqi === null || before === null) return null;
  if (Math.abs(aqi - before) < STEADY_AQI) return 'steady';
  return aqi > before ? 'up' : 'down';
}
