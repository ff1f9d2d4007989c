import { z } from 'zod';
import { POLLUTANTS } from '../../domain/air/parameter.ts';
import { FORECAST_VALUES } from '../../domain/forecast/forecast.ts';
import { isAbsurd } from '../absurd-value.ts';
import { type Refusal, type RefusalCode, refuse } from '../refusal.ts';

/** AQI ends at 500 (HJ 633). */
const Aqi = z.int().min(0).max(500);
const Value = z.number().min(0);
const values = Object.fromEntries(FORECAST_VALUES.map((item) => [item, Value.exactOptional()]));

const Day = z
  .strictObject({
    day: z.string(),
    aqi: Aqi.exactOptional(),
    aqi_low: Aqi.exactOptional(),
    aqi_high: Aqi.exactOptional(),
    values: z
      .strictObject(values as Record<(typeof FORECAST_VALUES)[number], z.ZodExactOptional<typeof Value>>)
      .exactOptional(),
    primary: z.array(z.enum(POLLUTANTS)).max(POLLUTANTS.length).exactOptional(),
  })
  .superRefine((day, context) => {
    const fault = (code: RefusalCode, field?: string) =>
      context.addIssue({ code: 'custom', path: field === undefined ? [] : [field], message: code });
    const { aqi, aqi_low: low, aqi_high: high } = day;
    if ((low === undefined) !== (high === undefined)) {
      fault('missing_field', low === undefined ? 'aqi_low' : 'aqi_high');
    } else if (low !== undefined && high !== undefined && low > high) {
      fault('out_of_range', 'aqi_low');
    }
    const hasValues = Object.keys(day.values ?? {}).length > 0;
    if (aqi === undefined && low === undefined && high === undefined && !hasValues) fault('no_forecast');
    for (const [item, value] of Object.entries(day.values ?? {})) {
      if (isAbsurd('pm25', value)) fault('out_of_range', `values.${item}`);
    }
  });

/** A forecast as it is sent; the city comes with it. `issued_at` ISO 8601 with offset, days natural days of the region. */
export const ForecastPayload = z.strictObject({
  // Stands in logs and on pages: nothing that does not print.
  issuer: z
    .string()
    .min(1)
    .max(64)
    .regex(/^\P{C}*$/u),
  issued_at: z.string(),
  days: z.array(Day).min(1).max(31),
});
export type ForecastPayload = z.infer<typeof ForecastPayload>;

/** More faults of one forecast help nobody. */
const MOST_REFUSALS = 10;

/** The payload, or everything that is wrong with it, each with its field. */
export function readForecastPayload(json: unknown): ForecastPayload | readonly Refusal[] {
  const parsed = ForecastPayload.safeParse(json);
  if (parsed.success) return parsed.data;
  return parsed.error.issues.flatMap((issue) => refusalsOf(issue, json)).slice(0, MOST_REFUSALS);
}

function refusalsOf(issue: z.core.$ZodIssue, json: unknown): Refusal[] {
  const field = fieldName(issue.path);
  const at = field === '' ? {} : { field };
  switch (issue.code) {
    case 'unrecognized_keys': {
      // A key of `values` is a parameter to whoever sends it.
      const code = issue.path.at(-1) === 'values' ? 'unknown_parameter' : 'unknown_field';
      return issue.keys.map((key) => refuse(code, { field: fieldName([...issue.path, key]) }));
    }
    case 'custom':
      return [refuse(issue.message as RefusalCode, at)];
    case 'invalid_value':
      return [refuse(typeof valueAt(json, issue.path) === 'string' ? 'unknown_parameter' : 'wrong_type', at)];
    case 'too_small':
      return [refuse(issue.origin === 'array' || issue.origin === 'string' ? 'empty' : 'out_of_range', at)];
    case 'too_big':
      if (issue.origin === 'array') return [refuse('too_many', at)];
      return [refuse(issue.origin === 'string' ? 'wrong_type' : 'out_of_range', at)];
    case 'invalid_type':
      return [refuse(valueAt(json, issue.path) === undefined ? 'missing_field' : 'wrong_type', at)];
    default:
      return [refuse('wrong_type', at)];
  }
}

/** `days[2].aqi`. */
function fieldName(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, part)
        ? (value as Record<PropertyKey, unknown>)[part]
        : undefined,
    json,
  );
}
