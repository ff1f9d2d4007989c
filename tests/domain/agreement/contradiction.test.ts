import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contradictionIn } from '../../../domain/agreement/check/contradiction.ts';
import { Condition, type ConditionInput } from '../../../domain/rule/condition.ts';

type Part = { readonly above: number } | { readonly below: number } | { readonly outside: readonly [number, number] };

const limit = fc.integer({ min: 0, max: 50 });
interface Stated {
  readonly not: boolean;
  readonly limit: Part;
}
const stated: fc.Arbitrary<Stated> = fc.record({
  not: fc.boolean(),
  limit: fc.oneof(
    fc.record({ above: limit }),
    fc.record({ below: limit }),
    fc.tuple(limit, limit).map(([a, b]) => ({ outside: [Math.min(a, b), Math.max(a, b)] as const })),
  ),
});

function holds(one: Part, value: number): boolean {
  if ('above' in one) return value > one.above;
  return 'below' in one ? value < one.below : value < one.outside[0] || value > one.outside[1];
}

function condition(quantity: 'aqi' | 'pm25' | 'iaqi.pm25', one: Part, not = false): Condition {
  const leaf = { kind: 'threshold', quantity, ...one } as ConditionInput;
  return Condition.parse(not ? { kind: 'not', when: leaf } : leaf);
}

describe('limits that must all hold', () => {
  // Half steps stand for what lies between whole numbers; an index has none.
  it.each([
    ['aqi', 1],
    ['pm25', 0.5],
  ] as const)('[AGR-12] are refused only when no value of %s fits them', (quantity, step) => {
    const values = Array.from({ length: 60 / step + 1 }, (_, index) => index * step);
    const fits = (parts: readonly Stated[]) =>
      values.some((value) => parts.every(({ not, limit: one }) => holds(one, value) !== not));
    const told = (parts: readonly Stated[]) =>
      contradictionIn(parts.map(({ not, limit: one }) => condition(quantity, one, not))) !== undefined;
    const several = { minLength: 1, maxLength: 5 };
    fc.assert(
      fc.property(fc.array(stated, several), (parts) => {
        if (fits(parts)) expect(told(parts)).toBe(false);
      }),
    );
    // What lies outside of a span is two spans; of all else every contradiction is found.
    const convex = stated.filter(({ not, limit: one }) => not || !('outside' in one));
    fc.assert(
      fc.property(fc.array(convex, several), (parts) => {
        expect(told(parts)).toBe(!fits(parts));
      }),
    );
  });

  it('[AGR-12] see that a span leaves nothing outside of another', () => {
    const within = [condition('pm25', { above: 20 }), condition('pm25', { below: 30 })];
    expect(contradictionIn([...within, condition('pm25', { outside: [10, 40] })])?.en).toBe(
      'can never all be true: pm25 above 20, pm25 below 30, pm25 outside 10..40',
    );
    expect(contradictionIn([...within, condition('pm25', { outside: [25, 40] })])).toBeUndefined();
  });

  it('[AGR-12] hold an AQI to be no less than its parts, over one time', () => {
    const parts = (over: 'hour' | '24h'): Condition[] => [
      Condition.parse({ kind: 'threshold', quantity: 'iaqi.pm25', over: 'hour', above: 200 }),
      Condition.parse({ kind: 'threshold', quantity: 'aqi', over, below: 150 }),
    ];
    expect(contradictionIn(parts('hour'))).toEqual({
      en: 'can never all be true: iaqi.pm25 above 200, aqi below 150',
      zh: '不可能同时成立：iaqi.pm25 above 200，aqi below 150',
    });
    expect(contradictionIn(parts('24h'))).toBeUndefined();
  });
});
