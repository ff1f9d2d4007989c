import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareReadings } from '../../store/reading-order.ts';

const at = (station: string) => ({ at: 0, station, periodS: 0 });

describe('compareReadings', () => {
  it('compares time, then station, then period', () => {
    const ordered = [
      { at: 1, station: 'b', periodS: 9 },
      { at: 2, station: 'a', periodS: 60 },
      { at: 2, station: 'a', periodS: 3600 },
      { at: 2, station: 'ab', periodS: 0 },
      { at: 2, station: 'b', periodS: 0 },
    ];
    expect(ordered.toReversed().sort(compareReadings)).toEqual(ordered);
  });

  it('sorts stations as their UTF-8 bytes, as SQLite does', () => {
    expect(compareReadings(at('(甲)'), at('𠮷'))).toBeLessThan(0);
    const text = fc.string({ unit: 'binary', maxLength: 4 }).filter((one) => one.isWellFormed());
    fc.assert(
      fc.property(text, text, (a, b) => {
        const bytes = Buffer.compare(Buffer.from(a), Buffer.from(b));
        expect(Math.sign(compareReadings(at(a), at(b)))).toBe(bytes);
      }),
    );
  });
});
