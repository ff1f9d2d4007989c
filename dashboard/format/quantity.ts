import type { Parameter, Pollutant } from '../../domain/air/parameter.ts';
import { isParameter, isPollutant, UNITS } from '../../domain/air/parameter.ts';
import { PARAMETER_NAMES } from '../../domain/air/parameter-name.ts';
import type { Words } from '../words/zh.ts';

/** What a chart or an alert may speak of: the index or one parameter. */
export type Quantity = 'aqi' | Parameter;

/** Digits after the point, as stations of the network print them; all others are integers. */
const DECIMALS: Readonly<Partial<Record<Parameter, number>>> = { co: 1, wind_speed: 1, temp: 1, dew_point: 1, rain: 1 };

/** What stands where a value is missing: never a zero. */
export const MISSING = '—';

export function isQuantity(name: string): name is Quantity {
  return name === 'aqi' || isParameter(name);
}

/** Real subscripts, so that search and copy work. */
export function pollutantLabel(pollutant: Pollutant): string {
  return PARAMETER_NAMES[pollutant].zh;
}

export function quantityLabel(quantity: Quantity, words: Words): string {
  if (quantity === 'aqi') return words.parameters.aqi;
  return isPollutant(quantity) ? PARAMETER_NAMES[quantity].zh : words.parameters[quantity];
}

/** The unit in Greek mu (U+03BC survives NFKC, the micro sign does not); empty for the index. */
export function unitOf(quantity: Quantity): string {
  return quantity === 'aqi' ? '' : UNITS[quantity].replace('\u00b5', '\u03bc');
}

/** The number alone, with a real minus; `—` when there is none. */
export function valueText(quantity: Quantity, value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return MISSING;
  const digits = quantity === 'aqi' ? 0 : (DECIMALS[quantity] ?? 0);
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '\u2212');
}

/** Number and unit with a thin space, as SI asks. */
export function withUnit(quantity: Quantity, value: number | null | undefined): string {
  const number = valueText(quantity, value);
  const unit = unitOf(quantity);
  return number === MISSING || unit === '' ? number : `${number}\u2009${unit}`;
}

/** An alert's quantity (`aqi`, `iaqi.pm25`, a parameter) as a label and, where it is known, as a quantity with a unit. */
export function alertQuantity(name: string, words: Words): { label: string; quantity: Quantity | null } {
  if (isQuantity(name)) return { label: quantityLabel(name, words), quantity: name };
  const pollutant = name.startsWith('iaqi.') ? name.slice(5) : '';
  if (isPollutant(pollutant)) return { label: `IAQI ${PARAMETER_NAMES[pollutant].zh}`, quantity: 'aqi' };
  const counted: Readonly<Record<string, string>> = words.alerts.counted;
  return { label: counted[name] ?? name, quantity: null };
}
