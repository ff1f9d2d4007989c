import type { Parameter } from '../../domain/air/parameter.ts';

/** Ours = theirs × scale + offset. */
export interface Conversion {
  readonly scale: number;
  readonly offset: number;
}

const as = (scale: number, offset = 0): Conversion => ({ scale, offset });

const MASS = { 'µg/m3': as(1), 'ug/m3': as(1), 'mg/m3': as(1000) };

/**
 * Mole fractions at the reference state of GB 3095 (amendment of 2018, clause 3.14): 298.15 K and 1013.25 hPa, where a mole of
 * gas has 24.465 litres.
 */
const MOLAR_VOLUME_L = 24.465;
const gas = (gPerMol: number) => ({
  ...MASS,
  ppb: as(gPerMol / MOLAR_VOLUME_L),
  ppm: as((1000 * gPerMol) / MOLAR_VOLUME_L),
});

/** What a profile or a datastream may say of its numbers, by our parameter; the first of each is our own unit. */
const UNITS: Readonly<Record<Parameter, Readonly<Record<string, Conversion>>>> = {
  pm25: MASS,
  pm10: MASS,
  so2: gas(64.066),
  no2: gas(46.006),
  o3: gas(47.998),
  // In China CO is told in mg/m³, also where all others are µg/m³.
  co: {
    'mg/m3': as(1),
    'µg/m3': as(0.001),
    'ug/m3': as(0.001),
    ppm: as(28.01 / MOLAR_VOLUME_L),
    ppb: as(28.01 / MOLAR_VOLUME_L / 1000),
  },
  wind_speed: { 'm/s': as(1), 'km/h': as(1 / 3.6), kn: as(1852 / 3600), mph: as(0.44704) },
  wind_dir: { deg: as(1), '°': as(1) },
  temp: temperature(),
  dew_point: temperature(),
  rh: { '%': as(1), '1': as(100) },
  pressure: { hPa: as(1), Pa: as(0.01), kPa: as(10), mbar: as(1), mmHg: as(1.333_223_684), inHg: as(33.863_89) },
  rain: { mm: as(1), in: as(25.4) },
};

function temperature(): Readonly<Record<string, Conversion>> {
  return { '°C': as(1), C: as(1), '°F': as(5 / 9, -160 / 9), F: as(5 / 9, -160 / 9), K: as(1, -273.15) };
}

/** Undefined when this parameter has no such unit: nothing is guessed. */
export function unitConversion(parameter: Parameter, unit: string): Conversion | undefined {
  const units = UNITS[parameter];
  // The two micro signs of Unicode, and the raised three.
  const name = unit.replace('μ', 'µ').replace('³', '3');
  return Object.hasOwn(units, name) ? units[name] : undefined;
}

/** For error messages. */
export function unitsOf(parameter: Parameter): readonly string[] {
  return Object.keys(UNITS[parameter]);
}

/**
 * Applies it. What a conversion makes of a decimal number is rounded to nine digits: no instrument has more, and 101325 Pa
 * are 1013.25 hPa.
 */
export function convert(value: number, { scale, offset }: Conversion): number {
  if (scale === 1 && offset === 0) return value;
  const converted = value * scale + offset;
  return Number.isFinite(converted) ? Number(converted.toPrecision(9)) : converted;
}
