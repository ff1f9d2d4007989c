import { describe, expect, it } from 'vitest';
import { InventedBulletins } from '../../../app/demo/invented-bulletins.ts';
import { createCluster } from '../../../app/simulation/cluster.ts';
import { formatIso } from '../../../domain/time.ts';

const HOUR_MS = 3_600_000;
const ONSET = Date.parse('2026-11-23T00:00:00+08:00');

describe('what the invented forecast centre says', () => {
  for (const seed of [1, 2, 3]) {
    const bulletins = new InventedBulletins(createCluster({ seed, episodeStartMs: ONSET }));
    const at = (hour: number) => bulletins.at(ONSET + hour * HOUR_MS);

    it(`at noon sees every city above 200 on the next day, and clean air on the third (seed ${seed})`, () => {
      const said = at(12);
      expect(said.map(({ city }) => city)).toEqual(['jia', 'yi', 'bing', 'ding', 'wu', 'ji', 'geng', 'xin']);
      for (const { city, payload } of said) {
        expect(payload.issued_at).toBe('2026-11-23T12:00:00+08:00');
        expect(payload.days.map(({ day }) => day)).toEqual(['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26']);
        const [, tomorrow, third, fourth] = payload.days.map(({ aqi }) => aqi);
        expect(tomorrow, city).toBeGreaterThan(200);
        if (city !== 'bing' && city !== 'yi') expect(third, city).toBeLessThan(150);
        expect(fourth, city).toBeLessThan(100);
      }
    });

    it(`after the front says of today only what is still to come (seed ${seed})`, () => {
      const clean = at(48).filter(({ payload }) => payload.days.slice(0, 3).every(({ aqi }) => aqi <= 150));
      expect(clean.length).toBeGreaterThanOrEqual(6);
    });
  }

  it('says the same whatever it was asked before', () => {
    const cluster = createCluster({ seed: 4, episodeStartMs: ONSET });
    const used = new InventedBulletins(cluster);
    for (const hour of [12, 15, 40, 18]) used.at(ONSET + hour * HOUR_MS);
    const now = ONSET + 21 * HOUR_MS;
    expect(formatIso(now)).toBe('2026-11-23T21:00:00+08:00');
    expect(used.at(now)).toEqual(new InventedBulletins(cluster).at(now));
  });
});
