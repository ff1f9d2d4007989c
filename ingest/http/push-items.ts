import { isUtf8 } from 'node:buffer';
import { MAX_PUSHED_READINGS } from './push-exchange.ts';

/** Stands in the place of a line that is not JSON. */
export const UNREADABLE: unique symbol = Symbol('unreadable');

export type BodyFault = 'not_utf8' | 'not_json' | 'empty' | 'too_many';

/**
 * The items of a body in their order: one JSON value, an array, or one JSON value a line (blank lines do not count). A line
 * that cannot be read costs only itself; a JSON body that cannot be read is a fault as a whole. Never throws.
 */
export function readItems(body: Uint8Array, format: 'json' | 'ndjson'): readonly unknown[] | BodyFault {
  if (!isUtf8(body)) return 'not_utf8';
  // Editors and PowerShell put a byte order mark in front of UTF-8.
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  const items = format === 'json' ? wholeOf(text) : linesOf(text);
  if (typeof items === 'string') return items;
  if (items.length === 0) return 'empty';
  return items.length > MAX_PUSHED_READINGS ? 'too_many' : items;
}

function wholeOf(text: string): readonly unknown[] | BodyFault {
  if (text.trim() === '') return 'empty';
  const json = parse(text);
  if (json === UNREADABLE) return 'not_json';
  return Array.isArray(json) ? json : [json];
}

function linesOf(text: string): readonly unknown[] {
  const items: unknown[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    items.push(parse(line));
    if (items.length > MAX_PUSHED_READINGS) break;
  }
  return items;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return UNREADABLE;
  }
}
