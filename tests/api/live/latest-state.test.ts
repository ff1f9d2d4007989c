import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LatestState } from '../../../api/live/latest-state.ts';
import { CLEAN, fixture, HAZE, HOUR_MS, NOW, reading } from '../fixture.ts';

describe('the newest state of a station', () => {
  it('[LAT-14] is that of the newest measurement, in whatever order readings come', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 1 }), (hoursAgo) => {
        const latest = new LatestState();
        for (const hour of hoursAgo) {
          latest.enterReading(reading('b1', NOW - hour * HOUR_MS, { ...CLEAN, pm25: hour }));
        }
        const newest = Math.min(...hoursAgo);
        expect(latest.lastAt('b1')).toBe(NOW - newest * HOUR_MS);
        expect(latest.station('b1')?.values.pm25).toBe(newest);
      }),
    );
  });

  it('[LAT-14] follows a revision of the newest, and not one of an older reading', () => {
    const latest = new LatestState();
    latest.enterReading(reading('b1', NOW, CLEAN));
    expect(latest.enterReading(reading('b1', NOW - HOUR_MS, HAZE))).toBe(false);
    expect(latest.enterReading(reading('b1', NOW, { ...CLEAN, pm25: 33 }))).toBe(true);
    expect(latest.station('b1')?.values.pm25).toBe(33);
  });

  it('[LAT-14] is that of the newest measurement after a start too', async () => {
    const { prime, json, store } = await fixture();
    await store.write([reading('b1', NOW - HOUR_MS, CLEAN)]);
    await store.write([reading('b1', NOW - 3 * HOUR_MS, HAZE)]);
    await prime();
    expect(await json('/api/v1/stations/b1')).toMatchObject({ lastAt: '2026-11-22T13:00:00+08:00' });
  });
});
