import { isAscii, isUtf8 } from 'node:buffer';
import type { Reading } from '../domain/air/reading.ts';
import type { Station } from '../domain/air/station.ts';
import { checkReading } from './check-reading.ts';
import { type Refusal, refuse } from './refusal.ts';

/** Bounds of one message in the public contract. */
export const MAX_PAYLOAD_BYTES = 1_048_576;
export const MAX_READINGS = 500;

/** What became of one message: every reading of it is in exactly one of the two lists. */
export interface Decoded {
  readonly readings: readonly Reading[];
  readonly refusals: readonly Refusal[];
}

/**
 * Decodes and checks one message of the public contract (JSON, one reading or an array of at most 500). Never throws. A bad
 * item of an array does not harm its neighbours; a message that cannot be read at all gives one refusal without an index.
 */
export function decodePayload(payload: Uint8Array, station: Station, latestAt: number): Decoded {
  if (payload.byteLength > MAX_PAYLOAD_BYTES) return wholly(refuse('too_large'));
  if (payload.byteLength === 0) return wholly(refuse('empty'));
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  let text: string;
  if (isAscii(bytes)) text = bytes.toString('latin1');
  else if (isUtf8(bytes)) text = bytes.toString('utf8');
  else return wholly(refuse('not_utf8'));

  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return wholly(refuse('not_json'));
  }
  return decodeJson(json, station, latestAt);
}

/** The same for JSON that somebody else has parsed (the HTTP body). `latestAt`: epoch ms that no period end may pass. */
export function decodeJson(json: unknown, station: Station, latestAt: number): Decoded {
  if (!Array.isArray(json)) {
    const checked = checkReading(json, station, latestAt, 0);
    return 'code' in checked ? wholly(checked) : { readings: [checked], refusals: NONE };
  }
  if (json.length === 0) return wholly(refuse('empty'));
  if (json.length > MAX_READINGS) return wholly(refuse('too_many'));
  const readings: Reading[] = [];
  let refusals: Refusal[] | undefined;
  for (let i = 0; i < json.length; i++) {
    const checked = checkReading(json[i], station, latestAt, i);
    if (!('code' in checked)) readings.push(checked);
    else if (refusals === undefined) refusals = [checked];
    else refusals.push(checked);
  }
  return { readings, refusals: refusals ?? NONE };
}

const NONE: readonly never[] = Object.freeze([]);

function wholly(refusal: Refusal): Decoded {
  return { readings: NONE, refusals: [refusal] };
}
