import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dailyIndex } from '../../../domain/air/daily-index.ts';
import { dailyMeans } from '../../../domain/air/daily-means.ts';
import { HourGrid } from '../../../domain/air/hour-grid.ts';
import { HourRing, thousandths } from '../../../domain/air/hour-ring.ts';
import { hourlyIndex } from '../../../domain/air/hourly-index.ts';
import { POLLUTANTS } from '../../../domain/air/parameter.ts';
import { DAY, EIGHT_HOURS, slidingMeans } from '../../../domain/air/sliding-means.ts';
import type { Quantity } from '../../../domain/rule/quantity.ts';
import { Windows } from '../../../domain/rule/windows.ts';

const grid = new HourGrid({ utcOffsetMs: 8 * 3_600_000 });
/** Hours of 2016 and of 2027: one edition each. */
const FIRST = { 2012: 24 * 17_000, 2026: 24 * 20_900 };
const value = fc.option(
  fc.integer({ min: 0, max: 600_000 }).map((n) => n / 1000),
  { freq: 8, nil: undefined },
);
const hours = fc.array(
  fc.record({
    pm25: value,
    pm10: value,
    so2: value,
    no2: value,
    co: value.map((v) => (v === undefined ? v : Math.round(v * 10) / 1000)),
    o3: value,
  }),
  {
    minLength: 48,
    maxLength: 60,
  },
);

function windowsOf(series: readonly Readonly<Record<string, number | undefined>>[], first: number): Windows {
  const ring = new HourRing({ subjects: 2, columns: POLLUTANTS.length, hours: 72 });
  for (const [i, values] of series.entries()) {
    for (const [column, pollutant] of POLLUTANTS.entries()) {
      const v = values[pollutant];
      if (v !== undefined) ring.put(1, column, first + i, thousandths(v));
    }
  }
  return new Windows({ ring, grid, columns: POLLUTANTS });
}

describe('windows of hours', () => {
  it('[CON-10] running means are those of the standard', () => {
    fc.assert(
      fc.property(hours, (series) => {
        const windows = windowsOf(series, FIRST[2026]);
        const values = series.map(({ pm25 }) => (pm25 === undefined ? undefined : Math.round(pm25 * 1000) / 1000));
        for (const [over, window] of [
          ['8h', EIGHT_HOURS],
          ['24h', DAY],
        ] as const) {
          const expected = slidingMeans(values, window);
          const mean = windows.series('pm25', over);
          expect(series.map((_, i) => mean(1, FIRST[2026] + i))).toEqual(expected.map((one) => one ?? Number.NaN));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('[CON-10] hourly indices are those of the hourly report, in both editions', () => {
    fc.assert(
      fc.property(hours, fc.constantFrom('2012', '2026'), (series, edition) => {
        const windows = windowsOf(series, FIRST[edition]);
        for (const [i, values] of series.entries()) {
          const report = hourlyIndex(values, edition);
          const ask = (quantity: Quantity) => windows.series(quantity, 'hour')(1, FIRST[edition] + i);
          expect(ask('aqi')).toBe(report.aqi ?? Number.NaN);
          for (const pollutant of POLLUTANTS)
            expect(ask(`iaqi.${pollutant}`)).toBe(report.iaqi[pollutant] ?? Number.NaN);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('[CON-10] the day, and 24 hours that end at midnight, have the index of the daily report', () => {
    fc.assert(
      fc.property(hours, fc.constantFrom('2012', '2026'), (series, edition) => {
        const first = FIRST[edition] + 1;
        const windows = windowsOf(series, first);
        const day = series.slice(0, 24);
        const means = dailyMeans(Object.fromEntries(POLLUTANTS.map((p) => [p, day.map((hour) => hour[p])])));
        const report = dailyIndex(means, edition);
        const midnight = first + 23;
        for (const over of ['24h', 'day'] as const)
          expect(windows.series('aqi', over)(1, midnight)).toBe(report.aqi ?? Number.NaN);
        // Until the next midnight the newest complete day is the same one.
        expect(windows.series('aqi', 'day')(1, midnight + 23)).toBe(report.aqi ?? Number.NaN);
        expect(windows.series('iaqi.o3', 'day')(1, midnight + 5)).toBe(report.iaqi.o3 ?? Number.NaN);
      }),
      { numRuns: 40 },
    );
  });

  it('[CON-10] an answer that is kept is forgotten when a value changes', () => {
    const windows = windowsOf([{ pm25: 500, pm10: 10, so2: 1, no2: 1, co: 1, o3: 1 }], FIRST[2026]);
    const aqi = windows.series('aqi', 'hour');
    expect(aqi(1, FIRST[2026])).toBe(500);
    windows.ring.put(1, 0, FIRST[2026], thousandths(115));
    expect(aqi(1, FIRST[2026])).toBe(150);
  });
});
