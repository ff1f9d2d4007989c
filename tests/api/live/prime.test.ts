import { describe, expect, it } from 'vitest';
import { CLEAN, fixture, HAZE, HOUR_MS, NOW, reading } from '../fixture.ts';
import { served } from './live-fixture.ts';
import { LivePage } from './live-page.ts';

describe('prime', () => {
  it('fills the first snapshot from the store: newest of the last day, cities with trend', async () => {
    const { store, prime, port } = await served();
    await store.write([
      reading('b1', NOW - HOUR_MS, HAZE),
      reading('b1', NOW, CLEAN),
      reading('b2', NOW - 10 * HOUR_MS, CLEAN),
      reading('丁,1', NOW - 25 * HOUR_MS, CLEAN),
    ]);
    await prime();
    const page = await LivePage.open(port);
    const [snapshot] = page.of('snapshot');
    expect(snapshot?.data.stations).toMatchObject([
      { station: 'b2', at: '2026-11-22T04:00:00+08:00' },
      { station: 'b1', at: '2026-11-22T14:00:00+08:00', aqi: 40 },
    ]);
    expect(snapshot?.data.cities).toMatchObject([
      { city: 'bing', aqi: 40, trend: 'down', stations: { valid: 1, total: 2 } },
    ]);
  });

  it('does not hide what has come live in the meantime', async () => {
    const { store, prime, tell, json } = await fixture();
    await store.write([reading('b1', NOW - HOUR_MS, CLEAN)]);
    tell({ type: 'readings', readings: [reading('b1', NOW, CLEAN)] });
    await prime();
    expect((await json('/api/v1/stations/b1')).lastAt).toBe('2026-11-22T14:00:00+08:00');
  });
});
