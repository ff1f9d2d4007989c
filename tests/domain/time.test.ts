import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dayOf,
  dayOfPeriodEnd,
  dayStart,
  dayStartOfPeriodEnd,
  formatIso,
  hourLabelOf,
  hourOf,
  parseDay,
  parseIso,
} from '../../domain/time.ts';

const midnight = Date.UTC(2026, 1, 28, 16); // 2026-03-01 00:00 +08:00
const instants = fc.integer({ min: Date.UTC(1800, 0, 1), max: Date.UTC(2200, 0, 1) });

describe('natural day', () => {
  it('[IDX-19] begins at midnight +08:00, whatever the instant', () => {
    expect(dayOf(midnight)).toBe('2026-03-01');
    expect(dayOf(midnight - 1)).toBe('2026-02-28');
    expect(dayStart(midnight + 5)).toBe(midnight);
    expect(dayStart(midnight - 1)).toBe(midnight - 86_400_000);
    expect([hourOf(midnight), hourOf(midnight - 1)]).toEqual([0, 23]);
    expect(hourOf(-1)).toBe(7);
  });

  it('[IDX-19] keeps a period that ends at 24:00 in the day that ends then, labelled 24', () => {
    expect(dayOfPeriodEnd(midnight)).toBe('2026-02-28');
    expect(dayStartOfPeriodEnd(midnight)).toBe(midnight - 86_400_000);
    expect(hourLabelOf(midnight)).toBe(24);
    expect(hourLabelOf(midnight + 3_600_000)).toBe(1);
  });

  it('[IDX-19] dayStart is the start of the day that dayOf names', () => {
    fc.assert(
      fc.property(instants, (at) => {
        expect(parseDay(dayOf(at))).toBe(dayStart(at));
      }),
    );
  });
});

describe('timestamps', () => {
  it('[IDX-20] agree with the platform on every instant it can write', () => {
    fc.assert(
      fc.property(instants, (at) => {
        expect(parseIso(new Date(at).toISOString())).toBe(at);
        expect(parseIso(formatIso(at))).toBe(at);
      }),
    );
    expect(formatIso(midnight)).toBe('2026-03-01T00:00:00+08:00');
    expect(formatIso(midnight + 7)).toBe('2026-03-01T00:00:00.007+08:00');
  });

  it.each([
    ['2026-11-22T14:00:00+08:00', Date.UTC(2026, 10, 22, 6)],
    ['2026-11-22T14:00+08:00', Date.UTC(2026, 10, 22, 6)],
    ['2022-11-01T00:00:00+05:30', Date.UTC(2022, 9, 31, 18, 30)],
    ['2024-02-29T23:59:59.5-00:30', Date.UTC(2024, 2, 1, 0, 29, 59, 500)],
    ['2024-02-29T00:00:00.123456Z', Date.UTC(2024, 1, 29, 0, 0, 0, 123)],
    ['0001-01-01T00:00:00Z', -62_135_596_800_000],
  ])('[IDX-20] reads %s', (text, at) => expect(parseIso(text)).toBe(at));

  it.each([
    '2026-11-22T14:00:00',
    '2026-11-22 14:00:00+08:00',
    '2026-11-22T24:00:00+08:00',
    '2026-11-22T14:60:00+08:00',
    '2026-11-22T14:00:60+08:00',
    '2025-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-11-00T00:00:00Z',
    '2026-11-22T14:00:00+0800',
    '2026-11-22T14:00:00+24:00',
    '2026-11-22T14:00:00Z ',
    '2026-11-22T14:00:00.Z',
    '2026-11-22T14:00:00.1234567890Z',
    '2026-11-22t14:00:00z',
    '2026/11/22T14:00:00Z',
    '1764000000000',
    '',
  ])('[IDX-20] refuses "%s"', (text) => expect(parseIso(text)).toBeNull());

  it('[IDX-20] never takes one changed character for granted: what it reads, the platform reads the same', () => {
    const valid = '2026-11-22T14:05:09.250+08:00';
    fc.assert(
      fc.property(fc.nat(valid.length - 1), fc.constantFrom(...'0123456789:-+.TZ '), (at, char) => {
        const text = valid.slice(0, at) + char + valid.slice(at + 1);
        const read = parseIso(text);
        if (read !== null) expect(read).toBe(Date.parse(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('[IDX-20] reads a day strictly', () => {
    expect(parseDay('2026-03-01')).toBe(midnight);
    for (const text of ['2026-3-1', '2026-02-30', '20260301', '2026-03-01T', '']) expect(parseDay(text)).toBeNull();
  });
});
