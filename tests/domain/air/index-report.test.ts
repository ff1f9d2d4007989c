import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATEGORIES, categoryOf } from '../../../domain/air/category.ts';
import { dailyIndex } from '../../../domain/air/daily-index.ts';
import { hourlyIndex } from '../../../domain/air/hourly-index.ts';
import { EDITIONS } from '../../../domain/air/index-standard.ts';
import { POLLUTANTS } from '../../../domain/air/parameter.ts';

const clean = { pm25: 10, pm10: 20, so2: 5, no2: 10, co: 0.5, o3: 50 };

describe('hourlyIndex', () => {
  it('[IDX-10] 2026: the composite vectors', () => {
    const bad = hourlyIndex({ pm25: 250, pm10: 350, so2: 650, no2: 700, co: 35, o3: 300 }, '2026');
    expect(bad.iaqi).toEqual({ pm25: 300, pm10: 200, so2: 150, no2: 150, co: 150, o3: 150 });
    expect([bad.aqi, bad.level, bad.category?.zh, bad.category?.colour]).toEqual([300, 5, '重度污染', '#99004C']);
    expect(bad.primary).toEqual(['pm25']);
    const good = hourlyIndex({ pm25: 35, pm10: 50, so2: 150, no2: 100, co: 5, o3: 160 }, '2026');
    expect([good.aqi, good.level, good.primary, good.naReason]).toEqual([50, 1, [], null]);
  });

  it('[IDX-10] 2026: does not look at longer means', () => {
    const input = { ...clean, o3_8h: 300, pm25_24h: 300, pm10_24h: 500, so2_24h: 900 };
    expect(hourlyIndex(input, '2026')).toEqual(hourlyIndex(clean, '2026'));
    expect(hourlyIndex(input, '2026', { practice: 'text' })).toEqual(hourlyIndex(clean, '2026'));
  });

  it('[IDX-9] 2012: six 1 h means as published, nine items by the text', () => {
    const input = { ...clean, pm25: 27, pm25_24h: 76, pm10_24h: 30, o3_8h: 161 };
    expect(hourlyIndex(input, '2012').iaqi).toMatchObject({ pm25: 39, pm10: 20, o3: 16 });
    const text = hourlyIndex(input, '2012', { practice: 'text' });
    expect(text.iaqi).toMatchObject({ pm25: 102, pm10: 30, o3: 101 });
    expect(text.aqi).toBe(102);
    expect(hourlyIndex(clean, '2012', { practice: 'text' }).missing).toEqual({ pm25: 'missing', pm10: 'missing' });
  });

  it('[IDX-7] SO2 1 h above 800: the 24 h index in 2012, 200 in 2026', () => {
    const input = { ...clean, so2: 801 };
    expect(hourlyIndex(input, '2026').iaqi.so2).toBe(200);
    const without = hourlyIndex(input, '2012');
    expect([without.iaqi.so2, without.missing]).toEqual([null, { so2: 'above_scale' }]);
    expect(hourlyIndex({ ...input, so2_24h: 500 }, '2012').iaqi.so2).toBe(154);
    expect(hourlyIndex({ ...clean, so2: undefined, so2_24h: 500 }, '2012').iaqi.so2).toBeNull();
  });

  it('[IDX-8] tells missing, negative and not finite apart and does not round -0.4 to 0', () => {
    const report = hourlyIndex(
      { ...clean, pm25: -0.4, pm10: Number.NaN, so2: undefined, o3: Infinity, no2: 2000 },
      '2026',
    );
    expect(report.missing).toEqual({ pm25: 'negative', pm10: 'not_a_number', so2: 'missing', o3: 'not_a_number' });
    expect(report.aqi).toBe(271);
  });
});

describe('dailyIndex', () => {
  const day = { pm25: 20, pm10: 30, so2: 10, no2: 20, co: 0.6, o3: 215, o3_8h: 130 };

  it('[IDX-11] looks at the largest 1 h ozone in 2012 only', () => {
    expect(dailyIndex(day, '2012').iaqi.o3).toBe(108);
    expect(dailyIndex(day, '2026').iaqi.o3).toBe(75);
    expect(dailyIndex({ ...day, o3_8h: undefined }, '2026').missing).toEqual({ o3: 'missing' });
  });

  it('[IDX-7] O3 8 h above 800: the 1 h index in 2012, 300 in 2026', () => {
    expect(dailyIndex({ ...day, o3_8h: 801, o3: 900 }, '2012').iaqi.o3).toBe(350);
    expect(dailyIndex({ ...day, o3_8h: 801, o3: 900 }, '2026').iaqi.o3).toBe(300);
    const alone = dailyIndex({ ...day, o3_8h: 801, o3: undefined }, '2012');
    expect([alone.iaqi.o3, alone.missing]).toEqual([null, { o3: 'above_scale' }]);
  });

  it('[IDX-11] uses the 24 h columns', () => {
    expect(dailyIndex({ ...day, so2: 151 }, '2012').iaqi.so2).toBe(101);
    expect(dailyIndex({ ...day, co: 2.2 }, '2026').iaqi.co).toBe(55);
    expect(dailyIndex({ ...day, no2: 63 }, '2026').iaqi.no2).toBe(79);
  });
});

describe('AQI', () => {
  it('[IDX-13] lists every primary pollutant of a tie, in order, and none at 50', () => {
    expect(hourlyIndex({ ...clean, o3: 300, pm10: 250, pm25: 115 }, '2026').primary).toEqual(['pm25', 'pm10', 'o3']);
    expect(hourlyIndex({ ...clean, pm10: 50 }, '2026').primary).toEqual([]);
    expect(hourlyIndex({ ...clean, pm10: 51 }, '2026').primary).toEqual(['pm10']);
  });

  it('[IDX-14] 2026: with a pollutant missing the AQI is given only above 100', () => {
    const incomplete = hourlyIndex({ ...clean, so2: undefined, pm25: 60 }, '2026');
    expect([incomplete.aqi, incomplete.level, incomplete.category, incomplete.primary]).toEqual([null, null, null, []]);
    expect([incomplete.naReason, incomplete.iaqi.pm25]).toEqual(['incomplete', 100]);
    const above = hourlyIndex({ ...clean, so2: undefined, pm25: 61 }, '2026');
    expect([above.aqi, above.primary, above.naReason]).toEqual([101, ['pm25'], null]);
  });

  it('[IDX-14] 2012: takes what is there', () => {
    expect(hourlyIndex({ ...clean, so2: undefined, pm25: 60 }, '2012').aqi).toBe(82);
  });

  it('[IDX-14] a pollutant outside the plan is not missing', () => {
    const report = hourlyIndex({ ...clean, co: undefined }, '2026', { notMonitored: ['co'] });
    expect([report.aqi, report.missing]).toEqual([20, { co: 'not_monitored' }]);
    const day = dailyIndex({ ...clean, o3_8h: 100, so2: undefined }, '2026', { notMonitored: ['so2'] });
    expect([day.aqi, day.missing]).toEqual([50, { so2: 'not_monitored' }]);
  });

  it('[IDX-14] without any pollutant there is no AQI', () => {
    for (const edition of EDITIONS) {
      const report = hourlyIndex({}, edition);
      expect([report.aqi, report.naReason, Object.keys(report.missing).length]).toEqual([null, 'no_data', 6]);
    }
  });

  it('[IDX-12] is the largest IAQI, and every null has its reason', () => {
    const value = fc.option(fc.double({ min: -10, max: 3000, noNaN: true }), { nil: undefined });
    const inputs = fc.record({ pm25: value, pm10: value, so2: value, no2: value, co: value, o3: value, o3_8h: value });
    fc.assert(
      fc.property(
        inputs,
        fc.constantFrom(...EDITIONS),
        fc.constantFrom(hourlyIndex, dailyIndex),
        (input, edition, of) => {
          const report = of(input, edition);
          const indices = POLLUTANTS.map((p) => report.iaqi[p]).filter((index) => index !== null);
          if (report.aqi !== null) expect(report.aqi).toBe(Math.max(...indices));
          for (const p of POLLUTANTS) expect(report.missing[p] !== undefined).toBe(report.iaqi[p] === null);
          expect(report.level).toBe(report.aqi === null ? null : (categoryOf(report.aqi)?.level ?? null));
          expect((report.naReason === null) === (report.aqi !== null)).toBe(true);
        },
      ),
    );
  });

  it('[IDX-12] categories meet without gap or overlap', () => {
    const levels = [0, 50, 51, 100, 101, 150, 151, 200, 201, 300, 301, 500, 501].map((aqi) => categoryOf(aqi)?.level);
    expect(levels).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 6]);
    expect(categoryOf(Number.NaN)).toBeNull();
    expect(CATEGORIES.map(({ colour }) => colour)).toEqual([
      '#00E400',
      '#FFFF00',
      '#FF7E00',
      '#FF0000',
      '#99004C',
      '#7E0023',
    ]);
  });
});
