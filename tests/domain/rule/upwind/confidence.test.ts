import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confidenceOf, type Evidence } from '../../../../domain/rule/upwind/confidence.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const ratio = fc.double({ min: 0.05, max: 20, noNaN: true });
const evidence: fc.Arbitrary<Evidence> = fc.record({
  off: share,
  steadiness: fc.double({ min: 0.6, max: 1, noNaN: true }),
  agreeing: fc.integer({ min: 1, max: 9 }),
  match: fc.oneof(fc.double({ min: -1, max: 1, noNaN: true }), fc.constant(Number.NaN)),
  strength: ratio,
  increment: ratio,
  clarity: ratio,
});

describe('confidence', () => {
  it('[UPW-7] lies between 0 and 1', () => {
    fc.assert(
      fc.property(evidence, (given) => {
        const confidence = confidenceOf(given);
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each(['steadiness', 'agreeing', 'strength', 'increment', 'clarity'] as const)(
    '[UPW-7] does not fall with %s',
    (part) => {
      fc.assert(
        fc.property(evidence, ratio, (given, more) => {
          const better = { ...given, [part]: given[part] + more };
          expect(confidenceOf(better)).toBeGreaterThanOrEqual(confidenceOf(given));
        }),
      );
    },
  );

  it('[UPW-7] falls with the angle, and rises with the match', () => {
    const given: Evidence = {
      off: 0.2,
      steadiness: 0.95,
      agreeing: 1,
      match: 0.5,
      strength: 0.7,
      increment: 1,
      clarity: 5,
    };
    expect(confidenceOf({ ...given, off: 0.9 })).toBeLessThan(confidenceOf(given));
    expect(confidenceOf({ ...given, match: 0.9 })).toBeGreaterThan(confidenceOf(given));
    expect(confidenceOf({ ...given, match: -0.9 })).toBe(confidenceOf({ ...given, match: 0 }));
    expect(confidenceOf({ ...given, match: Number.NaN })).toBeLessThan(confidenceOf(given));
  });
});
