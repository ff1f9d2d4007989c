import { describe, expect, it } from 'vitest';
import { HeldReadings } from '../../../app/installation/held-readings.ts';
import type { Reading } from '../../../domain/air/reading.ts';

const batch = (from: number, count: number): Reading[] =>
  Array.from({ length: count }, (_, n) => ({
    station: 's',
    city: 'c',
    at: from + n,
    periodS: 60,
    values: { pm25: 1 },
    flags: {},
  }));

describe('HeldReadings', () => {
  it('gives everything once and in order', () => {
    const held = new HeldReadings();
    held.hold(batch(0, 3));
    held.hold(batch(3, 2));
    expect(held.release().map(({ at }) => at)).toEqual([0, 1, 2, 3, 4]);
    expect(held.release()).toEqual([]);
  });

  it('keeps no more than the engine would forget, and never fewer than make it read the store again', () => {
    const held = new HeldReadings();
    for (let from = 0; from < 400_000; from += 5_000) held.hold(batch(from, 5_000));
    const { length } = held.release();
    expect(length).toBeGreaterThan(200_000);
    expect(length).toBeLessThan(300_000);
  });
});
