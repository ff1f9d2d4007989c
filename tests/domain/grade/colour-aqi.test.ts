import { describe, expect, it } from 'vitest';
import { colourAqi } from '../../../domain/grade/colour-aqi.ts';
import { dailyGrades } from '../../../domain/grade/daily-grades.ts';
import { GradeSet } from '../../../domain/grade/grade-set.ts';
import { gradeSetInForce } from '../../../domain/grade/grade-set-in-force.ts';
import { SHIPPED_GRADE_SETS } from '../../../domain/grade/shipped-grade-sets.ts';
import { days, scaleOf } from './series.ts';

const { set } = scaleOf('cn-2024');

describe('pollutants', () => {
  it('[GRA-11] heavy ozone gives a health notice and no colour', () => {
    const judged = colourAqi(set, { aqi: 230, primary: ['o3'] });
    expect(judged).toEqual({ aqi: 0, notice: 'ozone' });
    expect(dailyGrades(scaleOf('cn-2024'), days(judged.aqi, judged.aqi, judged.aqi), 'perfect')[0]?.grade).toBe('none');
    expect(colourAqi(set, { aqi: 140, primary: ['o3'] })).toEqual({ aqi: 0, notice: null });
  });

  it('[GRA-11] other pollutants keep counting when their indices are known', () => {
    const iaqi = { o3: 230, pm25: 205, pm10: 120, no2: null };
    expect(colourAqi(set, { aqi: 230, primary: ['o3'], iaqi })).toEqual({ aqi: 205, notice: null });
    expect(colourAqi(set, { aqi: 230, primary: ['o3'], iaqi: { o3: 230, pm25: 90 } })).toEqual({
      aqi: 90,
      notice: 'ozone',
    });
    expect(colourAqi(set, { aqi: 230, primary: ['pm25', 'o3'] })).toEqual({ aqi: 230, notice: null });
  });

  it('[GRA-12] dust gives a notice: PM10 primary and little PM2.5 in it', () => {
    expect(colourAqi(set, { aqi: 300, primary: ['pm10'], pm25: 80, pm10: 420 })).toEqual({ aqi: 0, notice: 'dust' });
    expect(colourAqi(set, { aqi: 300, primary: ['pm10'], pm25: 126, pm10: 420 })).toEqual({ aqi: 300, notice: null });
    expect(colourAqi(set, { aqi: 300, primary: ['pm10'], pm10: 420 })).toEqual({ aqi: 300, notice: null });
    expect(colourAqi(set, { aqi: 300, primary: ['pm25'], pm25: 80, pm10: 420 })).toEqual({ aqi: 300, notice: null });
  });

  it('[GRA-12] or declared by a bureau, whatever the share', () => {
    const dusty = { aqi: 300, primary: ['pm25'], pm25: 250, pm10: 300, dustDeclared: true } as const;
    expect(colourAqi(set, dusty)).toEqual({ aqi: 0, notice: 'dust' });
    expect(colourAqi(set, { ...dusty, iaqi: { pm25: 300, pm10: 180, no2: 160 } })).toEqual({ aqi: 160, notice: null });
  });

  it('[GRA-12] what counts is data, and no data stays no data', () => {
    const all = GradeSet.parse({ ...set, pollutants: { ozone: 'colour', dust: 'colour' } });
    expect(colourAqi(all, { aqi: 230, primary: ['o3'] })).toEqual({ aqi: 230, notice: null });
    expect(colourAqi(all, { aqi: 230, primary: ['pm10'], pm25: 1, pm10: 400 }).aqi).toBe(230);
    expect(colourAqi(set, { aqi: 40, primary: [] })).toEqual({ aqi: 40, notice: null });
    expect(colourAqi(set, { aqi: Number.NaN, primary: [] })).toEqual({ aqi: Number.NaN, notice: null });
  });
});

describe('sets in force', () => {
  const national = [...SHIPPED_GRADE_SETS.values()].filter(({ id }) => id.startsWith('cn-'));

  it.each([
    ['2016-12-20', undefined],
    ['2017-12-01', 'cn-2017'],
    ['2018-08-22', 'cn-2017'],
    ['2024-01-24', 'cn-2018'],
    ['2024-01-25', 'cn-2024'],
    ['2026-11-22', 'cn-2024'],
  ])('[GRA-1] on %s it is %s', (day, id) => {
    expect(gradeSetInForce(national, day)?.id).toBe(id);
    expect(gradeSetInForce([...national].reverse(), day)?.id).toBe(id);
  });
});
