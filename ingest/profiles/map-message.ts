import { isUtf8 } from 'node:buffer';
import type { Parameter } from '../../domain/air/parameter.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { fieldValue } from './field-value.ts';
import { messageTime } from './message-time.ts';
import type { Profile } from './profile.ts';
import { topicPattern } from './topic-pattern.ts';
import { type JsonPath, pathText, valueAt } from './value-at.ts';

/** A message of a foreign device as it came. */
export interface DeviceMessage {
  /** Over MQTT. */
  readonly topic?: string;
  readonly payload: Uint8Array;
  /** Epoch ms, our clock. */
  readonly arrivedAt: number;
  /** Kept by the broker, so its arrival says nothing about its age. */
  readonly retained?: boolean;
  /** Over HTTP; names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A reading of the public contract that lacks only its station: `at` is stamped as the profile says. */
export interface Candidate {
  readonly device: string;
  readonly item: {
    readonly at: string;
    readonly period: number;
    readonly values: Readonly<Partial<Record<Parameter, number>>>;
  };
}

export interface Mapped {
  readonly candidates: readonly Candidate[];
  readonly refusals: readonly Refusal[];
}

/** Larger than any message of a single device. */
const MAX_BYTES = 65_536;
const MAX_DEVICE = 128;

/**
 * Reads one message by its profile, in our units. Pure, never throws. A field that cannot be read is refused by its name and
 * the others are kept; values that the device did not measure are left out; a message without any is refused.
 */
export function mapMessage(profile: Profile, message: DeviceMessage): Mapped {
  const json = parse(message.payload);
  if (json instanceof Fault) return refused(json.refusal);
  const device = deviceOf(profile, message, json);
  if (device === undefined || device === '' || device.length > MAX_DEVICE) {
    return refused(refuse('missing_field', { field: deviceField(profile) }));
  }
  const time = messageTime(profile.time, json, { arrivedAt: message.arrivedAt, retained: message.retained ?? false });
  if ('fault' in time) return refused(refuse(time.fault, { field: time.field }));

  const from = { values: profile.pairs === undefined ? json : pairsOf(json, profile.pairs), whole: json };
  const values: Partial<Record<Parameter, number>> = {};
  const refusals: Refusal[] = [];
  for (const field of profile.fields) {
    const found = fieldValue(field, from, { textNumbers: profile.text_numbers });
    if (found === undefined) continue;
    if ('fault' in found) refusals.push(refuse(found.fault, { field: found.field }));
    else values[field.parameter] = found.value;
  }
  if (Object.keys(values).length > 0) {
    return { candidates: [{ device, item: { at: time.at, period: profile.period, values } }], refusals };
  }
  return { candidates: [], refusals: refusals.length > 0 ? refusals : [refuse('no_values', { field: device })] };
}

class Fault {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    this.refusal = refusal;
  }
}

function parse(payload: Uint8Array): unknown {
  if (payload.byteLength === 0) return new Fault(refuse('empty'));
  if (payload.byteLength > MAX_BYTES) return new Fault(refuse('too_large'));
  if (!isUtf8(payload)) return new Fault(refuse('not_utf8'));
  try {
    const json: unknown = JSON.parse(Buffer.from(payload).toString('utf8'));
    return typeof json === 'object' && json !== null ? json : new Fault(refuse('wrong_type'));
  } catch {
    return new Fault(refuse('not_json'));
  }
}

function deviceOf({ topic, device }: Profile, message: DeviceMessage, json: unknown): string | undefined {
  if (topic !== undefined && message.topic !== undefined) return topicPattern(topic).deviceOf(message.topic);
  const inside = device?.path === undefined ? undefined : valueAt(json, device.path);
  if (typeof inside === 'string' || typeof inside === 'number') return String(inside);
  return device?.header === undefined ? undefined : message.headers?.[device.header];
}

function deviceField({ topic, device }: Profile): string {
  if (device?.path !== undefined) return pathText(device.path);
  return device?.header ?? topic ?? 'device';
}

/** The last of several equal names counts, as in JSON itself. */
function pairsOf(
  json: unknown,
  pairs: { readonly path: JsonPath; readonly name: string; readonly value: string },
): Readonly<Record<string, unknown>> {
  const list = valueAt(json, pairs.path);
  if (!Array.isArray(list)) return {};
  const found: [string, unknown][] = [];
  for (const item of list) {
    const name = valueAt(item, [pairs.name]);
    if (typeof name === 'string') found.push([name, valueAt(item, [pairs.value])]);
  }
  return Object.fromEntries(found);
}

function refused(refusal: Refusal): Mapped {
  return { candidates: [], refusals: [refusal] };
}
