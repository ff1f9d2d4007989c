import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../store/canonical-json.ts';
import type { Json } from '../../store/ledger.ts';

describe('canonicalJson', () => {
  // RFC 8785, section 3.2.2 and 3.2.3: the document's own examples.
  it('prints the example of RFC 8785 as the RFC does', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts keys by UTF-16 unit as RFC 8785 3.2.3 shows', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
    expect(Object.values(JSON.parse(canonicalJson(value)) as object)).toHaveLength(7);
    expect([...canonicalJson(value).matchAll(/:(\d)/g)].map(([, n]) => n).join('')).toBe('2467153');
  });

  it('does not depend on the order of keys and round trips', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        const json = JSON.parse(JSON.stringify(value)) as Json;
        const text = canonicalJson(json);
        expect(JSON.parse(text)).toEqual(json);
        expect(canonicalJson(reversed(json))).toBe(text);
        expect(canonicalJson(JSON.parse(text) as Json)).toBe(text);
      }),
    );
  });

  it.each([
    ['undefined', { a: [undefined] }, '$.a[0]'],
    ['NaN', { a: { b: Number.NaN } }, '$.a.b'],
    ['a function', [() => 1], '$[0]'],
    ['a Date', { at: new Date(0) }, '$.at'],
    ['a Map', new Map(), '$'],
    ['a lone surrogate', ['\udc00'], '$[0]'],
    ['a lone surrogate in a key', { '\udc00': 1 }, '$'],
  ])('refuses %s and says where', (_, value, path) => {
    const call = () => canonicalJson(value as unknown as Json);
    expect(call).toThrow(TypeError);
    expect(call).toThrow(`${path}: `);
  });
});

function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member as Json)]),
  );
}
