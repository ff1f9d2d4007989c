import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine, csvStream } from '../../api/csv.ts';

describe('csv', () => {
  it('comes back as it was from an independent reader, formulas and line breaks too', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('=1+1', '-4', '@x', 'a,b', 'say "x"', 'two\nlines', '中文'),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1 }), (rows) => {
        const text = rows.map((row) => csvLine(['row', ...row])).join('');
        expect(parse(text, { record_delimiter: '\n' })).toEqual(rows.map((row) => ['row', ...row]));
      }),
    );
  });

  it('writes numbers in full and missing ones as nothing', () => {
    expect(csvLine([0.1, -4, 1e21, null, undefined, ''])).toBe('0.1,-4,1e+21,,,\n');
  });

  it('ends its source when the reader goes away', async () => {
    let ended = false;
    async function* endless() {
      try {
        for (;;) yield ['x'.repeat(1_000)];
      } finally {
        ended = true;
      }
    }
    const reader = csvStream(['a'], endless()).getReader();
    expect((await reader.read()).done).toBe(false);
    await reader.cancel();
    expect(ended).toBe(true);
  });
});
