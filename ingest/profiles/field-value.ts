import type { RefusalCode } from '../refusal.ts';
import type { ProfileField } from './profile.ts';
import { convert, unitConversion } from './unit-conversion.ts';
import { type JsonPath, pathText, valueAt } from './value-at.ts';

/** A value in our unit, nothing (the device did not measure it), or why the field cannot be read. */
export type FieldValue =
  | { readonly value: number }
  | { readonly fault: RefusalCode; readonly field: string }
  | undefined;

/** A decimal number as firmware prints it; no hexadecimal, no unit behind it, nothing empty. */
const DECIMAL = /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/;

/** What devices write when their sensor did not answer. */
const ABSENT: ReadonlySet<unknown> = new Set([null, '', 'nan', 'NaN', 'null', 'unavailable', 'unknown']);

/**
 * The field of a message: the first of its places in `values` that has a value. A unit that the message names stands in
 * `whole`, the message itself.
 */
export function fieldValue(
  field: ProfileField,
  json: { readonly values: unknown; readonly whole: unknown },
  options: { readonly textNumbers: boolean },
): FieldValue {
  for (const path of places(field)) {
    const found = valueAt(json.values, path);
    if (found === undefined || ABSENT.has(found)) continue;
    const number = numberOf(found, options.textNumbers);
    if (number === undefined) return { fault: 'not_a_number', field: pathText(path) };
    const unit = unitOf(field, json.whole);
    const conversion = unit === undefined ? undefined : unitConversion(field.parameter, unit);
    if (conversion === undefined) return { fault: 'unknown_unit', field: pathText(path) };
    return { value: convert(convert(number, field), conversion) };
  }
  return undefined;
}

function places({ from, sensors }: ProfileField): readonly JsonPath[] {
  if (sensors === undefined) return from;
  return sensors.flatMap((sensor) =>
    from.map((path) => path.map((key) => (typeof key === 'string' ? key.replaceAll('{sensor}', sensor) : key))),
  );
}

function numberOf(value: unknown, textNumbers: boolean): number | undefined {
  if (typeof value === 'number') return value;
  return textNumbers && typeof value === 'string' && DECIMAL.test(value) ? Number(value) : undefined;
}

function unitOf({ unit }: ProfileField, whole: unknown): string | undefined {
  if (typeof unit === 'string') return unit;
  const said = valueAt(whole, unit.path) ?? unit.usual;
  return typeof said === 'string' ? said : undefined;
}
