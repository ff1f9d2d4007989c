import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { POLLUTANTS } from '../../../../domain/air/parameter.ts';
import { LATE_HOURS, StationHistory } from '../../../../domain/air/quality/station-history.ts';
import { FLAGS, type Reading } from '../../../../domain/air/reading.ts';
import { brief, checkReading, defaults, finalVerdicts, hourly, OFFSET_MS } from './hourly-series.ts';

/** Few distinct values, so that steps, peaks, runs and impossible values all happen. */
const value = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(1, 3, 60, 60.2, 300) },
  fc.double({ min: -10, max: 1200, noNaN: true }),
);
const values = fc.record(
  { pm25: value, pm10: value, so2: value, o3: value, co: value, rh: fc.constantFrom(50, 95) },
  { requiredKeys: [] },
);
const flags = fc.oneof(
  { weight: 5, arbitrary: fc.constant({}) },
  fc.dictionary(fc.constantFrom(...POLLUTANTS), fc.constantFrom(...FLAGS), { maxKeys: 2 }),
);
const hours = fc
  .array(fc.option(fc.tuple(values, flags), { freq: 6 }), { minLength: 1, maxLength: 60 })
  .map((slots) => slots.flatMap((slot, hour) => (slot === null ? [] : [hourly(hour, ...slot)])));

describe('history', () => {
  it('[QC-11] any order within the day allowed gives the same verdicts as the order of time', () => {
    const delayed = hours.chain((readings) =>
      fc.tuple(
        fc.constant(readings),
        fc.array(fc.nat(LATE_HOURS - 1), { minLength: readings.length, maxLength: readings.length }),
      ),
    );
    fc.assert(
      fc.property(delayed, ([readings, delays]) => {
        const arrival = (index: number) => (readings[index]?.at ?? 0) + (delays[index] ?? 0) * 3_600_000;
        const order = readings.map((_, index) => index).sort((a, b) => arrival(a) - arrival(b));
        const late = order.flatMap((index) => readings[index] ?? []);
        const sorted = (list: readonly Reading[]) =>
          finalVerdicts(list, { traits: { opticalPm: true } })
            .map((verdict) => JSON.stringify(verdict))
            .sort();
        expect(sorted(late)).toEqual(sorted(readings));
      }),
      { numRuns: 300 },
    );
  });

  it('[QC-11] what comes later than a day is judged by itself and disturbs nobody', () => {
    const history = new StationHistory({ limits: defaults, utcOffsetMs: OFFSET_MS });
    checkReading(history, hourly(0, { pm25: 20 }));
    checkReading(history, hourly(1, { pm25: 25 }));
    checkReading(history, hourly(25, { pm25: 30 }));
    const late = checkReading(history, hourly(1, { pm25: 800 }));
    expect(late.map(brief)).toEqual(['1:range:suspect']);
    expect(history.value('pm25', history.hourOf(hourly(1, {}).at))).toBe(25);
    expect(history.push(hourly(2, { pm25: 26 }))).toBe(true);
  });

  it('[QC-11] an hour sent again replaces itself, with its verdicts', () => {
    expect(finalVerdicts([20, 400, 25].map((pm25, hour) => hourly(hour, { pm25 }))).map(brief)).toContain(
      '1:spike:fail',
    );
    expect(
      finalVerdicts([
        hourly(0, { pm25: 20 }),
        hourly(1, { pm25: 400 }),
        hourly(2, { pm25: 25 }),
        hourly(1, { pm25: 22 }),
      ]),
    ).toEqual([]);
  });

  it('[QC-11] a late hour that closes a gap joins the run on both its sides', () => {
    const equal = (hour: number) => hourly(hour, { pm25: 55.4 });
    const found = finalVerdicts([equal(0), equal(1), equal(3), equal(4), equal(2)]).map(brief);
    expect(found).toEqual(['3:flat_line:suspect', '4:flat_line:suspect']);
  });

  it('[QC-1] neither reading nor values are ever changed', () => {
    fc.assert(
      fc.property(hours, (readings) => {
        const before = structuredClone(readings);
        for (const reading of readings) {
          Object.freeze(reading.values);
          Object.freeze(reading.flags);
          Object.freeze(reading);
        }
        finalVerdicts(readings);
        expect(readings).toEqual(before);
      }),
      { numRuns: 50 },
    );
  });

  it('[QC-1] a value that is flagged out or impossible takes part in no run, step or peak', () => {
    const calibrating = [20, 21, 400, 22, 23].map((pm25, hour) =>
      hourly(hour, { pm25 }, hour === 2 ? { pm25: 'C' } : {}),
    );
    expect(finalVerdicts(calibrating).map(brief)).toEqual(['2:flag:suspect']);
    const impossible = [20, 21, 5000, 22, 23].map((pm25, hour) => hourly(hour, { pm25 }));
    expect(finalVerdicts(impossible).map(brief)).toEqual(['2:range:fail']);
    const stuck = [0, 1, 2, 3, 4].map((hour) => hourly(hour, { pm25: 50 }, hour === 2 ? { pm25: 'M' } : {}));
    expect(finalVerdicts(stuck).map(brief)).toEqual(['2:flag:suspect']);
  });

  it('compares to a thousandth, gives the reading back as it came, and forgets after two days', () => {
    const history = new StationHistory({ limits: defaults, utcOffsetMs: OFFSET_MS });
    const first = hourly(0, { pm25: 963.2904, pm10: 1e9 }, { pm10: 'T' });
    const hour = history.hourOf(first.at);
    const of = { station: first.station, city: first.city };
    history.push({ ...first, at: first.at + 2_000, seq: 7 });
    expect(history.value('pm25', hour)).toBe(963.29);
    expect(history.value('so2', hour)).toBeNaN();
    expect(history.value('pm25', hour + 1)).toBeNaN();
    expect(history.reading(hour, of)).toEqual({ ...first, at: first.at + 2_000, seq: 7 });
    expect(history.reading(hour + 1, of)).toBeUndefined();
    history.push(first);
    history.push(hourly(47, { pm25: 1 }));
    expect(history.reading(hour, of)).toEqual(first);
    history.push(hourly(48, { pm25: 1 }));
    expect(history.value('pm25', hour)).toBeNaN();
    expect(history.reading(hour, of)).toBeUndefined();
    expect([hour, hour + 20, hour + 47, hour + 48].map((at) => history.has(at))).toEqual([false, false, true, true]);
  });
});
