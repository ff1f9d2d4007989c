import { isParameter, type Parameter } from '../domain/air/parameter.ts';
import { FLAGS, type Flag, type Flags, type Reading, type Values } from '../domain/air/reading.ts';
import type { Station } from '../domain/air/station.ts';
import { parseIso } from '../domain/time.ts';
import { isAbsurd } from './absurd-value.ts';
import { type Refusal, type RefusalCode, refuse } from './refusal.ts';

const MAX_PERIOD_S = 86_400;

const flagLetters: ReadonlySet<unknown> = new Set(FLAGS);
const NO_FLAGS: Flags = Object.freeze({});

type Fields = Readonly<Record<string, unknown>>;
interface Fault {
  readonly code: RefusalCode;
  readonly field: string;
}

/**
 * One item of a message as a reading, or why not. The first fault found is told. Hot path: `values` becomes the reading's
 * own object, nothing is copied, so the caller must not use `item` afterwards.
 */
export function checkReading(item: unknown, station: Station, latestAt: number, index: number): Reading | Refusal {
  if (!isObject(item)) return refuse('wrong_type', { index });
  const seq = item['seq'];
  const fault = checkFields(item) ?? checkValues(item['values']) ?? checkFlags(item['flags']);
  if (fault !== undefined) return tell(fault.code, fault.field, seq, index);

  // The casts repeat what checkFields and checkValues have just established.
  const periodS = item['period'] as number;
  const stamp = parseIso(item['at'] as string);
  // Before 1970: a logger whose clock has lost its battery.
  if (stamp === null || stamp < 0) return tell('bad_time', 'at', seq, index);
  const at = station.periodLabel === 'start' ? stamp + periodS * 1000 : stamp;
  if (at > latestAt) return tell('future', 'at', seq, index);

  const values = item['values'] as Values;
  const flags = raisedFlags(item['flags'] as Flags | undefined);
  return seq === undefined
    ? { station: station.id, city: station.city, at, periodS, values, flags }
    : { station: station.id, city: station.city, at, periodS, seq: seq as number, values, flags };
}

function checkFields(item: Fields): Fault | undefined {
  for (const field in item) {
    switch (field) {
      case 'at':
      case 'period':
      case 'seq':
      case 'values':
      case 'flags':
        break;
      default:
        return { code: 'unknown_field', field };
    }
  }
  const { at, period, seq } = item;
  if (at === undefined) return { code: 'missing_field', field: 'at' };
  if (typeof at !== 'string') return { code: 'wrong_type', field: 'at' };
  if (period === undefined) return { code: 'missing_field', field: 'period' };
  if (typeof period !== 'number') return { code: 'wrong_type', field: 'period' };
  if (!(Number.isInteger(period) && period >= 0 && period <= MAX_PERIOD_S))
    return { code: 'bad_period', field: 'period' };
  if (seq !== undefined) {
    if (typeof seq !== 'number') return { code: 'wrong_type', field: 'seq' };
    if (!isSeq(seq)) return { code: 'bad_seq', field: 'seq' };
  }
  return undefined;
}

function checkValues(values: unknown): Fault | undefined {
  if (values === undefined) return { code: 'missing_field', field: 'values' };
  if (!isObject(values)) return { code: 'wrong_type', field: 'values' };
  let any = false;
  for (const name in values) {
    if (!isParameter(name)) return { code: 'unknown_parameter', field: `values.${name}` };
    const value = values[name];
    if (typeof value !== 'number') return { code: 'wrong_type', field: `values.${name}` };
    if (!Number.isFinite(value)) return { code: 'not_finite', field: `values.${name}` };
    if (isAbsurd(name, value)) return { code: 'out_of_range', field: `values.${name}` };
    any = true;
  }
  return any ? undefined : { code: 'no_values', field: 'values' };
}

function checkFlags(flags: unknown): Fault | undefined {
  if (flags === undefined) return undefined;
  if (!isObject(flags)) return { code: 'wrong_type', field: 'flags' };
  for (const name in flags) {
    if (!isParameter(name)) return { code: 'unknown_parameter', field: `flags.${name}` };
    if (!flagLetters.has(flags[name])) return { code: 'bad_flag', field: `flags.${name}` };
  }
  return undefined;
}

/** N (normal) says nothing and is not kept. */
function raisedFlags(flags: Flags | undefined): Flags {
  if (flags === undefined) return NO_FLAGS;
  const raised: Partial<Record<Parameter, Flag>> = {};
  for (const [name, flag] of Object.entries(flags)) if (flag !== 'N') raised[name as Parameter] = flag;
  return raised;
}

function tell(code: RefusalCode, field: string, seq: unknown, index: number): Refusal {
  return typeof seq === 'number' && isSeq(seq) ? refuse(code, { field, index, seq }) : refuse(code, { field, index });
}

function isSeq(seq: number): boolean {
  return Number.isSafeInteger(seq) && seq >= 0;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
