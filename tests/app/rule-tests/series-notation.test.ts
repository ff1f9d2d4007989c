import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lengthOf, parseSeries } from '../../../app/rule-tests/series-notation.ts';

const read = (text: string) => [...parseSeries(text)];

describe('the notation of series', () => {
  it('[TST-1] a value, so many times; the first word is hour 1', () => {
    expect(read('10x2 160, -1.5')).toEqual([
      [1, 10],
      [2, 10],
      [3, 160],
      [4, -1.5],
    ]);
  });

  it('[TST-2] a ramp has both ends', () => {
    expect(read('80..200x5').map(([, value]) => value)).toEqual([80, 110, 140, 170, 200]);
    expect(read('2..1x2').map(([, value]) => value)).toEqual([2, 1]);
  });

  it('[TST-3] missing hours have no value', () => {
    expect(read('1 _ 2 _x2 3').map(([hour]) => hour)).toEqual([1, 3, 6]);
  });

  it('[TST-4] goes on at an hour', () => {
    expect(read('1 @9 2')).toEqual([
      [1, 1],
      [9, 2],
    ]);
  });

  it('[TST-5] ends with the last word, a missing hour too', () => {
    expect(lengthOf('10x3 _x2')).toBe(5);
    expect(lengthOf('10 @9 2x2')).toBe(10);
    expect(lengthOf('')).toBe(0);
  });

  it.each(['x3', '10x0', '1..2', '@0', '@x', '1e3', '10y3', '10x99999', '_..2x3'])('[TST-13] refuses %s', (text) => {
    expect(() => parseSeries(text)).toThrow(/write|hours/);
  });

  it('[TST-1] reads back any values written one by one', () => {
    const value = fc.integer({ min: -9_999, max: 9_999 }).map((n) => n / 10);
    fc.assert(
      fc.property(fc.array(fc.option(value)), (values) => {
        const text = values.map((one) => (one === null ? '_' : String(one))).join(' ');
        const expected = values.flatMap((one, place) => (one === null ? [] : [[place + 1, one]]));
        expect(read(text)).toEqual(expected);
        expect(lengthOf(text)).toBe(values.length);
      }),
    );
  });
});
