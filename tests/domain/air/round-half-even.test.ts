import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ceilHundredths } from '../../../domain/air/ceil-hundredths.ts';
import { roundHalfEven } from '../../../domain/air/round-half-even.ts';

/** The decimal text of a number without an exponent, as [digits, number of decimals]. */
function decimal(value: number): [bigint, number] {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const decimals = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return decimals < 0 ? [digits * 10n ** BigInt(-decimals), 0] : [digits, decimals];
}

/** GB/T 8170 on the text, by long division of whole numbers: the plain definition. */
function plainHalfEven(value: number, places: number): bigint {
  const [digits, decimals] = decimal(Math.abs(value));
  const numerator = digits * 10n ** BigInt(places);
  const denominator = 10n ** BigInt(decimals);
  const quotient = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  const up = twice > denominator || (twice === denominator && quotient % 2n === 1n);
  return (up ? quotient + 1n : quotient) * (value < 0 ? -1n : 1n);
}

function plainCeilHundredths(value: number): bigint {
  const [digits, decimals] = decimal(value);
  const denominator = 10n ** BigInt(decimals);
  return (digits * 100n + denominator - 1n) / denominator;
}

const decimals = fc
  .tuple(fc.integer({ min: 0, max: 99_999_999 }), fc.integer({ min: 0, max: 6 }))
  .map(([digits, places]) => Number(`${digits}e-${places}`));
const doubles = fc.double({ min: 0, max: 1e6, noNaN: true });

describe('roundHalfEven', () => {
  it.each([
    [0.5, 0, 0],
    [1.5, 0, 2],
    [2.5, 0, 2],
    [35.5, 0, 36],
    [36.5, 0, 36],
    [36.500001, 0, 37],
    [0.05, 1, 0],
    [0.15, 1, 2],
    [0.25, 1, 2],
    [0.35, 1, 4],
    [0.45, 1, 4],
    [2.25, 1, 22],
    [1.005, 2, 100],
    [1.015, 2, 102],
    [-2.5, 0, -2],
    [-3.5, 0, -4],
    [-0.15, 1, -2],
    [7, 1, 70],
  ])('[IDX-5] GB/T 8170: %d to %d decimals is %d units', (value, places, expected) => {
    expect(roundHalfEven(value, places)).toBe(expected);
  });

  it('[IDX-4] equals the definition on the decimal text, for decimals and for arbitrary doubles', () => {
    fc.assert(
      fc.property(
        fc.oneof(decimals, doubles),
        fc.integer({ min: 0, max: 4 }),
        fc.boolean(),
        (value, places, negative) => {
          const signed = negative ? -value : value;
          // `+ 0` because -0 rounds to -0
          expect(BigInt(roundHalfEven(signed, places) + 0)).toBe(plainHalfEven(signed, places));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('[IDX-4] is right on every hundredth up to 20, where all ties of one decimal lie', () => {
    for (let i = 0; i <= 2000; i += 1) expect(BigInt(roundHalfEven(i / 100, 1))).toBe(plainHalfEven(i / 100, 1));
  });

  it('[IDX-8] leaves NaN alone', () => expect(roundHalfEven(Number.NaN, 1)).toBeNaN());
});

describe('ceilHundredths', () => {
  it('[IDX-6] equals the definition on the decimal text', () => {
    expect(ceilHundredths(2.2)).toBe(220);
    expect(ceilHundredths(1.1)).toBe(110);
    expect(ceilHundredths(35.001)).toBe(3501);
    expect(ceilHundredths(2.2000000000000006)).toBe(221);
    fc.assert(
      fc.property(fc.oneof(decimals, doubles), (value) => {
        expect(BigInt(ceilHundredths(value))).toBe(plainCeilHundredths(value));
      }),
      { numRuns: 3000 },
    );
  });
});
