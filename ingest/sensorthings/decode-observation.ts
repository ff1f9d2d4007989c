import { isUtf8 } from 'node:buffer';
import { FLAGS, type Flag, type Reading } from '../../domain/air/reading.ts';
import type { Station } from '../../domain/air/station.ts';
import { formatIso, parseIso } from '../../domain/time.ts';
import { checkReading } from '../check-reading.ts';
import { convert, unitConversion } from '../profiles/unit-conversion.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { Datastream } from './datastream.ts';

/** An observation as it came. */
export interface ObservationMessage {
  readonly payload: Uint8Array;
  /** Epoch ms, our clock. */
  readonly arrivedAt: number;
  readonly retained: boolean;
}

const MAX_BYTES = 65_536;
const flags: ReadonlySet<unknown> = new Set(FLAGS);

/**
 * One SensorThings Observation as a reading of a single parameter, in our unit. Fields that say nothing about the value
 * (`parameters`, `FeatureOfInterest`, `resultTime`, annotations) are passed over, as the standard allows any of them.
 * Never throws.
 */
export function decodeObservation(
  message: ObservationMessage,
  context: { readonly datastream: Datastream; readonly station: Station; readonly latestAt: number },
): Reading | Refusal {
  const { datastream, station, latestAt } = context;
  const parsed = parse(message.payload);
  if (parsed.observation === undefined) return parsed.refusal;
  const { result, phenomenonTime, resultQuality } = parsed.observation;
  if (result === undefined) return refuse('missing_field', { field: 'result' });
  if (typeof result !== 'number') return refuse('wrong_type', { field: 'result' });
  const time = timeOf(phenomenonTime ?? undefined, message, datastream);
  if ('code' in time) return time;
  const flag = flagOf(resultQuality ?? undefined, datastream);
  if (flag === 'unknown') return refuse('bad_quality', { field: 'resultQuality' });

  const { parameter, unit } = datastream;
  const conversion = unitConversion(parameter, unit);
  if (conversion === undefined) return refuse('unknown_unit', { field: unit });
  const values = { [parameter]: convert(result, conversion) };
  const item = {
    at: time.at,
    period: time.periodS,
    values,
    ...(flag === undefined ? {} : { flags: { [parameter]: flag } }),
  };
  return checkReading(item, { ...station, periodLabel: time.label }, latestAt, 0);
}

interface Observation {
  readonly result?: unknown;
  readonly phenomenonTime?: unknown;
  readonly resultQuality?: unknown;
}
type Parsed = { readonly observation: Observation } | { readonly observation?: undefined; readonly refusal: Refusal };

function parse(payload: Uint8Array): Parsed {
  if (payload.byteLength === 0) return { refusal: refuse('empty') };
  if (payload.byteLength > MAX_BYTES) return { refusal: refuse('too_large') };
  if (!isUtf8(payload)) return { refusal: refuse('not_utf8') };
  try {
    const json: unknown = JSON.parse(Buffer.from(payload).toString('utf8'));
    const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
    return isObject ? { observation: json } : { refusal: refuse('wrong_type') };
  } catch {
    return { refusal: refuse('not_json') };
  }
}

interface Time {
  readonly at: string;
  readonly periodS: number;
  readonly label: 'start' | 'end';
}

/** OGC 18-088 table 13: phenomenonTime is an instant or an interval, and the server's current time when it is left out. */
function timeOf(phenomenonTime: unknown, message: ObservationMessage, datastream: Datastream): Time | Refusal {
  const field = 'phenomenonTime';
  const { period: periodS, stamps: label } = datastream;
  if (phenomenonTime === undefined) {
    if (message.retained) return refuse('retained', { field });
    return { at: formatIso(Math.floor(message.arrivedAt / 1000) * 1000), periodS, label: 'end' };
  }
  if (typeof phenomenonTime !== 'string') return refuse('wrong_type', { field });
  const [first = '', last, ...more] = phenomenonTime.split('/');
  const start = parseIso(first);
  if (start === null || more.length > 0) return refuse('bad_time', { field });
  if (last === undefined) return { at: first, periodS, label };
  const end = parseIso(last);
  if (end === null) return refuse('bad_time', { field });
  if (end < start) return refuse('bad_period', { field });
  // checkReading refuses a period that is no whole number of seconds or longer than a day.
  return { at: last, periodS: (end - start) / 1000, label: 'end' };
}

/** A letter of HJ 212 means itself; anything else is what the registry says it is. */
function flagOf(quality: unknown, { quality: meanings }: Datastream): Flag | undefined | 'unknown' {
  if (quality === undefined) return undefined;
  const name = typeof quality === 'string' || typeof quality === 'number' ? String(quality) : '*';
  if (Object.hasOwn(meanings, name)) return meanings[name];
  if (flags.has(name)) return name as Flag;
  return meanings['*'] ?? 'unknown';
}
