import type { Parameter } from '../../domain/air/parameter.ts';

/** Units that stations put behind the factors of HJ 212. */
export const HJ212_UNITS = ['ng/m3', 'ug/m3', 'mg/m3', 'Pa', 'hPa', 'kPa'] as const;
export type Hj212Unit = (typeof HJ212_UNITS)[number];

/** Which unit a station uses, where that is in doubt. */
export type UnitProfile = Readonly<Partial<Record<Parameter, Hj212Unit>>>;

/**
 * What ambient stations send in practice. Annex B prints ng/m³ for particles, which nobody sends, and mg/m³ for gases, which
 * some do: `GASES_IN_MG`.
 */
export const AMBIENT_UNITS = {
  pm25: 'ug/m3',
  pm10: 'ug/m3',
  so2: 'ug/m3',
  no2: 'ug/m3',
  o3: 'ug/m3',
  co: 'mg/m3',
  pressure: 'kPa',
} as const satisfies UnitProfile;

export const GASES_IN_MG: UnitProfile = { ...AMBIENT_UNITS, so2: 'mg/m3', no2: 'mg/m3', o3: 'mg/m3' };

/** Power of ten that leads to the unit each quantity has inside the program: µg/m³ (CO mg/m³) and hPa. */
const TO_UG: Readonly<Record<Hj212Unit, number | undefined>> = {
  'ng/m3': -3,
  'ug/m3': 0,
  'mg/m3': 3,
  Pa: undefined,
  hPa: undefined,
  kPa: undefined,
};
const TO_HPA: Readonly<Record<Hj212Unit, number | undefined>> = {
  'ng/m3': undefined,
  'ug/m3': undefined,
  'mg/m3': undefined,
  Pa: -2,
  hPa: 0,
  kPa: 1,
};

/**
 * Power of ten from the station's unit to ours; 0 for what has no choice of unit. Throws RangeError when the unit does not
 * fit the parameter (a pressure in mg/m³).
 */
export function powerOfTen(parameter: Parameter, profile: UnitProfile = {}): number {
  const standard: UnitProfile = AMBIENT_UNITS;
  const unit = profile[parameter] ?? standard[parameter];
  if (unit === undefined) return 0;
  const power = parameter === 'pressure' ? TO_HPA[unit] : standard[parameter] && TO_UG[unit];
  if (power === undefined) throw new RangeError(`${parameter} has no unit ${unit}`);
  return parameter === 'co' ? power - 3 : power;
}
