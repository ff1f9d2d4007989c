import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cityMean } from '../../../domain/air/city-mean.ts';
import { dailyMaximum8h } from '../../../domain/air/daily-maximum-8h.ts';
import { dailyMeans } from '../../../domain/air/daily-means.ts';
import { type Hours, meanOfHours } from '../../../domain/air/mean-of-hours.ts';
import { roundHalfEven } from '../../../domain/air/round-half-even.ts';
import { RunningMean } from '../../../domain/air/running-mean.ts';
import { DAY, EIGHT_HOURS, slidingMeans } from '../../../domain/air/sliding-means.ts';

const HOUR = 3_600_000;
const hourly = fc.option(
  fc.integer({ min: -20, max: 5000 }).map((tenths) => tenths / 10),
  { nil: undefined },
);

function day(value: (label: number) => number | undefined): Hours {
  return Array.from({ length: 24 }, (_, i) => value(i + 1));
}

describe('meanOfHours', () => {
  it('[IDX-15] needs 20 of 24 hours', () => {
    const hours = (valid: number) => day((label) => (label <= valid ? 40 : undefined));
    expect(meanOfHours(hours(19), DAY.atLeast)).toBeNull();
    expect(meanOfHours(hours(20), DAY.atLeast)).toBe(40);
  });

  it('[IDX-15] leaves negative and non-finite hours out', () => {
    expect(meanOfHours([1, -5, Number.NaN, Number.POSITIVE_INFINITY, 2], 2)).toBe(1.5);
    expect(meanOfHours([1, -5, 2], 3)).toBeNull();
    expect(meanOfHours([], 0)).toBeNull();
  });

  it('[IDX-15] keeps a half a half: three CO hours whose doubles do not add up', () => {
    expect(roundHalfEven(meanOfHours([0.1, 0.2], 1) ?? 0, 1)).toBe(2);
    expect(meanOfHours([0.1, 0.2, 0.3], 1)).toBe(0.2);
    expect(meanOfHours([1.1, 2.2, 3.3], 1)).toBe(2.2);
  });

  it('[IDX-15] rounds like the exact fraction', () => {
    const tenths = fc.array(fc.integer({ min: 0, max: 600 }), { minLength: 1, maxLength: 24 });
    fc.assert(
      fc.property(tenths, (values) => {
        const mean =
          meanOfHours(
            values.map((v) => v / 10),
            1,
          ) ?? Number.NaN;
        const sum = values.reduce((a, b) => a + b, 0);
        const whole = Math.floor(sum / values.length);
        const twice = (sum % values.length) * 2;
        const up = twice > values.length || (twice === values.length && whole % 2 === 1);
        expect(roundHalfEven(mean, 1)).toBe(up ? whole + 1 : whole);
      }),
    );
  });
});

describe('slidingMeans', () => {
  it('[IDX-16] stamps a window by its end and needs 6 of 8 hours', () => {
    const hours = [10, 20, 30, 40, 50, 60, 70, 80, 90];
    expect(slidingMeans(hours, EIGHT_HOURS)).toEqual([null, null, null, null, null, 35, 40, 45, 55]);
    const gaps = [undefined, undefined, 20, 40, 50, 60, 70, 80, undefined, undefined, undefined];
    expect(slidingMeans(gaps, EIGHT_HOURS).slice(7)).toEqual([320 / 6, 320 / 6, 320 / 6, null]);
  });

  it('[IDX-16] the running mean gives the same figures at every hour', () => {
    fc.assert(
      fc.property(fc.array(hourly, { maxLength: 60 }), fc.constantFrom(DAY, EIGHT_HOURS), (hours, window) => {
        const running = new RunningMean(window);
        const means = hours.map((value, i) => {
          expect(running.put(i * HOUR, value)).toBe(true);
          return running.mean();
        });
        expect(means).toEqual(slidingMeans(hours, window));
      }),
    );
  });

  it('[IDX-16] the running mean does not mind order, repeats or a gap', () => {
    const running = new RunningMean(EIGHT_HOURS);
    for (const hour of [3, 1, 2, 2, 6, 5, 4, 6]) expect(running.put(hour * HOUR, hour * 10)).toBe(true);
    expect([running.mean(), running.count()]).toEqual([35, 6]);
    running.put(4 * HOUR, 100);
    expect(running.mean()).toBe(45);
    running.put(4 * HOUR, undefined);
    expect(running.mean()).toBeNull();
    expect(running.put(20 * HOUR, 5)).toBe(true);
    expect([running.put(12 * HOUR, 5), running.put(13 * HOUR, 7), running.count()]).toEqual([false, true, 2]);
  });
});

describe('dailyMaximum8h', () => {
  it('[IDX-17] takes the windows that end at 8:00 to 24:00', () => {
    expect(dailyMaximum8h(day((label) => label))).toBe(20.5);
    expect(dailyMaximum8h(day((label) => (label <= 8 ? 80 : 0)))).toBe(80);
    // Windows that would end at 6:00 and 7:00 reach into the day before: they are another day's.
    expect(dailyMaximum8h(day((label) => (label <= 6 ? 120 : 0)))).toBe(90);
  });

  it('[IDX-17] needs 14 of 17, unless the largest is above 160', () => {
    const until = (last: number, value: number) => day((label) => (label <= last ? value : undefined));
    expect(dailyMaximum8h(until(19, 100))).toBe(100); // windows ending 8..21 have six hours: 14
    expect(dailyMaximum8h(until(18, 100))).toBeNull();
    expect(dailyMaximum8h(until(18, 160))).toBeNull();
    expect(dailyMaximum8h(until(18, 161))).toBe(161);
    expect(dailyMaximum8h([])).toBeNull();
  });
});

describe('dailyMeans', () => {
  it('[IDX-15] gives what the daily index needs and leaves invalid pollutants out', () => {
    const means = dailyMeans({
      pm25: day((label) => (label <= 20 ? 30 : undefined)),
      pm10: day((label) => (label <= 19 ? 30 : undefined)),
      o3: day((label) => label * 10),
    });
    expect(means).toEqual({ pm25: 30, pm10: undefined, o3: 240, o3_8h: 205 });
  });
});

describe('cityMean', () => {
  it('[IDX-18] leaves background stations out and says n of N', () => {
    const mean = cityMean([
      { background: false, values: { pm25: 100, pm10: 150, co: 1.1 } },
      { background: false, values: { pm25: 50, co: 2.2 } },
      { background: false, values: { pm10: -1, co: 3.3 } },
      { background: true, values: { pm25: 5, so2: 2 } },
    ]);
    expect(mean.values).toEqual({ pm25: 75, pm10: 150, co: 2.2 });
    expect(mean.stations).toEqual({ pm25: 2, pm10: 1, so2: 0, no2: 0, co: 3, o3: 0 });
    expect(mean.of).toBe(3);
  });

  it('[IDX-18] of no stations is empty', () => {
    expect(cityMean([]).values).toEqual({});
  });
});
