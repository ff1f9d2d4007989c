import { describe, expect, it } from 'vitest';
import { dailyIndex } from '../../../domain/air/daily-index.ts';
import { colourAqi } from '../../../domain/grade/colour-aqi.ts';
import { dailyGrades, type Foresight } from '../../../domain/grade/daily-grades.ts';
import type { Grade } from '../../../domain/grade/grade.ts';
import { NOTHING_HELD, stepHeldGrade } from '../../../domain/grade/held-grade.ts';
import { regionalGrade } from '../../../domain/grade/regional-grade.ts';
import { DEFAULT_REGIONAL_RULE } from '../../../domain/grade/regional-rule.ts';
import { parseDay } from '../../../domain/time.ts';
import { scaleOf } from './series.ts';
import { absent, borders, type CityDay, cityDays } from './two-plus-26.ts';

/*
 * The oracle: the text of the plans over a string with one letter a day, a up to 150, b up to 200, c up to 300, d below 500, e 500.
 * A process is a run of days above the limit; one day between two runs is less than 36 hours, so they are one process.
 */
const letterOf = (aqi: number) => (aqi > 499 ? 'e' : aqi > 300 ? 'd' : aqi > 200 ? 'c' : aqi > 150 ? 'b' : 'a');

const ORACLES: Readonly<Record<string, (days: string) => string>> = {
  /** 875号: 黄 >200 48 小时；橙 >200 72 小时；红 >200 96 小时且 >300 48 小时，或达到 500。 */
  'cn-2018': (days) =>
    days.replace(/([cde]+(?:[ab][cde]+)*)|./g, (_, process?: string) => {
      if (process === undefined) return '-';
      if (process.includes('e')) return 'R'.repeat(process.length);
      if (/[cde]{4}/.test(process) && /[de]{2}/.test(process)) return 'R'.repeat(process.length);
      if (/[cde]{3}/.test(process)) return 'O'.repeat(process.length);
      return (/[cde]{2}/.test(process) ? 'Y' : '-').repeat(process.length);
    }),
  /** 6号: 黄 >200 或 >150 48 小时；橙 >200 48 小时或 >150 72 小时；红 >200 72 小时且 >300 24 小时。 */
  'cn-2024': (days) =>
    days.replace(/([bcde]+(?:a[bcde]+)*)|./g, (_, process?: string) => {
      if (process === undefined) return '-';
      if (/[cde]{3}/.test(process) && /[de]/.test(process)) return 'R'.repeat(process.length);
      if (/[cde]{2}|[bcde]{3}/.test(process)) return 'O'.repeat(process.length);
      return (/[cde]|[bcde]{2}/.test(process) ? 'Y' : '-').repeat(process.length);
    }),
};
const GRADE_LETTERS: Readonly<Record<Grade, string>> = { none: '-', blue: 'B', yellow: 'Y', orange: 'O', red: 'R' };

const DAY_MS = 24 * 3_600_000;
const endOf = (date: string) => (parseDay(date) ?? Number.NaN) + DAY_MS;
const gradesOf = (set: string, days: readonly CityDay[], foresight: Foresight = 'perfect') =>
  dailyGrades(
    scaleOf(set),
    days.map(({ date, aqi }) => ({ endAt: endOf(date), hours: 24, aqi })),
    foresight,
  ).map(({ grade }) => grade);

/** The region's grade on every day of a winter, from the days' grades of all cities, and the grade in force (lifted after 36 h). */
function regionByDay(set: string, published: ReadonlyMap<string, readonly CityDay[]>, foresight: Foresight) {
  const ids = [...published.keys()];
  const touching = borders();
  const cities = ids.map((id) => ({
    id,
    neighbours: touching
      .flatMap(([a, b]) => (a === id ? [b] : b === id ? [a] : []))
      .map((other) => ids.indexOf(other))
      .filter((place) => place >= 0),
  }));
  const grades = ids.map((id) => gradesOf(set, published.get(id) ?? [], foresight));
  const dates = (published.get(ids[0] ?? '') ?? []).map(({ date }) => date);
  const given = dates.map((date, day) => ({
    date,
    ...regionalGrade(
      DEFAULT_REGIONAL_RULE,
      cities,
      grades.map((list) => list[day] ?? null),
    ),
  }));
  const known = foresight === 'perfect' ? given.length : foresight === 'hindsight' ? 1 : foresight.spansAhead;
  let held = NOTHING_HELD;
  return given.map((today, day) => {
    const ahead = given.slice(day, day + known).map(({ date, grade }) => ({ endAt: endOf(date), grade }));
    const now = { at: endOf(today.date) - DAY_MS, given: today.grade };
    const step = stepHeldGrade(held, now, ahead, DEFAULT_REGIONAL_RULE.lift_hours);
    held = step.held;
    return { ...today, inForce: held.grade };
  });
}

describe.skipIf(absent !== null)(
  `2+26 cities in December 2016${absent === null ? '' : ` (skipped: ${absent})`}`,
  () => {
    const published = absent === null ? cityDays() : new Map<string, CityDay[]>();
    const winter = new Map([...published].map(([city, days]) => [city, days.filter(({ date }) => date > '2016-10')]));
    const shown = ({ date }: { date: string }) => date >= '2016-12-13' && date <= '2016-12-26';
    const within = (date: string) => date >= '2016-12-15' && date <= '2016-12-22';

    it.each(Object.keys(ORACLES))('[GRA-18] %s: every city and day has the grade that the text gives', (set) => {
      expect(published.size).toBe(28);
      for (const winter of ['2015', '2016']) {
        for (const [city, all] of published) {
          const days = all.filter(({ date }) => date >= `${winter}-11` && date < `${Number(winter) + 1}-11`);
          const found = gradesOf(set, days).map((grade) => GRADE_LETTERS[grade]);
          const wanted = ORACLES[set]?.(days.map(({ aqi }) => letterOf(aqi)).join('')) ?? '';
          expect(found.join(''), `${city} ${winter}`).toBe(wanted);
          if (winter === '2016') expect(days.filter(({ date }) => within(date))).toHaveLength(8);
        }
      }
    });

    it('[GRA-18] no day of that episode is one of ozone or dust', () => {
      const { set } = scaleOf('cn-2018');
      for (const { date, values } of [...published.values()].flat()) {
        if (!within(date)) continue;
        const { aqi, primary, iaqi } = dailyIndex({ ...values, o3: undefined, o3_8h: values.o3 }, '2012');
        const counted = colourAqi(set, { aqi: aqi ?? Number.NaN, primary, iaqi, ...values });
        expect(counted).toEqual({ aqi, notice: null });
      }
    });

    // 13 to 26 December, a letter a day: the region was proposed at a colour `lead_hours` before the first day that has it.
    it.each([
      ['cn-2018', 'perfect', '--RRRRRRRR-YY-'],
      ['cn-2018', { spansAhead: 4 }, '--RRRRRRRR-YY-'],
      ['cn-2018', 'hindsight', 'Y--YORRRRRR-YY'],
      ['cn-2024', 'perfect', 'RRRRRRRRRRRRRR'],
      ['cn-2024', { spansAhead: 4 }, 'ORRRRRRRRRRRRR'],
      ['cn-2024', 'hindsight', 'OOOORRRRRRRRRR'],
    ] as const)('[GRA-18] the region by %s, foresight %j: %s', (set, foresight, wanted) => {
      const region = regionByDay(set, winter, foresight).filter(shown);
      expect(region.map(({ grade }) => GRADE_LETTERS[grade]).join('')).toBe(wanted);
    });

    it('[GRA-18] on the day it begins the region is named with its cities, and it is lifted after 36 hours below', () => {
      const region = regionByDay('cn-2018', winter, 'perfect').filter(shown);
      expect(region.find(({ grade }) => grade === 'red')).toMatchObject({
        date: '2016-12-15',
        reasons: ['at_least', 'contiguous'],
        cities: ['晋城', '石家庄', '邢台', '邯郸'],
        group: ['石家庄', '邢台', '邯郸'],
      });
      expect(Math.max(...region.map(({ cities }) => cities.length))).toBe(21);
      expect(region.map(({ inForce }) => GRADE_LETTERS[inForce]).join('')).toBe('--RRRRRRRRYYY-');
    });
  },
);
