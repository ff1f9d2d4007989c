import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Evaluator } from '../../alerting/evaluation/evaluator.ts';
import type { Reading } from '../../domain/air/reading.ts';
import { type Alert, type AlertEvent, applyAlertEvent } from '../../domain/alert/alert.ts';
import { Rule } from '../../domain/rule/rule.ts';
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

  it('[EVA-4] a reading of a closed hour is counted as late; beyond the window it is not judged', () => {
    const evaluator = new Evaluator(options([CITY_RULE], { windowHours: 24 }));
    evaluator.judge([...everywhere(1, 10), ...everywhere(30, 10)]);
    const late = evaluator.judge([hourly('a1', 1, { pm25: 500 }), hourly('a1', 20, { pm25: 500 })]);
    expect(late).toMatchObject({ late: 2, tooLate: 1 });
    expect(told(late.alerts)).toEqual(['20 raised city-pm25 a']);
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
        [70, 80, 90, 100, 110, 120].map((minute) => part(minute, 170)),
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

  it('[ALE-1] at most one alert of a rule on a subject is open, whatever comes in whatever order', () => {
    const series = fc.array(fc.record({ hour: fc.nat(12), station: fc.nat(3), pm25: fc.nat(300) }), { maxLength: 60 });
    fc.assert(
      fc.property(series, (items) => {
        const evaluator = new Evaluator(options([CITY_RULE, STATION_RULE]));
        const alerts = new Map<string, Alert>();
        for (const { hour, station, pm25 } of items) {
          const reading = hourly(STATIONS[station]?.id ?? '', hour, { pm25 });
          for (const event of evaluator.judge([reading]).alerts) {
            alerts.set(event.data.alert, applyAlertEvent(alerts.get(event.data.alert), event));
          }
          const open = [...alerts.values()].filter(({ state }) => state === 'raised');
          expect(new Set(open.map(({ rule, subject }) => `${rule} ${subject.id}`)).size).toBe(open.length);
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

  it('[RUL-6] hours that are told again change nothing, a changed value of a judged one is judged', () => {
    const evaluator = new Evaluator(options([STATION_RULE]));
    const hours = [1, 2, 3].map((hour) => hourly('b1', hour, { pm25: 200 }));
    expect(judgeAll(evaluator, hours)).toEqual(['2 raised station-pm25 b1']);
    expect(judgeAll(evaluator, hours)).toEqual([]);
    expect(judgeAll(evaluator, [hourly('b1', 2, { pm25: 20 })])).toEqual(['3 withdrawn station-pm25 b1']);
  });

  it('[ALE-6] a correction names its alert, what it is now and from where the data changed', () => {
    const evaluator = new Evaluator(options([CITY_RULE]));
    evaluator.judge([...everywhere(1, 200), ...everywhere(2, 50), ...everywhere(3, 50)]);
    const [longer] = evaluator.judge([hourly('b1', 2, { pm25: 180 })]).alerts;
    expect(longer).toMatchObject({
      type: 'alert.corrected',
      at: MIDNIGHT + 3 * HOUR,
      data: {
        alert: 'city-pm25:city:b:2026-11-21T17:00Z',
        returnedAt: MIDNIGHT + 3 * HOUR,
        changedFrom: MIDNIGHT + 2 * HOUR,
      },
    });
    const [higher] = evaluator.judge([hourly('b1', 1, { pm25: 300 })]).alerts;
    expect(higher).toMatchObject({ type: 'alert.corrected', data: { value: 300 } });
    const [gone, ...more] = evaluator.judge([hourly('b1', 1, { pm25: 10 }), hourly('b1', 2, { pm25: 10 })]).alerts;
    expect(gone).toMatchObject({ type: 'alert.withdrawn', data: { alert: 'city-pm25:city:b:2026-11-21T17:00Z' } });
    expect(more).toEqual([]);
  });

  it('[ALE-7] every raise and return carries how its condition was judged', () => {
    const evaluator = new Evaluator(options([CITY_RULE]));
    const events = evaluator.judge([...everywhere(1, 200), ...everywhere(2, 50)]).alerts;
    expect(events.map(({ type, data }) => [type, 'explanation' in data && data.explanation])).toEqual(
      [1, 2].flatMap((hour) =>
        ['a', 'b'].map(() => [
          hour === 1 ? 'alert.raised' : 'alert.returned',
          expect.objectContaining({
            kind: 'threshold',
            quantity: 'pm25',
            value: hour === 1 ? 200 : 50,
            limit: hour === 1 ? 150 : 100,
          }),
        ]),
      ),
    );
    const trace = evaluator.explain({ rule: 'city-pm25', subject: { kind: 'city', id: 'a' }, hours: 5 });
    expect(trace).toMatchObject([
      { at: MIDNIGHT + 2 * HOUR, open: false, judgement: { value: 50 } },
      { at: MIDNIGHT + HOUR, open: true, judgement: { value: 200, reason: 'above' } },
    ]);
  });

  it('[EVA-12] judges single readings as they come, and tells nothing twice after a restart', () => {
    const rule = Rule.parse({
      id: 'gust',
      on: 'station',
      when: { kind: 'threshold', quantity: 'pm25', over: 'instant', above: 150, clear: 100 },
      for_minutes: 2,
      priority: 1,
      message: { zh: '{value}', en: '{value}' },
    });
    const minute = (n: number, pm25: number): Reading => ({
      ...hourly('b1', 0, { pm25 }),
      at: MIDNIGHT + n * 60_000,
      periodS: 60,
    });
    const first = [minute(1, 160), minute(2, 160), minute(4, 90), minute(3, 500), minute(5, 151), minute(6, 200)];
    const rest = [minute(7, 170), minute(8, 120), minute(9, 99.9)];
    const at = (event: AlertEvent) => `${(event.at - MIDNIGHT) / 60_000} ${event.type}`;
    const evaluator = new Evaluator(options([rule]));
    const said = evaluator.judge([...first, minute(7, 170)]).alerts;
    expect(said.map(at)).toEqual(['7 alert.raised']);
    const again = new Evaluator(options([rule]));
    const alerts = said.map((event) => applyAlertEvent(undefined, event));
    again.restore({ judgedThrough: Number.NEGATIVE_INFINITY, evaluateFrom: Number.NEGATIVE_INFINITY, alerts });
    expect(again.judge([...first.filter((reading) => reading.values.pm25 !== 500), ...rest]).alerts.map(at)).toEqual([
      '9 alert.returned',
    ]);
  });

  it('fills the message in both languages', () => {
    const evaluator = new Evaluator(options([CITY_RULE]));
    evaluator.judge([hourly('a1', 1, { pm25: 200 })]);
    const [event] = evaluator.judge([hourly('a2', 1, { pm25: 201 })]).alerts;
    expect(event?.data).toMatchObject({
      message: { zh: '甲市 PM₂.₅ 200.5 µg/m³', en: 'A City PM₂.₅ 200.5 µg/m³' },
      value: 200.5,
      limit: 150,
      reason: 'above',
    });
  });
});
