import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceKm, neighboursOf } from '../../../../domain/air/quality/neighbours-of.ts';
import { QualityLimits } from '../../../../domain/air/quality/quality-limits.ts';
import { spatialVerdicts } from '../../../../domain/air/quality/spatial-verdicts.ts';
import { comparable, defaults, NOON } from './hourly-series.ts';

function judge(pm25: number | undefined, neighbours: readonly (number | undefined)[], limits = defaults): string[] {
  return spatialVerdicts(limits, {
    at: NOON,
    values: comparable(pm25 === undefined ? { o3: 10 } : { pm25 }),
    neighbours: neighbours.map((value) => comparable(value === undefined ? {} : { pm25: value })),
  }).map(({ parameter, test, severity }) => `${parameter}:${test}:${severity}`);
}

describe('spatial consistency', () => {
  it('[QC-10] counts the distance from the median in MADs', () => {
    const around = [100, 120, 140, 160, 180]; // median 140, MAD 20, 15 % of the median 21
    expect(judge(140 + 4 * 21, around)).toEqual([]);
    expect(judge(140 + 4 * 21 + 0.1, around)).toEqual(['pm25:spatial:suspect']);
    expect(judge(140 + 6 * 21 + 0.1, around)).toEqual(['pm25:spatial:fail']);
    expect(judge(140 - 6 * 21 - 0.1, around)).toEqual(['pm25:spatial:fail']);
  });

  it('[QC-10] neighbours that agree by chance have at least the least spread', () => {
    expect(judge(49, [10, 10, 10])).toEqual([]);
    expect(judge(51, [10, 10, 10])).toEqual(['pm25:spatial:suspect']);
    expect(judge(71, [10, 10, 10])).toEqual(['pm25:spatial:fail']);
  });

  it('[QC-10] is not made with fewer than three values, without an own value, or when switched off', () => {
    expect(judge(900, [10, 11])).toEqual([]);
    expect(judge(900, [10, 11, undefined, undefined])).toEqual([]);
    expect(judge(undefined, [10, 11, 12])).toEqual([]);
    expect(judge(900, [10, 11, 12], QualityLimits.parse({ parameters: { pm25: { spatial: null } } }))).toEqual([]);
    expect(judge(900, [10, 11, 12], QualityLimits.parse({ neighbours: { at_least: 4 } }))).toEqual([]);
  });

  it('[QC-10] the reason names what the neighbours say', () => {
    const [verdict] = spatialVerdicts(defaults, {
      at: NOON,
      values: comparable({ o3: 200 }),
      neighbours: [40, 50, 60].map((o3) => comparable({ o3 })),
    });
    expect(verdict?.reason).toEqual({
      code: 'unlike_neighbours',
      facts: { value: 200, median: 50, spread: 10, times: 15, limit: 6, neighbours: 3 },
    });
  });

  it('[QC-10] the order of the neighbours does not matter', () => {
    const level = fc.double({ min: 0, max: 600, noNaN: true });
    fc.assert(
      fc.property(level, fc.array(level, { minLength: 3, maxLength: 8 }), (own, around) => {
        expect(judge(own, around.toReversed())).toEqual(judge(own, around));
      }),
    );
  });
});

describe('neighbours', () => {
  const station = (id: string, lon: number, lat: number, background = false) => ({ id, lon, lat, background });

  it('[QC-10] lie within the distance, nearest first', () => {
    const found = neighboursOf(
      [station('a', 116, 40), station('b', 116, 40.1), station('c', 116.3, 40), station('d', 116, 40.28)],
      30,
    );
    expect(found.get('a')).toEqual(['b', 'c']); // 11.1 km, 25.6 km; d is 31.1 km away
    expect(found.get('d')).toEqual(['b']);
  });

  it('[QC-10] background stations have none and are nobody’s', () => {
    const found = neighboursOf([station('a', 116, 40), station('b', 116, 40.1, true)], 30);
    expect([...found.values()]).toEqual([[], []]);
  });

  it('measures along the great circle, also over the date line', () => {
    expect(distanceKm({ lon: 116.4, lat: 39.9 }, { lon: 117.2, lat: 39.13 })).toBeCloseTo(109.5, 0); // Beijing to Tianjin
    expect(distanceKm({ lon: 179.9, lat: 0 }, { lon: -179.9, lat: 0 })).toBeCloseTo(22.24, 1);
    expect(distanceKm({ lon: 0, lat: 90 }, { lon: 90, lat: -90 })).toBeCloseTo(Math.PI * 6371, 6);
  });
});
