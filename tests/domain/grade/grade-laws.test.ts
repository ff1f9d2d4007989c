import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dailyGrades, type Foresight } from '../../../domain/grade/daily-grades.ts';
import { type AqiSpan, type EpisodeState, NO_EPISODE, stepEpisode } from '../../../domain/grade/episode.ts';
import { GRADES, type Grade, rankOf } from '../../../domain/grade/grade.ts';
import { gradeOutlook } from '../../../domain/grade/grade-outlook.ts';
import { regionalGrade } from '../../../domain/grade/regional-grade.ts';
import { RegionalRule } from '../../../domain/grade/regional-rule.ts';
import { days, HOUR_MS, START, scaleOf } from './series.ts';

const SETS = ['cn-2017', 'cn-2018', 'cn-2024', 'shaanxi-2023'] as const;
const aqi = fc.oneof(fc.constantFrom(90, 150, 151, 200, 201, 300, 301, 499, 500), fc.integer({ min: 0, max: 500 }));
const gappy = fc.oneof({ arbitrary: aqi, weight: 9 }, { arbitrary: fc.constant(Number.NaN), weight: 1 });
const series = (value: fc.Arbitrary<number>, unit: 'days' | 'hours') => {
  const length = unit === 'days' ? { minLength: 1, maxLength: 14 } : { minLength: 1, maxLength: 12 };
  if (unit === 'days') return fc.array(value, length).map((list) => days(...list));
  return fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), value), length).map((parts) => {
    const flat = parts.flatMap(([count, one]) => Array.from({ length: count }, () => one));
    return flat.map((one, index): AqiSpan => ({ endAt: START + (index + 1) * HOUR_MS, hours: 1, aqi: one }));
  });
};
const set = fc.constantFrom(...SETS);
const knowledge = fc.constantFrom('perfect' as const, 'hindsight' as const);
/** Two clean days after a series: it is over, as in a perfect forecast. */
const cleanAfter = (spans: readonly AqiSpan[]) => days(...spans.map(() => 0), 0, 0).slice(spans.length);
const ranks = (id: string, spans: readonly AqiSpan[], mode: 'perfect' | 'hindsight') =>
  dailyGrades(scaleOf(id), spans, mode).map(({ grade }) => rankOf(grade));
const stateAfter = (id: string, spans: readonly AqiSpan[]) =>
  spans.reduce<EpisodeState>((state, span) => stepEpisode(scaleOf(id), state, span), NO_EPISODE);

describe('laws of city grades', () => {
  it.each(['days', 'hours'] as const)('[GRA-17] raising any AQI never lowers the grade of any span (%s)', (unit) => {
    fc.assert(
      fc.property(
        set,
        knowledge,
        series(gappy, unit),
        fc.nat(),
        fc.integer({ min: 1, max: 400 }),
        (id, mode, spans, at, by) => {
          const place = at % spans.length;
          const raised = spans.map((span, index) =>
            index === place ? { ...span, aqi: Math.min(500, span.aqi + by) } : span,
          );
          const before = ranks(id, spans, mode);
          ranks(id, raised, mode).forEach((rank, index) => {
            expect(rank).toBeGreaterThanOrEqual(before[index] ?? 0);
          });
        },
      ),
    );
  });

  it('[GRA-17] a part of a series never has a higher grade than the whole on the same day', () => {
    fc.assert(
      fc.property(set, series(aqi, 'days'), fc.nat(), fc.nat(), (id, spans, a, b) => {
        const [from, to] = [a % spans.length, b % spans.length].sort((x, y) => x - y) as [number, number];
        const whole = ranks(id, spans, 'perfect');
        ranks(id, spans.slice(from, to + 1), 'perfect').forEach((rank, index) => {
          expect(rank).toBeLessThanOrEqual(whole[from + index] ?? 0);
        });
      }),
    );
  });

  it('[GRA-8] looking ahead from any day gives what the whole replay gives', () => {
    fc.assert(
      fc.property(set, series(gappy, 'days'), fc.nat(), (id, spans, at) => {
        const today = at % spans.length;
        const state = stateAfter(id, spans.slice(0, today));
        const { now, ahead } = gradeOutlook(scaleOf(id), state, [...spans, ...cleanAfter(spans)].slice(today));
        const whole = dailyGrades(scaleOf(id), spans, 'perfect').slice(today);
        expect(ahead.slice(0, whole.length).map(({ grade }) => grade)).toEqual(whole.map(({ grade }) => grade));
        expect(now.grade).toBe(whole[0]?.grade);
      }),
    );
  });

  it('[GRA-9] hindsight is a forecast of one day, and one without an end is perfect', () => {
    fc.assert(
      fc.property(set, series(gappy, 'days'), (id, spans) => {
        const grades = (foresight: Foresight, of = spans) =>
          dailyGrades(scaleOf(id), of, foresight).map(({ grade }) => grade);
        expect(grades({ spansAhead: 1 })).toEqual(grades('hindsight'));
        const ended = [...spans, ...cleanAfter(spans)];
        expect(grades({ spansAhead: ended.length }, ended).slice(0, spans.length)).toEqual(grades('perfect'));
      }),
    );
  });

  it('[GRA-6] a state that was written down and read again goes on as if nothing had been', () => {
    fc.assert(
      fc.property(set, series(gappy, 'hours'), fc.nat(), (id, spans, at) => {
        const half = at % spans.length;
        const kept = JSON.parse(JSON.stringify(stateAfter(id, spans.slice(0, half)))) as EpisodeState;
        const resumed = spans.slice(half).reduce((state, span) => stepEpisode(scaleOf(id), state, span), kept);
        expect(resumed).toEqual(stateAfter(id, spans));
        expect(spans.reduce((state, span) => stepEpisode(scaleOf(id), state, span), resumed)).toBe(resumed);
      }),
    );
  });
});

describe('laws of the regional grade', () => {
  const region = fc.integer({ min: 1, max: 10 }).chain((size) =>
    fc.record({
      grades: fc.array(fc.option(fc.constantFrom(...GRADES)), { minLength: size, maxLength: size }),
      borders: fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 15 }),
      order: fc.shuffledSubarray(
        Array.from({ length: size }, (_, place) => place),
        { minLength: size, maxLength: size },
      ),
    }),
  );
  const rule = fc
    .record(
      {
        at_least: fc.integer({ min: 1, max: 6 }),
        contiguous: fc.integer({ min: 2, max: 5 }),
        share: fc.double({ min: 0.1, max: 1, noNaN: true }),
      },
      { requiredKeys: [] },
    )
    .filter((counts) => Object.keys(counts).length > 0)
    .map((counts) => RegionalRule.parse(counts));
  /** The cities in the given order, each with the grade that belongs to it. */
  const arranged = (
    { grades, borders }: { grades: readonly (Grade | null)[]; borders: readonly (readonly [number, number])[] },
    order: readonly number[],
  ) => ({
    cities: order.map((city) => ({
      id: `city-${city}`,
      neighbours: borders.flatMap(([a, b]) => (a === city ? [order.indexOf(b)] : b === city ? [order.indexOf(a)] : [])),
    })),
    grades: order.map((city) => grades[city] ?? null),
  });

  it('[GRA-14] the order of the cities makes no difference, to the reasons either', () => {
    fc.assert(
      fc.property(rule, region, (counts, drawn) => {
        const plain = arranged(
          drawn,
          [...drawn.order].sort((a, b) => a - b),
        );
        const mixed = arranged(drawn, drawn.order);
        expect(regionalGrade(counts, mixed.cities, mixed.grades)).toEqual(
          regionalGrade(counts, plain.cities, plain.grades),
        );
      }),
    );
  });

  it('[GRA-17] raising any city never lowers the region', () => {
    fc.assert(
      fc.property(rule, region, fc.nat(), fc.constantFrom(...GRADES), (counts, drawn, at, to) => {
        const { cities, grades } = arranged(drawn, drawn.order);
        const place = at % grades.length;
        const raised = grades.map((grade, index) =>
          index === place && rankOf(to) > rankOf(grade ?? 'none') ? to : grade,
        );
        const before = rankOf(regionalGrade(counts, cities, grades).grade);
        expect(rankOf(regionalGrade(counts, cities, raised).grade)).toBeGreaterThanOrEqual(before);
      }),
    );
  });
});
