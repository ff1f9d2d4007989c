import { isValid } from './hour-mean.ts';
import { MISSING, thousandths } from './hour-ring.ts';
import { type Parameter, POLLUTANTS } from './parameter.ts';
import type { Reading } from './reading.ts';

/** Writes the valid values of a reading into `out` from `at` on, in thousandths; MISSING where there is none. */
export type ReadValues = (reading: Reading, out: Int32Array, at: number) => void;

/** The function that reads the given parameters, of which the pollutants come first in their order. */
export function readValues(columns: readonly Parameter[]): ReadValues {
  const weather = columns.slice(POLLUTANTS.length);
  if (POLLUTANTS.some((pollutant, i) => columns[i] !== pollutant)) throw new RangeError('the pollutants come first');
  return (reading, out, at) => {
    // Written out: names known in advance are read several times faster than names in a variable.
    const { values } = reading;
    out[at] = scaled(values.pm25);
    out[at + 1] = scaled(values.pm10);
    out[at + 2] = scaled(values.so2);
    out[at + 3] = scaled(values.no2);
    out[at + 4] = scaled(values.co);
    out[at + 5] = scaled(values.o3);
    for (let i = 0; i < weather.length; i += 1) {
      out[at + POLLUTANTS.length + i] = scaled(values[weather[i] as Parameter]);
    }
    for (const flagged in reading.flags) {
      if (isValid(reading, flagged as Parameter)) continue;
      const column = columns.indexOf(flagged as Parameter);
      if (column >= 0) out[at + column] = MISSING;
    }
  };
}

function scaled(value: number | undefined): number {
  return value === undefined ? MISSING : thousandths(value);
}
