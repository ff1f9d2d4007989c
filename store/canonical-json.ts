import type { Json } from './ledger.ts';

/**
 * The one text of a JSON value (RFC 8785: keys sorted by UTF-16 unit, no spaces, numbers as ECMAScript prints them), so that
 * anyone can recompute a hash. Throws `TypeError` naming the place of what JSON cannot carry unchanged.
 */
export function canonicalJson(value: Json): string {
  return write(value, '$');
}

function write(value: unknown, path: string): string {
  switch (typeof value) {
    case 'string':
      return text(value, path);
    case 'boolean':
      return String(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${path}: ${value} is not JSON`);
      return JSON.stringify(value);
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return `[${value.map((item, index) => write(item, `${path}[${index}]`)).join(',')}]`;
      return object(value, path);
    default:
      throw new TypeError(`${path}: ${typeof value} is not JSON`);
  }
}

function text(value: string, path: string): string {
  if (!value.isWellFormed()) throw new TypeError(`${path}: half of a surrogate pair is not JSON`);
  return JSON.stringify(value);
}

function object(value: object, path: string): string {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError(`${path}: only plain objects are JSON`);
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member: unknown = (value as Record<string, unknown>)[key];
    members.push(`${text(key, path)}:${write(member, `${path}.${key}`)}`);
  }
  return `{${members.join(',')}}`;
}
