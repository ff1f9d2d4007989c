/** The six pollutants of GB 3095, in the order in which the standards print them for reports. */
export const POLLUTANTS = ['pm25', 'pm10', 'so2', 'no2', 'co', 'o3'] as const;
export type Pollutant = (typeof POLLUTANTS)[number];

/** Weather measured beside the air. */
export const WEATHER = ['wind_speed', 'wind_dir', 'temp', 'dew_point', 'rh', 'pressure', 'rain'] as const;
export type Weather = (typeof WEATHER)[number];

/** Everything a reading may carry; the keys of `values` in the public contract and the columns of a readings CSV. */
export const PARAMETERS = [...POLLUTANTS, ...WEATHER] as const;
export type Parameter = Pollutant | Weather;

/**
 * The unit of each parameter everywhere in the program and on every public interface.
 * Concentrations in µg/m³ except CO in mg/m³; wind_dir is the direction the wind comes FROM.
 */
export const UNITS: Readonly<Record<Parameter, string>> = {
  pm25: 'µg/m³',
  pm10: 'µg/m³',
  so2: 'µg/m³',
  no2: 'µg/m³',
  co: 'mg/m³',
  o3: 'µg/m³',
  wind_speed: 'm/s',
  wind_dir: '°',
  temp: '°C',
  dew_point: '°C',
  rh: '%',
  pressure: 'hPa',
  rain: 'mm',
};

const parameters: ReadonlySet<string> = new Set(PARAMETERS);
const pollutants: ReadonlySet<string> = new Set(POLLUTANTS);

export function isParameter(name: string): name is Parameter {
  return parameters.has(name);
}

export function isPollutant(name: string): name is Pollutant {
  return pollutants.has(name);
}
