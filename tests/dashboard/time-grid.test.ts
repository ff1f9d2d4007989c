import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AXIS_STEPS, axisLabel, axisSplits } from '../../dashboard/charts/time-axis.ts';
import type { Line } from '../../dashboard/charts/time-grid.ts';
import { gridStep, lonePoints, timeGrid } from '../../dashboard/charts/time-grid.ts';

const HOUR = 3_600_000;
const T0 = Date.UTC(2026, 10, 22, 0);
const line = (values: Record<number, number | null>): Line => {
  const rows = new Map(Object.entries(values).map(([hour, value]) => [T0 + Number(hour) * HOUR, value]));
  return { times: rows.keys(), valueAt: (ms) => rows.get(ms) };
};

describe('the time grid', () => {
  it('leaves a hole where an hour is missing or is said to be NA', () => {
    const grid = timeGrid([line({ 1: 5, 2: 6, 4: 8, 5: null, 6: 9 })], T0, T0 + 7 * HOUR, HOUR);
    expect(grid.y).toEqual([[5, 6, null, 8, null, 9, null]]);
    expect(grid.x[0]).toBe((T0 + HOUR) / 1000);
    expect(grid.lastMs).toBe(T0 + 6 * HOUR);
  });

  it('ends where its first line ends, whatever it is compared with', () => {
    const { lastMs } = timeGrid([line({ 1: 5, 2: 6 }), line({ 1: 5, 2: 5, 3: 5 })], T0, T0 + 4 * HOUR, HOUR);
    expect(lastMs).toBe(T0 + 2 * HOUR);
    expect(timeGrid([line({}), line({ 1: 5 })], T0, T0 + 4 * HOUR, HOUR).lastMs).toBeNull();
  });

  it('takes the phase of the data, for hours that do not begin at :00', () => {
    const half = T0 + HOUR / 2;
    const grid = timeGrid([{ times: [half], valueAt: (ms) => (ms === half ? 3 : undefined) }], T0, T0 + 2 * HOUR, HOUR);
    expect(grid.x).toEqual([half / 1000, half / 1000 + 3600]);
    expect(grid.y).toEqual([[3, null]]);
  });

  it('shows every value of the window once, in its place', () => {
    const values = fc.dictionary(fc.integer({ min: -5, max: 60 }).map(String), fc.integer({ min: 0, max: 500 }));
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 50 }), (rows, hours) => {
        const grid = timeGrid([line(rows)], T0, T0 + hours * HOUR, HOUR);
        expect(grid.x).toHaveLength(hours);
        grid.x.forEach((s, index) => {
          expect(grid.y[0]?.[index]).toBe(rows[String((s * 1000 - T0) / HOUR)] ?? null);
        });
      }),
    );
  });

  it('finds the step of its rows', () => {
    expect(gridStep([])).toBe(HOUR);
    expect(gridStep([T0 + 3 * HOUR, T0])).toBe(HOUR);
    expect(gridStep([T0, T0 + 300_000, T0 + HOUR])).toBe(300_000);
    expect(gridStep([T0, T0 + 1])).toBe(60_000);
  });

  it('finds values that stand alone', () => {
    expect(lonePoints([1, null, 2, 3, null, 4])).toEqual([0, 5]);
    expect(lonePoints([null, undefined, 7])).toEqual([2]);
    expect(lonePoints([])).toEqual([]);
  });
});

describe('the time axis', () => {
  it('labels midnight of Beijing with the date', () => {
    const midnight = Date.UTC(2026, 10, 21, 16) / 1000;
    expect(axisLabel(midnight, (hour) => `${hour}时`)).toBe('11-22');
    expect(axisLabel(midnight + 3 * 3600, (hour) => `${hour}时`)).toBe('03时');
  });

  it('has a label at every Beijing midnight of the window, for every step', () => {
    fc.assert(
      fc.property(fc.constantFrom(...AXIS_STEPS.filter((step) => step <= 86_400)), fc.nat(1e6), (step, offset) => {
        const from = 1_795_000_000 + offset;
        const splits = axisSplits(from, from + 3 * 86_400, step);
        expect(splits.filter((s) => (s + 8 * 3600) % 86_400 === 0)).toHaveLength(3);
        expect(splits.every((s) => s >= from && s <= from + 3 * 86_400)).toBe(true);
      }),
    );
  });
});
