import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PARAMETERS } from '../../../domain/air/parameter.ts';
import { FLAGS, type Flags, type Values } from '../../../domain/air/reading.ts';
import { sameContent } from '../../../domain/air/same-content.ts';
import { fingerprint } from '../../../ingest/fates/fingerprint.ts';

const values = fc.dictionary(fc.constantFrom(...PARAMETERS), fc.double({ noNaN: true, noDefaultInfinity: true }), {
  minKeys: 1,
  noNullPrototype: true,
});
const flags = fc.dictionary(fc.constantFrom(...PARAMETERS), fc.constantFrom(...FLAGS), { noNullPrototype: true });
const content = fc.record({ values, flags }) as fc.Arbitrary<{ values: Values; flags: Flags }>;

describe('fingerprint', () => {
  it('[LAT-1] is the same whatever the order of the keys, and a whole number of 53 bits', () => {
    fc.assert(
      fc.property(content, (one) => {
        const backwards = <T extends object>(object: T) => Object.fromEntries(Object.entries(object).reverse()) as T;
        const print = fingerprint(one);
        expect(Number.isSafeInteger(print) && print >= 0).toBe(true);
        expect(fingerprint({ values: backwards(one.values), flags: backwards(one.flags) })).toBe(print);
      }),
    );
  });

  it('[LAT-2] tells apart what does not say the same, and only that', () => {
    fc.assert(
      fc.property(content, content, (a, b) => {
        expect(fingerprint(a) === fingerprint(b)).toBe(sameContent(a, b));
      }),
    );
  });

  it('[LAT-1] takes N for no flag and knows one zero', () => {
    const print = fingerprint({ values: { pm25: 0 }, flags: {} });
    expect(fingerprint({ values: { pm25: -0 }, flags: { pm25: 'N' } })).toBe(print);
    expect(fingerprint({ values: { pm25: 0 }, flags: { pm25: 'D' } })).not.toBe(print);
    expect(fingerprint({ values: { pm10: 0 }, flags: {} })).not.toBe(print);
  });

  it('[LAT-2] has no two alike among a quarter of a million pairs of measured numbers, nor too many in its lower half', () => {
    const prints = new Set<number>();
    const low = new Set<number>();
    for (let pm25 = 0; pm25 < 500; pm25++) {
      for (let tenth = 0; tenth < 500; tenth++) {
        const print = fingerprint({ values: { pm25, pm10: tenth / 10 }, flags: {} });
        prints.add(print);
        low.add(print >>> 0);
      }
    }
    expect(prints.size).toBe(250_000);
    // Of 2^32 places 7 are expected to be taken twice.
    expect(low.size).toBeGreaterThan(250_000 - 40);
  });
});
