import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../domain/air/reading.ts';
import { absentSince, type ExpectedInterval, expectInterval } from '../../../ingest/accounts/expected-interval.ts';

const T = Date.UTC(2026, 10, 22);
const HOUR = 3600;

/** Seconds after T and length of the period. */
function follow(readings: readonly (readonly [atS: number, periodS: number])[]) {
  let known: ExpectedInterval = {};
  let lastAt: number | undefined;
  for (const [atS, periodS] of readings) {
    const at = T + atS * 1000;
    const reading: Reading = { station: 's', city: 'c', at, periodS, values: { pm25: 1 }, flags: {} };
    known = expectInterval(known, reading, lastAt);
    lastAt = Math.max(lastAt ?? at, at);
  }
  return { ...known, lastAt: lastAt ?? T };
}

describe('the expected interval', () => {
  it('[ABS-1] is the shortest period that keeps coming', () => {
    expect(follow([[HOUR, HOUR]]).intervalS).toBe(HOUR);
    const mixed = Array.from({ length: 130 }, (_, n) => [60 * (n + 1), (n + 1) % 60 === 0 ? HOUR : 60] as const);
    expect(follow(mixed).intervalS).toBe(60);
    // Hours go on, minutes have ended.
    expect(follow([...mixed, [4 * HOUR, HOUR]]).intervalS).toBe(60);
    expect(follow([...mixed, [4 * HOUR, HOUR], [5 * HOUR, HOUR]]).intervalS).toBe(HOUR);
  });

  it('[ABS-1] is not changed by old readings that come late', () => {
    expect(
      follow([
        [10 * HOUR, HOUR],
        [2 * HOUR, 60],
      ]).intervalS,
    ).toBe(HOUR);
  });

  it('[ABS-1] is the distance between instants', () => {
    expect(follow([[30, 0]]).intervalS).toBeUndefined();
    expect(
      follow([
        [30, 0],
        [60, 0],
      ]).intervalS,
    ).toBe(30);
    expect(
      follow([
        [30, 0],
        [60, 0],
        [360, 0],
      ]).intervalS,
    ).toBe(300);
  });
});

describe('absence', () => {
  it('[ABS-2] begins after more than two intervals, and counts from when the next reading was due', () => {
    const known = { intervalS: HOUR, intervalAt: T, lastAt: T };
    expect(absentSince(known, T + 2 * HOUR * 1000)).toBeUndefined();
    expect(absentSince(known, T + 2 * HOUR * 1000 + 1)).toBe(T + HOUR * 1000);
  });

  it('[ABS-2] takes an hour for a station of unknown interval', () => {
    expect(absentSince({ lastAt: T }, T + 2 * HOUR * 1000 + 1)).toBe(T + HOUR * 1000);
    expect(absentSince({}, T)).toBeUndefined();
  });
});
