import type { Parameter } from './parameter.ts';

/** What people call each parameter; formulas with real subscripts, so that search and copy work. */
export const PARAMETER_NAMES: Readonly<Record<Parameter, { readonly zh: string; readonly en: string }>> = {
  pm25: { zh: 'PM₂.₅', en: 'PM₂.₅' },
  pm10: { zh: 'PM₁₀', en: 'PM₁₀' },
  so2: { zh: 'SO₂', en: 'SO₂' },
  no2: { zh: 'NO₂', en: 'NO₂' },
  co: { zh: 'CO', en: 'CO' },
  o3: { zh: 'O₃', en: 'O₃' },
  wind_speed: { zh: '风速', en: 'Wind speed' },
  wind_dir: { zh: '风向', en: 'Wind direction' },
  temp: { zh: '气温', en: 'Temperature' },
  dew_point: { zh: '露点', en: 'Dew point' },
  rh: { zh: '湿度', en: 'Humidity' },
  pressure: { zh: '气压', en: 'Pressure' },
  rain: { zh: '降水', en: 'Rain' },
};
