import { formatIso, parseIso } from '../../domain/time.ts';
import type { Profile } from './profile.ts';
import { pathText, valueAt } from './value-at.ts';

/** A time as the public contract writes it, or the field that has none. */
export type MessageTime =
  | { readonly at: string }
  | { readonly fault: 'missing_field' | 'bad_time' | 'retained'; readonly field: string };

const WITHOUT_OFFSET = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/;
/** Year 9999; `formatIso` and the contract go no further. */
const LATEST_MS = 253_402_300_799_000;

/** When a message was measured, by the rule of its profile. */
export function messageTime(
  time: Profile['time'],
  json: unknown,
  arrival: { readonly arrivedAt: number; readonly retained: boolean },
): MessageTime {
  if (time.rule === 'arrival') {
    if (arrival.retained) return { fault: 'retained', field: 'retain' };
    return { at: formatIso(Math.floor(arrival.arrivedAt / 1000) * 1000) };
  }
  const field = pathText(time.path);
  const value = valueAt(json, time.path);
  if (value === undefined || value === null) return { fault: 'missing_field', field };
  const at =
    time.rule === 'epoch' ? ofEpoch(value, time.unit) : ofText(value, time.rule === 'local' ? time.zone : undefined);
  return at === undefined ? { fault: 'bad_time', field } : { at };
}

function ofEpoch(value: unknown, unit: 's' | 'ms'): string | undefined {
  if (typeof value !== 'number') return undefined;
  const ms = Math.trunc(unit === 's' ? value * 1000 : value);
  return ms >= 0 && ms <= LATEST_MS ? formatIso(ms) : undefined;
}

/** With a zone the text must have no offset: two of them may contradict each other. */
function ofText(value: unknown, zone: string | undefined): string | undefined {
  if (typeof value !== 'string' || (zone !== undefined && !WITHOUT_OFFSET.test(value))) return undefined;
  const text = zone === undefined ? value : `${value}${zone}`;
  return parseIso(text) === null ? undefined : text;
}
