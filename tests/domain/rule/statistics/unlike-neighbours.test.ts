import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConditionOf } from '../../../../domain/rule/condition.ts';
import type { RegionView } from '../../../../domain/rule/region-view.ts';
import { unlikeNeighbours } from '../../../../domain/rule/statistics/unlike-neighbours.ts';

const leaf: ConditionOf<'unlike_neighbours'> = {
  kind: 'unlike_neighbours',
  quantity: 'pm25',
  z: 4,
  clear_z: 2,
  within_km: 30,
  min_neighbours: 3,
  min_spread: 5,
};

/** Stations in a row, `apart` km from one to the next. */
function row(
  count: number,
  options: { readonly apart?: number; readonly background?: readonly number[] } = {},
): RegionView {
  const stations = Array.from({ length: count }, (_, i) => ({
    id: `s${i}`,
    name: `s${i}`,
    city: 'c',
    lon: 110,
    lat: 30 + (i * (options.apart ?? 5)) / 111.195,
    background: options.background?.includes(i) ?? false,
    periodLabel: 'end' as const,
  }));
  return {
    stations,
    cities: [{ id: 'c', stations: stations.map((_, i) => i), neighbours: [] }],
    stationHour: () => Number.NaN,
    cityHour: () => Number.NaN,
  };
}

const judged = (view: RegionView, values: readonly number[], open = false) =>
  unlikeNeighbours(leaf, view, (station) => values[station] ?? Number.NaN).judge(0, 1, open);

describe('unlike its neighbours', () => {
  it('[STA-5] holds the value against the median around', () => {
    expect(judged(row(5), [71, 48, 50, 52, 50])).toMatchObject({
      truth: 'true',
      reason: 'unlike_neighbours',
      facts: { median: 50, spread: 5, z: 4.2, neighbours: 4 },
    });
    expect(judged(row(5), [70, 48, 50, 52, 50])).toMatchObject({ truth: 'false', reason: 'like_neighbours' });
    expect(judged(row(5), [10, 48, 50, 52, 50]).truth).toBe('false');
  });

  it('[STA-5] asks only those within the distance', () => {
    // 12 km apart: two of the four are within 30 km.
    expect(judged(row(5, { apart: 12 }), [900, 50, 50, 50, 50])).toMatchObject({
      truth: 'unknown',
      facts: { neighbours: 2, min_neighbours: 3 },
    });
    expect(judged(row(5, { apart: 10 }), [900, 50, 50, 50, 50]).truth).toBe('true');
  });

  it('[STA-6] leaves background stations out, both ways', () => {
    expect(judged(row(5, { background: [2, 3] }), [900, 50, 50, 50, 50])).toMatchObject({
      truth: 'unknown',
      reason: 'too_few_neighbours',
    });
    expect(judged(row(5, { background: [0] }), [900, 50, 50, 50, 50]).reason).toBe('too_few_neighbours');
  });

  it('[STA-6] counts only neighbours with a value', () => {
    expect(judged(row(5), [900, 50, Number.NaN, 50, 50]).truth).toBe('true');
    expect(judged(row(5), [900, 50, Number.NaN, Number.NaN, 50]).truth).toBe('unknown');
    expect(judged(row(5), [Number.NaN, 50, 50, 50, 50]).reason).toBe('value_missing');
  });

  it('[STA-3] stays true while open until z is below clear_z', () => {
    expect(judged(row(5), [60, 50, 50, 50, 50], true)).toMatchObject({ truth: 'true', reason: 'not_yet_clear' });
    expect(judged(row(5), [59, 50, 50, 50, 50], true)).toMatchObject({ truth: 'false', reason: 'clear' });
  });

  it('[STA-7] answers quickly what it explains', () => {
    const value = fc.oneof(fc.integer({ min: 0, max: 200 }), fc.constant(Number.NaN));
    const view = row(7);
    fc.assert(
      fc.property(fc.array(value, { minLength: 7, maxLength: 7 }), fc.boolean(), (values, open) => {
        const asked = unlikeNeighbours(leaf, view, (station) => values[station] ?? Number.NaN);
        for (let station = 0; station < 7; station += 1) {
          const named = { 1: 'true', 0: 'false', [-1]: 'unknown' }[asked.truth(station, 1, open)];
          expect(named).toBe(asked.judge(station, 1, open).truth);
        }
      }),
    );
  });
});
