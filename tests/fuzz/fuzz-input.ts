import type { Reading } from '../../domain/air/reading.ts';

/**
 * The ways in: a TCP connection, frames in MQTT messages, JSON in MQTT messages, HTTP with all its addresses, foreign devices
 * and SensorThings over MQTT.
 */
export const WAYS = ['hj212', 'hj212_message', 'mqtt', 'http', 'profile', 'sensorthings'] as const;
export type Way = (typeof WAYS)[number];

/** One message as a sender puts it on the wire. */
export interface FuzzInput {
  readonly way: Way;
  readonly bytes: Buffer;
  /** Topic of MQTT, path of HTTP. */
  readonly address: string;
  /** Of HTTP, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly retained: boolean;
  /** A good message: this must be in the store in the end, whatever came before it. */
  readonly expected?: Reading;
  /** QN of a good frame, which must be acknowledged once. */
  readonly qn?: string;
}

/** For the report of a failure: what was sent, so that it can be sent again. */
export function printedInput({ way, address, bytes, headers, retained }: FuzzInput): string {
  const text = JSON.stringify(bytes.toString('latin1'));
  const more = Object.keys(headers).length > 0 ? ` ${JSON.stringify(headers)}` : '';
  return `${way} ${address}${retained ? ' (retained)' : ''}${more}\n    ${text} (latin1)`;
}
