import { describe, expect, it } from 'vitest';
import type { Grade } from '../../../domain/grade/grade.ts';
import { type HeldGrade, NOTHING_HELD, stepHeldGrade } from '../../../domain/grade/held-grade.ts';
import { regionalGrade } from '../../../domain/grade/regional-grade.ts';
import { DEFAULT_REGIONAL_RULE, RegionalRule } from '../../../domain/grade/regional-rule.ts';
import { HOUR_MS, START } from './series.ts';

/** a - b - c - d - e in a row, f alone. */
const cities = ['a', 'b', 'c', 'd', 'e', 'f'].map((id, place) => ({
  id,
  neighbours: id === 'f' ? [] : [place - 1, place + 1].filter((next) => next >= 0 && next <= 4),
}));
const grades = (text: string) =>
  [...text].map(
    (letter): Grade | null =>
      (({ '-': 'none', B: 'blue', Y: 'yellow', O: 'orange', R: 'red' }) as const)[letter as 'Y'] ?? null,
  );
const judge = (text: string, rule: RegionalRule = DEFAULT_REGIONAL_RULE) => regionalGrade(rule, cities, grades(text));

describe('regional grade', () => {
  it('[GRA-13] three cities that border on each other, or any four', () => {
    expect(judge('YYY---')).toMatchObject({ grade: 'yellow', reasons: ['contiguous'], cities: ['a', 'b', 'c'] });
    expect(judge('YY-Y--')).toMatchObject({ grade: 'none', reasons: ['too_few'], group: ['a', 'b'] });
    expect(judge('YY-Y-Y')).toMatchObject({ grade: 'yellow', reasons: ['at_least'], group: ['a', 'b'] });
    expect(judge('YYYY--')).toMatchObject({ reasons: ['at_least', 'contiguous'] });
    expect(judge('------')).toEqual({ grade: 'none', reasons: ['too_few'], cities: [], group: [], unknown: [] });
  });

  it('[GRA-13] the highest level that enough cities have or exceed', () => {
    expect(judge('RRYO--')).toMatchObject({ grade: 'yellow', cities: ['a', 'b', 'c', 'd'] });
    expect(judge('ROOY--')).toMatchObject({ grade: 'orange', cities: ['a', 'b', 'c'] });
    expect(judge('RRR---').grade).toBe('red');
    expect(judge('BBBY--').grade).toBe('blue');
  });

  it('[GRA-13] Guangdong: four cities that meet the level at the same time', () => {
    const guangdong = RegionalRule.parse({ at_least: 4 });
    expect(judge('OOO--Y', guangdong).grade).toBe('yellow');
    expect(judge('OOO-YO', guangdong).grade).toBe('orange');
    expect(judge('OOOY--', guangdong).grade).toBe('yellow');
    expect(judge('OOO---', guangdong).grade).toBe('none');
  });

  it('[GRA-13] a share is of all members', () => {
    const half = RegionalRule.parse({ share: 0.5 });
    expect(judge('Y-Y--Y', half)).toMatchObject({ grade: 'yellow', reasons: ['share'] });
    expect(judge('Y-Y--?', half).grade).toBe('none');
    expect(RegionalRule.safeParse({ lift_hours: 24 }).success).toBe(false);
  });

  it('[GRA-14] names the cities and the group; of equal groups the one with the smallest id', () => {
    expect(judge('YYY-YY')).toEqual({
      grade: 'yellow',
      reasons: ['at_least', 'contiguous'],
      cities: ['a', 'b', 'c', 'e', 'f'],
      group: ['a', 'b', 'c'],
      unknown: [],
    });
    expect(judge('YY-YY-').group).toEqual(['a', 'b']);
  });

  it('[GRA-15] a city of which nothing is known counts for nothing and is named', () => {
    expect(judge('YY?Y--')).toMatchObject({ grade: 'none', unknown: ['c'], cities: ['a', 'b', 'd'] });
  });
});

describe('raising and lowering', () => {
  const at = (hour: number) => START + hour * HOUR_MS;
  const ahead = (...parts: (readonly [hour: number, grade: Grade])[]) =>
    parts.map(([hour, grade]) => ({ endAt: at(hour), grade }));
  const step = (held: HeldGrade, hour: number, given: Grade, later: ReturnType<typeof ahead> = []) =>
    stepHeldGrade(held, { at: at(hour), given }, later, 36);
  const orange: HeldGrade = { grade: 'orange', belowSince: null, highestBelow: 'none' };

  it('[GRA-16] is raised at once', () => {
    expect(step(NOTHING_HELD, 0, 'orange')).toMatchObject({ outcome: 'raised', held: { grade: 'orange' } });
    expect(step(orange, 0, 'red')).toMatchObject({ outcome: 'raised', held: { grade: 'red' } });
    expect(step(orange, 0, 'orange').outcome).toBe('unchanged');
  });

  it('[GRA-16] without a forecast it is lowered after 36 hours below, to the highest of them', () => {
    let { held, outcome } = step(orange, 0, 'none');
    expect(outcome).toBe('held');
    for (let hour = 1; hour < 36; hour += 1) {
      ({ held, outcome } = step(held, hour, hour === 20 ? 'yellow' : 'none'));
      expect([outcome, held.grade]).toEqual(['held', 'orange']);
    }
    const lowered = step(held, 36, 'none');
    expect(lowered).toMatchObject({ outcome: 'lowered', belowHours: 36, held: { grade: 'yellow' } });
  });

  it('[GRA-16] hours below start anew when the grade comes back', () => {
    const below = step(orange, 0, 'none').held;
    const back = step(below, 30, 'orange').held;
    expect(step(back, 40, 'none')).toMatchObject({ outcome: 'held', belowHours: 0 });
  });

  it('[GRA-16] with a forecast of enough hours below it is lowered at once', () => {
    const later = ahead([24, 'none'], [48, 'yellow'], [72, 'red']);
    expect(step(orange, 0, 'none', later)).toMatchObject({ outcome: 'lowered', held: { grade: 'yellow' } });
    const betterFirst = ahead([24, 'none'], [48, 'none'], [72, 'yellow']);
    expect(step(orange, 0, 'none', betterFirst)).toMatchObject({ outcome: 'lowered', held: { grade: 'none' } });
    expect(step(orange, 0, 'none', ahead([24, 'none'], [48, 'orange']))).toMatchObject({
      outcome: 'held',
      belowHours: 24,
    });
  });

  it('[GRA-16] observed and forecast hours add up', () => {
    const { held } = step(orange, 0, 'none');
    const alsoPast = ahead([6, 'none'], [12, 'red'], [36, 'none']);
    expect(step(held, 12, 'none', alsoPast)).toMatchObject({ outcome: 'lowered', held: { grade: 'none' } });
    expect(step(held, 12, 'none', ahead([24, 'none']))).toMatchObject({ outcome: 'held', belowHours: 24 });
    expect(step(held, 12, 'none', ahead([36, 'none']))).toMatchObject({ outcome: 'lowered', belowHours: 36 });
  });
});
