import { PARAMETERS, type Parameter } from './parameter.ts';
import type { Reading, Values } from './reading.ts';

export const HOUR_S = 3600;

/** GB 3095-2026 table 4: an hourly mean needs at least 45 minutes of sampling. */
export const MIN_SAMPLING_S = 2700;

/** A value counts when its instrument was in normal operation (HJ 212 flag N, or no flag). */
export function isValid(reading: Reading, parameter: Parameter): boolean {
  const flag = reading.flags[parameter];
  return flag === undefined || flag === 'N';
}

/** Valid values only. Returns the reading's own object when nothing is flagged. */
export function validValues(reading: Reading): Values {
  let flagged = false;
  for (const parameter in reading.flags) if (!isValid(reading, parameter as Parameter)) flagged = true;
  if (!flagged) return reading.values;
  const values: Partial<Record<Parameter, number>> = {};
  for (const parameter of PARAMETERS) {
    const value = reading.values[parameter];
    if (value !== undefined && isValid(reading, parameter)) values[parameter] = value;
  }
  return values;
}

/**
 * The mean hour of readings shorter than an hour, weighted by their periods; a parameter with less than 45 minutes of valid
 * sampling is missing. Rain is the sum, the wind's direction the direction of the mean unit vector, never a mean of degrees.
 */
export function hourMean(readings: readonly Reading[]): Values {
  const result: Partial<Record<Parameter, number>> = {};
  for (const parameter of PARAMETERS) {
    let sampled = 0;
    let sum = 0;
    let east = 0;
    let north = 0;
    for (const reading of readings) {
      const value = reading.values[parameter];
      if (value === undefined || !isValid(reading, parameter)) continue;
      sampled += reading.periodS;
      if (parameter === 'wind_dir') {
        east += reading.periodS * Math.sin((value * Math.PI) / 180);
        north += reading.periodS * Math.cos((value * Math.PI) / 180);
      } else sum += parameter === 'rain' ? value : value * reading.periodS;
    }
    if (sampled < MIN_SAMPLING_S) continue;
    if (parameter === 'rain') result[parameter] = sum;
    else if (parameter !== 'wind_dir') result[parameter] = sum / sampled;
    else if (Math.hypot(east, north) > 1e-9 * sampled) {
      result[parameter] = ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360;
    }
  }
  return result;
}

/** One hour of a station from all that it sent of it: an hourly reading, else the parts of the first one's length. */
export function hourOfReadings(readings: readonly Reading[]): Values {
  const hourly = readings.find(({ periodS }) => periodS === HOUR_S);
  if (hourly !== undefined) return validValues(hourly);
  const partS = readings.find(({ periodS }) => periodS > 0 && periodS < HOUR_S)?.periodS;
  return hourMean(readings.filter(({ periodS }) => periodS === partS));
}
