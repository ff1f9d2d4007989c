import type { Parameter } from '../../domain/air/parameter.ts';
import { FLAGS, type Flag, type Flags, type Values } from '../../domain/air/reading.ts';
import { isAbsurd } from '../absurd-value.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { pickFields } from './pick-fields.ts';
import { powerOfTen, type UnitProfile } from './units.ts';

/** Codes of HJ 524 for what we keep. a05024 is missing in annex B of HJ 212-2017 and used by everybody. */
const FACTORS: readonly (readonly [code: string, Parameter])[] = [
  ['a34004', 'pm25'],
  ['a34002', 'pm10'],
  ['a21026', 'so2'],
  ['a21004', 'no2'],
  ['a21005', 'co'],
  ['a05024', 'o3'],
  ['a01001', 'temp'],
  ['a01002', 'rh'],
  ['a01006', 'pressure'],
  ['a01007', 'wind_speed'],
  ['a01008', 'wind_dir'],
];

interface Key {
  readonly parameter: Parameter;
  readonly value: string;
  readonly flag: string;
}

/** `Rtd` of real-time data, `Avg` of every period (HJ 212-2017 table 7). */
export type Suffix = 'Rtd' | 'Avg';
const KEYS: Readonly<Record<Suffix, readonly Key[]>> = { Rtd: keys('Rtd'), Avg: keys('Avg') };
/** DataTime first, then value and flag of each factor. */
const PLACES: Readonly<Record<Suffix, ReadonlyMap<string, number>>> = { Rtd: places('Rtd'), Avg: places('Avg') };
const NO_FLAGS: Flags = Object.freeze({});

const flagLetters: ReadonlySet<string> = new Set(FLAGS);

export interface MeasuredValues {
  readonly values: Values;
  readonly flags: Flags;
  /** As sent. */
  readonly dataTime: string | undefined;
  /** The first piece that is no `key=value`. */
  readonly malformed: string | undefined;
  /** Single values that could not be taken; the others are. */
  readonly refusals: readonly Refusal[];
}

/** Picks our parameters out of a `CP` field and brings them to our units. Factors that we do not keep are passed over. */
export function measuredValues(content: string, suffix: Suffix, units: UnitProfile | undefined): MeasuredValues {
  const picked: (string | undefined)[] = new Array(PLACES[suffix].size).fill(undefined);
  const malformed = pickFields(content, PLACES[suffix], picked);
  const values: Partial<Record<Parameter, number>> = {};
  let flags: Partial<Record<Parameter, Flag>> | undefined;
  const refusals: Refusal[] = [];
  let place = 1;
  for (const key of KEYS[suffix]) {
    const [text, flag] = [picked[place], picked[place + 1]];
    place += 2;
    // An empty value is how devices write that they have none.
    if (text === undefined || text === '') continue;
    const value = scaled(text, powerOfTen(key.parameter, units));
    const letter = flag === undefined || flag === '' ? 'N' : flag.toUpperCase();
    if (value === undefined) refusals.push(refuse('not_finite', { field: `${key.value}=${text}` }));
    else if (isAbsurd(key.parameter, value)) refusals.push(refuse('out_of_range', { field: `${key.value}=${text}` }));
    else if (!isFlag(letter)) refusals.push(refuse('bad_flag', { field: `${key.flag}=${letter}` }));
    else {
      values[key.parameter] = value;
      if (letter !== 'N') {
        flags ??= {};
        flags[key.parameter] = letter;
      }
    }
  }
  return { values, flags: flags ?? NO_FLAGS, refusals, malformed, dataTime: picked[0] };
}

/** The decimal point is moved in the text, so that 101.33 kPa are 1013.3 hPa and not a hair more. */
function scaled(text: string, power: number): number | undefined {
  if (/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text)) return Number(power === 0 ? text : `${text}e${power}`);
  if (!/^[+-]?\d+(\.\d*)?e[+-]?\d{1,3}$/i.test(text)) return undefined;
  const value = Number(text) * 10 ** power;
  return Number.isFinite(value) ? value : undefined;
}

function isFlag(letter: string): letter is Flag {
  return flagLetters.has(letter);
}

function places(suffix: Suffix): Map<string, number> {
  return new Map(['DataTime', ...KEYS[suffix].flatMap(({ value, flag }) => [value, flag])].map((key, n) => [key, n]));
}

function keys(suffix: Suffix): Key[] {
  return FACTORS.map(([code, parameter]) => ({ parameter, value: `${code}-${suffix}`, flag: `${code}-Flag` }));
}
