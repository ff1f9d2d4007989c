import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random, STREAM } from '../../../app/simulation/random.ts';

describe('random numbers', () => {
  it('are MurmurHash3 x86 32 of the three keys', () => {
    // Reference: MurmurHash3_x86_32 of the 12 bytes of three little-endian int32, computed apart from this program.
    expect(new Random(0).uniform(STREAM.windDirection, 2, 3) * 2 ** 32).toBe(3923217110);
    expect(new Random(42).uniform(STREAM.calm, 0, -7) * 2 ** 32).toBe(1031273909);
  });

  it('are spread evenly, and do not repeat between streams, places and hours', () => {
    const random = new Random(1);
    const seen = new Set<number>();
    let sum = 0;
    let normals = 0;
    let squares = 0;
    for (let hour = 0; hour < 20_000; hour++) {
      const value = random.uniform(STREAM.value, hour % 64, hour);
      const normal = random.normal(STREAM.value, hour % 64, hour);
      seen.add(value);
      sum += value;
      normals += normal;
      squares += normal ** 2;
    }
    expect(seen.size).toBeGreaterThan(19_990);
    expect(sum / 20_000).toBeCloseTo(0.5, 1);
    expect(normals / 20_000).toBeCloseTo(0, 1);
    expect(squares / 20_000).toBeCloseTo(1, 1);
  });

  it('change slowly where they should, within [-1, 1]', () => {
    const t = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.integer(), t, (seed, at) => {
        const random = new Random(seed);
        const here = random.smooth(STREAM.calm, 0, at);
        expect(Math.abs(here)).toBeLessThanOrEqual(1);
        expect(Math.abs(random.smooth(STREAM.calm, 0, at + 0.01) - here)).toBeLessThan(0.035);
      }),
    );
  });
});
