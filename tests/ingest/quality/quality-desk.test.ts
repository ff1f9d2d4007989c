import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../domain/air/reading.ts';
import { station } from '../samples.ts';
import { brief, deskOf, HOUR_MS, hourOf, NOON, type RegionOptions, STATIONS } from './region.ts';

/** Takes the readings one by one, as they come. */
function taken(readings: readonly Reading[], options: RegionOptions = {}) {
  const { desk, counters } = deskOf(options);
  const all = readings.map((reading) => desk.take([reading]));
  return {
    usable: all.map(({ usable }) => usable.map(brief)),
    changes: all.flatMap(({ changes }) => changes),
    counts: Object.fromEntries(
      [...counters.entries()].map(({ test, severity, count }) => [`${test}:${severity}`, count]),
    ),
  };
}

describe('quality desk', () => {
  it('[QC-17] hands on a good reading as it is, whatever its period', () => {
    const { desk } = deskOf();
    for (const periodS of [0, 60, 3600, 86_400]) {
      const reading = { ...hourOf('a', 0, { pm25: 20, rh: 50 }), periodS, seq: 3 };
      expect(desk.take([reading]).usable[0]).toBe(reading);
    }
  });

  it('[QC-17] leaves out what a flag or a failed test keeps out, and the flags with it', () => {
    const flagged = hourOf('a', 0, { pm25: 20, o3: 40, so2: 9_999 }, { o3: 'C', no2: 'D' });
    const { desk } = deskOf();
    expect(desk.take([flagged]).usable).toEqual([{ ...flagged, values: { pm25: 20 }, flags: {} }]);
    const minute = { ...hourOf('a', 0, { pm25: 5_000 }), periodS: 60 };
    expect(desk.take([minute]).usable).toEqual([{ ...minute, values: {} }]);
  });

  it('[QC-17] policy is data: a flag may count, a suspect value may be left out', () => {
    const reading = hourOf('a', 0, { pm25: 600, o3: 40 }, { o3: 'M' });
    const limits = { flags: { M: { excluded: false } }, exclude: ['suspect' as const, 'fail' as const] };
    expect(taken([reading], { limits }).usable).toEqual([['a@0 {}']]);
    expect(taken([reading], { limits: { flags: { M: { excluded: false } } } }).usable).toEqual([
      ['a@0 {"pm25":600,"o3":40}'],
    ]);
  });

  it('[QC-17] a peak goes out as it came, and again without the value when the next hour shows it', () => {
    const { usable, changes } = taken(
      [40, 300, 50].map((pm25, hour) => hourOf('a', hour, { pm25, o3: 30 + 5 * hour })),
    );
    expect(usable).toEqual([
      ['a@0 {"pm25":40,"o3":30}'],
      ['a@1 {"pm25":300,"o3":35}'],
      ['a@1 {"o3":35}', 'a@2 {"pm25":50,"o3":40}'],
    ]);
    expect(changes.at(-1)).toMatchObject({
      station: 'a',
      at: NOON + HOUR_MS,
      periodS: 3600,
      group: 'hours',
      measured: { pm25: 300, o3: 35 },
    });
    expect(changes.at(-1)?.verdicts.map(({ test, severity }) => `${test}:${severity}`)).toEqual([
      'step:suspect',
      'spike:fail',
    ]);
  });

  it('[QC-16] only what is not good is kept, and a doubt that is lifted is taken back', () => {
    expect(taken([20, 22, 25].map((pm25, hour) => hourOf('a', hour, { pm25 }))).changes).toEqual([]);
    const corrected = [...[40, 300, 50].map((pm25, hour) => hourOf('a', hour, { pm25 })), hourOf('a', 1, { pm25: 45 })];
    const { changes, usable } = taken(corrected);
    expect(changes.at(-1)).toMatchObject({ at: NOON + HOUR_MS, verdicts: [], measured: { pm25: 45 } });
    expect(usable.at(-1)).toEqual(['a@1 {"pm25":45}']);
  });

  it('[QC-16] the same reading again changes nothing', () => {
    const { desk } = deskOf();
    const readings = [40, 300, 50].map((pm25, hour) => hourOf('a', hour, { pm25 }));
    desk.take(readings);
    const again = desk.take(readings);
    expect(again.changes).toEqual([]);
    expect(again.usable.map(brief)).toEqual(['a@0 {"pm25":40}', 'a@1 {}', 'a@2 {"pm25":50}']);
  });

  it('[QC-18] hours are compared among stations when one is two hours on', () => {
    const round = (hour: number, own: number) =>
      ['a', 'b', 'c', 'd'].map((id) => hourOf(id, hour, { pm25: id === 'a' ? own : 50 + hour }));
    const { usable, changes } = taken([...round(0, 300), ...round(1, 51), hourOf('far', 2, { pm25: 9 })]);
    expect(usable.flat().filter((one) => one.startsWith('a@0'))).toEqual(['a@0 {"pm25":300}', 'a@0 {}']);
    expect(usable.at(-1)).toEqual(['a@0 {}', 'far@2 {"pm25":9}']);
    expect(changes.filter(({ group }) => group === 'stations')).toMatchObject([
      { station: 'a', at: NOON, verdicts: [{ test: 'spatial', severity: 'fail' }] },
    ]);
  });

  it('[QC-18] a straggler is compared when it comes, and so are those around it', () => {
    const { desk } = deskOf();
    desk.take(['a', 'b', 'c'].map((id) => hourOf(id, 0, { pm25: id === 'a' ? 300 : 50 })));
    expect(desk.take([hourOf('b', 2, { pm25: 50 })]).usable.map(brief)).toEqual(['b@2 {"pm25":50}']);
    // With its third neighbour the hour of `a` can be judged.
    expect(desk.take([hourOf('d', 0, { pm25: 52 })]).usable.map(brief)).toEqual(['d@0 {"pm25":52}', 'a@0 {}']);
    expect(desk.take([hourOf('a', 0, { pm25: 55 })]).usable.map(brief)).toEqual(['a@0 {"pm25":55}']);
  });

  it('[QC-18] background stations are compared with nobody', () => {
    const readings = ['bg', 'a', 'b', 'c', 'd'].map((id) => hourOf(id, 0, { pm25: id === 'bg' ? 300 : 50 }));
    expect(taken([...readings, hourOf('far', 2, {})]).changes).toEqual([]);
  });

  it('[QC-18] stations are compared by what counts: calibrated values', () => {
    const readings = ['a', 'b', 'c', 'd'].map((id) => hourOf(id, 0, { pm25: id === 'a' ? 300 : 50 }));
    const calibrations = [
      { station: 'a', parameter: 'pm25', valid_from: 0, factor: 0.2, offset: -5, reason: 'drift' } as const,
    ];
    const { changes, usable } = taken([...readings, hourOf('far', 2, {})], { calibrations });
    expect(changes).toEqual([]);
    expect(usable[0]).toEqual(['a@0 {"pm25":55}']);
  });

  it('[QC-3] an instrument that ends earlier or reaches further has its own upper limit', () => {
    const stations = [
      station({ id: 'low', fullScale: { pm25: 200 } }),
      station({ id: 'high', fullScale: { pm10: 5000 } }),
    ];
    const readings = [
      hourOf('low', 0, { pm25: 201 }),
      hourOf('low', 1, { pm25: 200 }),
      hourOf('high', 0, { pm10: 4999 }),
    ];
    expect(taken(readings, { stations }).usable).toEqual([
      ['low@0 {}'],
      ['low@1 {"pm25":200}'],
      ['high@0 {"pm10":4999}'],
    ]);
  });

  it('[QC-8] a station that measures by scattered light is known from the registry', () => {
    const stations = [station({ id: 'light', opticalPm: true }), station({ id: 'beta' })];
    const { counts } = taken([hourOf('light', 0, { pm25: 80, rh: 95 }), hourOf('beta', 0, { pm25: 80, rh: 95 })], {
      stations,
    });
    expect(counts).toEqual({ 'humidity:suspect': 1, 'humidity:fail': 0 });
  });

  it('[QC-9] the calibration history tells how old the last calibration is', () => {
    const day = 24 * HOUR_MS;
    const entry = { station: 'a', parameter: 'o3', factor: 1, offset: 0, reason: 'routine' } as const;
    const calibrations = [
      { ...entry, valid_from: NOON - 40 * day, valid_to: NOON, calibrated_at: NOON - 40 * day },
      { ...entry, valid_from: NOON, calibrated_at: NOON },
    ];
    const { counts } = taken([hourOf('a', 0, { o3: 30 }), hourOf('a', -1, { o3: 35 }), hourOf('a', 2, { o3: 40 })], {
      calibrations,
    });
    expect(counts).toEqual({ 'calibration:suspect': 1, 'calibration:fail': 0 });
  });

  it('[QC-12] a decision holds for what comes later, too', () => {
    const { desk, overrules } = deskOf();
    const decision = { station: 'a', at: NOON + HOUR_MS, periodS: 3600, parameter: 'pm25' } as const;
    overrules.add({ ...decision, decision: 'accept', reason: 'fire next door', by: 'li', decidedAt: 1 });
    const readings = [40, 300, 50].map((pm25, hour) => hourOf('a', hour, { pm25 }));
    expect(desk.take(readings).usable.map(brief)).toEqual(['a@0 {"pm25":40}', 'a@1 {"pm25":300}', 'a@2 {"pm25":50}']);
  });

  it('keeps nothing of stations that send no hours, and a bounded number of hours of those that do', () => {
    const { desk } = deskOf();
    const before = process.memoryUsage().arrayBuffers;
    for (let minute = 0; minute < 10_000; minute += 1) {
      desk.take([{ ...hourOf('far', 0, { pm25: 20 }), periodS: 60, at: NOON + minute * 60_000 }]);
    }
    for (let hour = 0; hour < 2_000; hour += 1) desk.take([hourOf('a', hour, { pm25: hour % 50 === 0 ? 900 : 40 })]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(STATIONS.length * 10_000);
  });
});
