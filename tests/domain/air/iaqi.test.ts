import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editionFor } from '../../../domain/air/edition-for.ts';
import { concentrationHundredths, iaqi } from '../../../domain/air/iaqi.ts';
import { EDITIONS, type Edition, type IndexItem, indexScale } from '../../../domain/air/index-standard.ts';
import { isPollutant, type Pollutant } from '../../../domain/air/parameter.ts';

// The tables once more, copied from the standards independently of the source under test.
const LEVELS = [0n, 50n, 100n, 150n, 200n, 300n, 400n, 500n];
const SAME: Record<string, number[]> = {
  so2_24h: [0, 50, 150, 475, 800, 1600, 2100, 2620],
  so2_1h: [0, 150, 500, 650, 800],
  no2_24h: [0, 40, 80, 180, 280, 565, 750, 940],
  no2_1h: [0, 100, 200, 700, 1200, 2340, 3090, 3840],
  co_24h: [0, 2, 4, 14, 24, 36, 48, 60],
  co_1h: [0, 5, 10, 35, 60, 90, 120, 150],
  o3_8h: [0, 100, 160, 215, 265, 800],
  o3_1h: [0, 160, 200, 300, 400, 800, 1000, 1200],
};
const TABLES: Record<Edition, Record<string, number[]>> = {
  '2012': {
    ...SAME,
    pm10_24h: [0, 50, 150, 250, 350, 420, 500, 600],
    pm10_1h: [0, 50, 150, 250, 350, 420, 500, 600],
    pm25_24h: [0, 35, 75, 115, 150, 250, 350, 500],
    pm25_1h: [0, 35, 75, 115, 150, 250, 350, 500],
  },
  '2026': {
    ...SAME,
    pm10_24h: [0, 50, 120, 250, 350, 420, 500, 600],
    pm10_1h: [0, 50, 120, 250, 350, 420, 500, 600],
    pm25_24h: [0, 35, 60, 115, 150, 250, 350, 500],
    pm25_1h: [0, 35, 60, 115, 150, 250, 350, 500],
  },
};
const BEYOND: Record<Edition, Record<string, number | null>> = {
  '2012': { so2_1h: null, o3_8h: null },
  '2026': { so2_1h: 200, o3_8h: 300 },
};

/** The formula of the standard on the fraction numerator/denominator, in whole numbers. */
function plainIaqi(edition: Edition, item: string, numerator: bigint, denominator: bigint): number | null {
  const points = (TABLES[edition][item] ?? []).map(BigInt);
  for (let i = 1; i < points.length; i += 1) {
    const [low = 0n, high = 0n, from = 0n, to = 0n] = [points[i - 1], points[i], LEVELS[i - 1], LEVELS[i]];
    if (numerator > high * denominator) continue;
    const above = (to - from) * (numerator - low * denominator);
    const width = (high - low) * denominator;
    return Number(from + (above + width - 1n) / width);
  }
  const fixed = BEYOND[edition][item];
  return fixed === undefined ? 500 : fixed;
}

function pollutantOf(item: IndexItem): Pollutant {
  const name = item.split('_')[0] ?? '';
  if (!isPollutant(name)) throw new Error(item);
  return name;
}

function indexOf(edition: Edition, item: IndexItem, value: number): number | null {
  return iaqi(edition, item, concentrationHundredths(edition, pollutantOf(item), value));
}

const items = Object.keys(TABLES['2026']) as IndexItem[];
const everyItem = EDITIONS.flatMap((edition) => items.map((item) => ({ edition, item })));

describe('editionFor', () => {
  it('[IDX-1] changes at 2026-03-01 00:00 in Asia/Shanghai', () => {
    expect(editionFor(Date.parse('2026-02-28T23:59:59.999+08:00'))).toBe('2012');
    expect(editionFor(Date.parse('2026-03-01T00:00:00+08:00'))).toBe('2026');
    expect(editionFor(Date.parse('2026-02-28T16:00:00Z'))).toBe('2026');
    expect(editionFor(Date.parse('2016-12-16T00:00:00+08:00'))).toBe('2012');
  });
});

describe.each(everyItem)('IAQI of $item by HJ 633-$edition', ({ edition, item }) => {
  const top = Math.max(...(TABLES[edition][item] ?? []));

  it('[IDX-3] equals exact rational arithmetic on every whole concentration', () => {
    for (let value = 0; value <= top + 50; value += 1) {
      expect([value, indexOf(edition, item, value)]).toEqual([value, plainIaqi(edition, item, BigInt(value), 1n)]);
    }
  });

  it('[IDX-3] equals exact rational arithmetic on every tenth', () => {
    const step = item.startsWith('co') ? 1 : 7;
    for (let tenths = 0; tenths <= top * 10 + 20; tenths += step) {
      const entering = item.startsWith('co') || edition === '2012' ? tenths : halfEvenTenth(tenths) * 10;
      const expected = plainIaqi(edition, item, BigInt(entering), 10n);
      expect([tenths, indexOf(edition, item, tenths / 10)]).toEqual([tenths, expected]);
    }
  });

  it('[IDX-6] 2012: equals exact rational arithmetic on decimals of any length; [IDX-5] 2026: after rounding', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: (top + 10) * 100_000 }), (scaled) => {
        const places = item.startsWith('co') ? 10_000 : 100_000;
        const rounded = plainHalfEven(scaled, places);
        const [numerator, denominator] =
          edition === '2012' ? [BigInt(scaled), 100_000n] : [BigInt(rounded), BigInt(100_000 / places)];
        expect(indexOf(edition, item, scaled / 100_000)).toBe(plainIaqi(edition, item, numerator, denominator));
      }),
      { numRuns: 300 },
    );
  });

  it('[IDX-3] never falls when the concentration rises, up to the top of the table', () => {
    let last = 0;
    for (let hundredths = 0; hundredths <= top * 100; hundredths += 37) {
      const index = iaqi(edition, item, hundredths) ?? Number.NaN;
      expect(index).toBeGreaterThanOrEqual(last);
      last = index;
    }
  });

  it('[IDX-8] has no index for a negative number or NaN', () => {
    expect(iaqi(edition, item, -1)).toBeNull();
    expect(iaqi(edition, item, Number.NaN)).toBeNull();
  });
});

function halfEvenTenth(tenths: number): number {
  return plainHalfEven(tenths, 10);
}

function plainHalfEven(numerator: number, denominator: number): number {
  const whole = Math.floor(numerator / denominator);
  const twice = (numerator % denominator) * 2;
  return twice > denominator || (twice === denominator && whole % 2 === 1) ? whole + 1 : whole;
}

describe('published vectors', () => {
  it.each<[Edition, IndexItem, number, number | null]>([
    ['2012', 'pm25_24h', 35, 50],
    ['2012', 'pm25_24h', 36, 52],
    ['2012', 'pm25_24h', 75, 100],
    ['2012', 'pm25_24h', 76, 102],
    ['2012', 'pm25_24h', 120, 158],
    ['2012', 'pm25_24h', 150, 200],
    ['2012', 'pm25_24h', 151, 201],
    ['2012', 'pm25_24h', 250, 300],
    ['2012', 'pm25_24h', 500, 500],
    ['2012', 'pm10_24h', 51, 51],
    ['2012', 'pm10_24h', 155, 103],
    ['2012', 'pm10_24h', 420, 300],
    ['2012', 'so2_24h', 151, 101],
    ['2012', 'so2_24h', 475, 150],
    ['2012', 'so2_24h', 500, 154],
    ['2012', 'so2_1h', 501, 101],
    ['2012', 'so2_1h', 800, 200],
    ['2012', 'so2_1h', 801, null],
    ['2012', 'no2_24h', 63, 79],
    ['2012', 'no2_24h', 81, 101],
    ['2012', 'no2_1h', 233, 104],
    ['2012', 'co_24h', 1.3, 33],
    ['2012', 'co_24h', 2.2, 55],
    ['2012', 'co_24h', 4.1, 101],
    ['2012', 'co_1h', 12.4, 105],
    ['2012', 'co_1h', 1.1, 11],
    ['2012', 'co_1h', 2.2, 22],
    ['2012', 'co_1h', 4.4, 44],
    ['2012', 'co_1h', 4.9, 49],
    ['2012', 'co_1h', 65.4, 218],
    ['2012', 'o3_1h', 201, 101],
    ['2012', 'o3_1h', 215, 108],
    ['2012', 'o3_8h', 161, 101],
    ['2012', 'o3_8h', 216, 151],
    ['2012', 'o3_8h', 268, 201],
    ['2012', 'o3_8h', 800, 300],
    ['2012', 'o3_8h', 801, null],
    ['2026', 'pm25_24h', 36, 52],
    ['2026', 'pm25_24h', 50, 80],
    ['2026', 'pm25_24h', 60, 100],
    ['2026', 'pm25_24h', 61, 101],
    ['2026', 'pm25_24h', 75, 114],
    ['2026', 'pm25_24h', 115, 150],
    ['2026', 'pm10_24h', 51, 51],
    ['2026', 'pm10_24h', 100, 86],
    ['2026', 'pm10_24h', 120, 100],
    ['2026', 'pm10_24h', 121, 101],
    ['2026', 'pm10_24h', 150, 112],
    ['2026', 'pm10_24h', 250, 150],
    ['2026', 'so2_1h', 801, 200],
    ['2026', 'o3_8h', 801, 300],
    ['2026', 'o3_8h', 1000, 300],
    ['2026', 'co_24h', 2.2, 55],
  ])('[IDX-2] HJ 633-%s %s %d is %s', (edition, item, value, expected) => {
    expect(indexOf(edition, item, value)).toBe(expected);
  });

  it.each<[Edition, IndexItem, number, number | null]>([
    ['2026', 'so2_1h', 800.4, 200],
    ['2026', 'pm25_24h', 60.5, 100],
    ['2026', 'pm25_24h', 61.5, 102],
    ['2026', 'co_24h', 4.05, 100],
    ['2026', 'co_24h', 4.15, 101],
    ['2012', 'pm25_24h', 75.001, 101],
    ['2012', 'so2_1h', 800.4, null],
    ['2012', 'co_24h', 4.05, 101],
  ])('[IDX-5] HJ 633-%s %s %d is %s', (edition, item, value, expected) => {
    expect(indexOf(edition, item, value)).toBe(expected);
  });

  it('[IDX-7] stays at 500 above the table', () => {
    for (const edition of EDITIONS) {
      expect(indexOf(edition, 'pm25_24h', 5000)).toBe(500);
      expect(indexOf(edition, 'no2_1h', 3841)).toBe(500);
      expect(indexOf(edition, 'o3_1h', 1201)).toBe(500);
    }
  });
});

describe('indexScale', () => {
  it('[IDX-2] refuses breakpoints that do not rise or are too many', () => {
    expect(() => indexScale([0, 50, 50], null)).toThrow(RangeError);
    expect(() => indexScale([0, 1, 2, 3, 4, 5, 6, 7, 8], null)).toThrow(RangeError);
  });
});
