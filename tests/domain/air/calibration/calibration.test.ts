import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CalibrationFile } from '../../../../domain/air/calibration/calibration.ts';
import { CalibrationBook } from '../../../../domain/air/calibration/calibration-book.ts';

const DAY_MS = 86_400_000;
const T0 = Date.parse('2026-01-01T00:00:00+08:00');

function entry(changes: Record<string, unknown> = {}) {
  return { station: 's1', parameter: 'pm25', valid_from: '2026-01-01T00:00:00+08:00', reason: 'audit', ...changes };
}

function faults(...calibrations: object[]): string[] {
  const parsed = CalibrationFile.safeParse({ calibrations });
  return (parsed.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

function apply(entries: object[], at: number, value: number, parameter: 'pm25' | 'wind_dir' = 'pm25') {
  const { calibrations } = CalibrationFile.parse({ calibrations: entries });
  return new CalibrationBook(calibrations).of('s1')?.apply(parameter, at, value);
}

describe('calibration history', () => {
  it('[CAL-1] value * factor + offset, for periods that end after `valid_from` up to `valid_to`', () => {
    const entries = [entry({ factor: 1.1, offset: -2, valid_to: '2026-02-01T00:00:00+08:00' })];
    expect(apply(entries, T0, 50)).toBe(50);
    expect(apply(entries, T0 + 1, 50)).toBe(53);
    expect(apply(entries, T0 + 31 * DAY_MS, 50)).toBe(53);
    expect(apply(entries, T0 + 31 * DAY_MS + 1, 50)).toBe(50);
  });

  it('[CAL-1] the noise of a product of decimals does not carry a value over a limit', () => {
    expect(50 * 1.1).not.toBe(55);
    expect(apply([entry({ factor: 1.1 })], T0 + 1, 50)).toBe(55);
  });

  it('[CAL-1] a direction stays within the circle', () => {
    const turned = entry({ parameter: 'wind_dir', offset: -30 });
    expect(apply([turned], T0 + 1, 10, 'wind_dir')).toBe(340);
    expect(apply([{ ...turned, offset: 350 }], T0 + 1, 20, 'wind_dir')).toBe(10);
  });

  it('[CAL-1] other parameters, other stations and times without an entry are left alone', () => {
    const { calibrations } = CalibrationFile.parse({ calibrations: [entry({ factor: 2 })] });
    const book = new CalibrationBook(calibrations);
    expect(book.of('s1')?.apply('pm10', T0 + 1, 50)).toBe(50);
    expect(book.of('s2')).toBeUndefined();
  });

  it('[CAL-2] entries of one instrument must not overlap', () => {
    const second = entry({ valid_from: '2026-03-01T00:00:00+08:00' });
    expect(faults(entry(), second)).toEqual([
      'calibrations.1.valid_from: overlaps calibrations.0, which is also for pm25 of s1: give that one a `valid_to`',
    ]);
    expect(faults(second, entry({ valid_to: '2026-03-02T00:00:00+08:00' }))).toEqual([
      'calibrations.0.valid_from: overlaps calibrations.1, which is also for pm25 of s1: end that one before this begins',
    ]);
    expect(faults(entry({ valid_to: '2026-03-01T00:00:00+08:00' }), second)).toEqual([]);
    expect(faults(entry(), { ...second, parameter: 'pm10' }, { ...second, station: 's2' })).toEqual([]);
  });

  it('[CAL-2] every fault is told, with its path', () => {
    expect(
      faults(
        entry({ factor: 0, parameter: 'pm2.5' }),
        entry({ valid_from: '2026-01-01', reason: '' }),
        entry({ valid_to: '2025-01-01T00:00:00+08:00', colour: 'red' }),
      ).map((fault) => fault.split(':')[0]),
    ).toEqual([
      'calibrations.0.parameter',
      'calibrations.0.factor',
      'calibrations.1.valid_from',
      'calibrations.1.reason',
      'calibrations.2',
      'calibrations.2.valid_to',
    ]);
    expect(faults(entry({ valid_to: '2025-01-01T00:00:00+08:00' }))).toEqual([
      'calibrations.0.valid_to: must be after `valid_from`',
    ]);
  });

  it('[CAL-2] at any time at most one entry corrects a value, whatever the order of the file', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(cuts, fc.integer({ min: 0, max: 400 * DAY_MS }), (days, after) => {
        const ordered = days.toSorted((a, b) => a - b);
        const entries = ordered.slice(1).map((end, index) => {
          const iso = (day: number) => new Date(T0 + day * DAY_MS).toISOString();
          return entry({ valid_from: iso(ordered[index] ?? 0), valid_to: iso(end), factor: index + 2 });
        });
        const at = T0 + after;
        const place = ordered.findLastIndex((day) => T0 + day * DAY_MS < at);
        const expected = place >= 0 && place < entries.length ? place + 2 : 1;
        expect(apply(entries, at, 1)).toBe(expected);
        expect(apply(entries.toReversed(), at, 1)).toBe(expected);
      }),
    );
  });
});
