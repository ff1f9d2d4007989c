import type { Parameter } from '../../domain/air/parameter.ts';

/**
 * A point written again merges its fields with the older point's in InfluxDB. So each point says in an integer field which of
 * its fields the newest write carried: bit 0 seq, bit 1 + 2n the value and bit 2 + 2n the flag of a parameter. The numbers
 * are stored data: never change one, give a new parameter the next.
 */
const PARAMETER_NUMBERS: Readonly<Record<Parameter, number>> = {
  pm25: 0,
  pm10: 1,
  so2: 2,
  no2: 3,
  co: 4,
  o3: 5,
  wind_speed: 6,
  wind_dir: 7,
  temp: 8,
  dew_point: 9,
  rh: 10,
  pressure: 11,
  rain: 12,
};

export const CARRIED_FIELD = 'carries';

export const SEQ_BIT = 1;

export function valueBit(parameter: Parameter): number {
  return 2 ** (1 + 2 * PARAMETER_NUMBERS[parameter]);
}

export function flagBit(parameter: Parameter): number {
  return 2 ** (2 + 2 * PARAMETER_NUMBERS[parameter]);
}

/** Whether the point's newest write carried the field. */
export function carries(carried: number, bit: number): boolean {
  return Math.floor(carried / bit) % 2 === 1;
}
