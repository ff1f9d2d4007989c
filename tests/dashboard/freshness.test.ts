import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freshness } from '../../dashboard/state/freshness.ts';

const NOW = Date.UTC(2026, 10, 22, 6);
const MIN = 60_000;

describe('freshness', () => {
  it.each([
    [0, 'live'],
    [75, 'live'],
    [76, 'late'],
    [120, 'late'],
    [121, 'stale'],
    [24 * 60, 'stale'],
    [24 * 60 + 1, 'offline'],
  ] as const)('of an hourly value of %i minutes is %s', (minutes, expected) => {
    expect(freshness(NOW - minutes * MIN, 3600, NOW)).toBe(expected);
  });

  it('follows the rhythm of the station', () => {
    expect(freshness(NOW - 3 * MIN, 60, NOW)).toBe('stale');
    expect(freshness(NOW - 2 * MIN, 60, NOW)).toBe('late');
    expect(freshness(NOW - 25 * 60 * MIN, 86_400, NOW)).toBe('live');
    expect(freshness(NOW - 60_000, 0, NOW)).toBe('live');
  });

  it('is offline where nothing was ever heard, and live where the station’s clock runs ahead', () => {
    expect(freshness(null, 3600, NOW)).toBe('offline');
    expect(freshness(NOW + 5 * MIN, 3600, NOW)).toBe('live');
  });

  it('never gets better by waiting', () => {
    const rank = ['live', 'late', 'stale', 'offline'];
    fc.assert(
      fc.property(fc.nat(200_000), fc.nat(200_000), fc.integer({ min: 0, max: 90_000 }), (ageS, moreS, intervalS) => {
        const now = freshness(NOW - ageS * 1000, intervalS, NOW);
        const later = freshness(NOW - ageS * 1000, intervalS, NOW + moreS * 1000);
        expect(rank.indexOf(later)).toBeGreaterThanOrEqual(rank.indexOf(now));
      }),
    );
  });
});
