import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Evaluator } from '../../alerting/evaluation/evaluator.ts';
import type { Reading } from '../../domain/air/reading.ts';
import { CITY_RULE, HOUR, hourly, MIDNIGHT, options, STATION_RULE, STATIONS, told } from './region.ts';

/** Everything the evaluator says of the readings, one judge call each. */
function judgeAll(evaluator: Evaluator, readings: Iterable<Reading>): string[] {
  const said: string[] = [];
  for (const reading of readings) said.push(...told(evaluator.judge([reading]).alerts));
  return said;
}

/** One hour of the whole region with the same value everywhere. */
function everywhere(hour: number, pm25: number): Reading[] {
  return STATIONS.map(({ id }) => hourly(id, hour, { pm25 }));
}

describe('evaluator', () => {
  it('[EVA-1] judges a city when its last counting station is in, without waiting for the background station', () => {
    const evaluator = new Evaluator(options([CITY_RULE]));
    expect(judgeAll(evaluator, [hourly('a1', 1, { pm25: 200 })])).toEqual([]);
    expect(judgeAll(evaluator, [hourly('a2', 1, { pm25: 180 })])).toEqual(['1 raised city-pm25 a']);
  });

  it('[EVA-1] judges the hours of a city in order: a complete one waits for an older open one', () => {
    const evaluator = new Evaluator(options([CITY_RULE]));
    const early = [hourly('a1', 1, { pm25: 200 }), hourly('a1', 2, { pm25: 50 }), hourly('a2', 2, { pm25: 50 })];
    expect(judgeAll(evaluator, early)).toEqual([]);
    expect(judgeAll(evaluator, [hourly('a2', 1, { pm25: 200 })])).toEqual([
      '1 raised city-pm25 a',
      '2 returned city-pm25 a',
    ]);
  });

  it('[RUL-7] takes the mean of valid stations and leaves the background station out', () => {
    const evaluator = new Evaluator(options([CITY_RULE]));
    const clean = [hourly('a0', 1, { pm25: 900 }), hourly('a1', 1, { pm25: 140 }), hourly('a2', 1, { pm25: 159 })];
    expect(judgeAll(evaluator, clean)).toEqual([]);
    const flagged = [hourly('a1', 2, { pm25: 20 }, { pm25: 'D' }), hourly('a2', 2, { pm25: 160 })];
    expect(judgeAll(evaluator, flagged)).toEqual(['2 raised city-pm25 a']);
  });

  it('[EVA-2] closes an hour that a station never delivered when a reading two hours newer arrives', () => {
    const evaluator = new Evaluator(options([CITY_RULE]));
    expect(judgeAll(evaluator, [hourly('a1', 1, { pm25: 200 }), hourly('a1', 2, { pm25: 200 })])).toEqual([]);
    expect(judgeAll(evaluator, [hourly('b1', 3, { pm25: 10 })])).toEqual(['1 raised city-pm25 a']);
    expect(evaluator.closedThrough).toBe(MIDNIGHT + HOUR);
  });

  it('[EVA-4] counts a reading of a closed hour as late and judges it no more', () => {
    const evaluator = new Evaluator(options([CITY_RULE, STATION_RULE]));
    evaluator.judge([...everywhere(1, 10)]);
    evaluator.closeHours(MIDNIGHT + HOUR);
    const late = evaluator.judge([hourly('a1', 1, { pm25: 500 })]);
    expect(late).toEqual({ alerts: [], closed: [], late: 1, touched: new Set() });
  });

  it('[EVA-3] closing by the clock judges what is there', () => {
    const evaluator = new Evaluator(options([CITY_RULE]));
    evaluator.judge([hourly('a1', 1, { pm25: 200 })]);
    expect(told(evaluator.closeHours(MIDNIGHT + HOUR).alerts)).toEqual(['1 raised city-pm25 a']);
    expect(evaluator.openHours).toEqual([]);
  });

  it('[EVA-6] makes the hour of a station that reports every ten minutes', () => {
    const evaluator = new Evaluator(options([{ ...STATION_RULE, for_hours: 1 }]));
    const part = (minute: number, pm25: number): Reading => ({
      ...hourly('b1', 1, { pm25 }),
      at: MIDNIGHT + minute * 60_000,
      periodS: 600,
    });
    const parts = [10, 20, 30, 40, 50].map((minute) => part(minute, 160));
    expect(judgeAll(evaluator, [...parts, ...parts])).toEqual([]);
    expect(judgeAll(evaluator, [part(60, 100)])).toEqual([]); // the mean is exactly 150
    expect(
      judgeAll(
        evaluator,
        [60, 70, 80, 90, 100, 110, 120].map((minute) => part(minute, 170)),
      ),
    ).toEqual(['2 raised station-pm25 b1']);
  });

  it('[EVA-6] 40 minutes are not an hour, 50 are', () => {
    const evaluator = new Evaluator(options([{ ...STATION_RULE, for_hours: 1 }]));
    const part = (minute: number): Reading => ({
      ...hourly('b1', 1, { pm25: 300 }),
      at: MIDNIGHT + minute * 60_000,
      periodS: 600,
    });
    evaluator.judge([10, 20, 30, 40].map(part));
    expect(evaluator.closeHours(MIDNIGHT + HOUR).alerts).toEqual([]);
    evaluator.judge([70, 80, 90, 100, 110].map(part));
    expect(told(evaluator.closeHours(MIDNIGHT + 2 * HOUR).alerts)).toEqual(['2 raised station-pm25 b1']);
  });

  it('keeps hours on the grid of a half-hour zone', () => {
    const evaluator = new Evaluator({ ...options([STATION_RULE]), utcOffsetMs: 5.5 * HOUR });
    evaluator.judge([{ ...hourly('b1', 1, { pm25: 1 }), at: MIDNIGHT + HOUR / 2 }]);
    expect(evaluator.openHours).toEqual([MIDNIGHT + HOUR / 2]);
  });

  it('[ALE-1] never raises twice without a return between', () => {
    const series = fc.array(fc.record({ hour: fc.nat(12), station: fc.nat(3), pm25: fc.nat(300) }), { maxLength: 60 });
    fc.assert(
      fc.property(series, (items) => {
        const evaluator = new Evaluator(options([CITY_RULE, STATION_RULE]));
        const readings = items.map(({ hour, station, pm25 }) => hourly(STATIONS[station]?.id ?? '', hour, { pm25 }));
        const open = new Set<string>();
        for (const { type, data } of evaluator.judge(readings).alerts) {
          const key = `${data.rule}/${data.subject.id}`;
          expect(open.has(key)).toBe(type === 'alert.returned');
          if (type === 'alert.raised') open.add(key);
          else open.delete(key);
        }
      }),
    );
  });

  it('[EVA-5] repeats and batching change nothing', () => {
    const hours = fc.array(fc.nat(300), { minLength: 3, maxLength: 20 });
    fc.assert(
      fc.property(hours, fc.array(fc.nat(100), { maxLength: 10 }), (values, repeats) => {
        const readings = values.flatMap((pm25, hour) => everywhere(hour, pm25));
        const once = told(new Evaluator(options([CITY_RULE, STATION_RULE])).judge(readings).alerts);
        const repeated = [...readings];
        // A broker sends a run of messages again, right after they came the first time.
        for (const repeat of repeats) {
          const from = repeat % repeated.length;
          repeated.splice(from + 4, 0, ...repeated.slice(from, from + 4));
        }
        expect(judgeAll(new Evaluator(options([CITY_RULE, STATION_RULE])), repeated)).toEqual(once);
      }),
    );
  });

  it('fills the message in both languages', () => {
    const evaluator = new Evaluator(options([CITY_RULE]));
    evaluator.judge([hourly('a1', 1, { pm25: 200 })]);
    const [event] = evaluator.judge([hourly('a2', 1, { pm25: 201 })]).alerts;
    expect(event?.data).toMatchObject({
      message: { zh: '甲市 PM₂.₅ 200.5 µg/m³', en: 'A City PM₂.₅ 200.5 µg/m³' },
      value: 200.5,
      limit: 150,
      reason: 'above_long_enough',
    });
  });
});
