import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PacedLine } from '../../../ingest/rate/paced-line.ts';
import { RateLimiter } from '../../../ingest/rate/rate-limiter.ts';
import { type Bucket, takeToken } from '../../../ingest/rate/token-bucket.ts';
import { ManualClock } from '../../clock/manual-clock.ts';

const rates = fc.record({
  perSecond: fc.double({ min: 0.1, max: 2000, noNaN: true }),
  burst: fc.integer({ min: 1, max: 50 }),
});

describe('a token bucket', () => {
  it('[RTE-1] never gives more than the burst and what came back, in any window of time', () => {
    fc.assert(
      fc.property(rates, fc.array(fc.nat({ max: 400 }), { maxLength: 150 }), (rate, gaps) => {
        let bucket: Bucket | undefined;
        let now = 1_000_000;
        const granted: number[] = [];
        for (const gap of gaps) {
          now += gap;
          const taken = takeToken(bucket, rate, now);
          bucket = taken.bucket;
          if (taken.waitMs === 0) granted.push(now);
        }
        for (const [first, from] of granted.entries()) {
          for (const [last, to] of granted.entries()) {
            if (last < first) continue;
            const allowed = rate.burst + ((to - from) * rate.perSecond) / 1000;
            expect(last - first + 1).toBeLessThanOrEqual(allowed + 1e-6);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('[RTE-1] gives one after the wait that it names, and not a millisecond before', () => {
    fc.assert(
      fc.property(rates, fc.nat({ max: 60 }), (rate, tries) => {
        let bucket: Bucket | undefined;
        const now = 5000;
        let waitMs = 0;
        for (let n = 0; n <= tries + rate.burst && waitMs === 0; n++)
          ({ bucket, waitMs } = takeToken(bucket, rate, now));
        if (waitMs === 0) return;
        expect(takeToken(bucket, rate, now + waitMs).waitMs).toBe(0);
        if (waitMs > 1) expect(takeToken(bucket, rate, now + waitMs - 1).waitMs).toBeGreaterThan(0);
      }),
    );
  });

  it('[RTE-1] makes nobody wait for a clock that was set back', () => {
    const rate = { perSecond: 10, burst: 1 };
    const { bucket } = takeToken(undefined, rate, 3_600_000);
    const early = takeToken(bucket, rate, 0);
    expect(early.waitMs).toBe(100);
    expect(takeToken(early.bucket, rate, 100).waitMs).toBe(0);
  });
});

describe('RateLimiter', () => {
  it('keeps one bucket for each key, and a bounded number of them', () => {
    const limiter = new RateLimiter({ perSecond: 1, burst: 1 });
    expect([limiter.take('a', 0), limiter.take('a', 0), limiter.take('b', 0)]).toEqual([0, 1000, 0]);
    for (let n = 0; n < 100_000; n++) limiter.take(`stranger ${n}`, 0);
    expect(limiter.size).toBeLessThanOrEqual(20_000);
  });

  it('refuses a rate that would let nothing through', () => {
    for (const rate of [
      { perSecond: 0, burst: 1 },
      { perSecond: 1, burst: 0 },
      { perSecond: Number.NaN, burst: 1 },
    ]) {
      expect(() => new RateLimiter(rate)).toThrow(RangeError);
    }
  });
});

describe('PacedLine', () => {
  it('[RTE-2] lets everything through, in order, at the rate', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 300 }), { maxLength: 60 }), (gaps) => {
        const clock = new ManualClock(0);
        const limiter = new RateLimiter({ perSecond: 10, burst: 3 });
        const line = new PacedLine({ key: 'S1', limiter, clock });
        const through: { n: number; at: number }[] = [];
        for (const [n, gap] of gaps.entries()) {
          clock.advance(gap);
          line.enter(() => through.push({ n, at: clock.now() }));
        }
        clock.advance(gaps.length * 100 + 1000);
        expect(through.map(({ n }) => n)).toEqual(gaps.map((_, n) => n));
        for (const [index, { at }] of through.entries()) {
          const earlier = through[index - 3];
          if (earlier !== undefined) expect(at - earlier.at).toBeGreaterThanOrEqual(100);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('[RTE-2] holds two connections of one station to one rate', () => {
    const clock = new ManualClock(0);
    const limiter = new RateLimiter({ perSecond: 10, burst: 1 });
    const lines = [1, 2].map(() => new PacedLine({ key: 'S1', limiter, clock }));
    let through = 0;
    for (let n = 0; n < 40; n++) for (const line of lines) line.enter(() => through++);
    clock.advance(1000);
    expect(through).toBe(11);
  });

  it('forgets what waits when its connection is gone, and lets the last will through', () => {
    const clock = new ManualClock(0);
    const line = new PacedLine({ key: 'S1', limiter: new RateLimiter({ perSecond: 1, burst: 1 }), clock });
    const through: string[] = [];
    for (const one of ['a', 'b', 'c']) line.enter(() => through.push(one));
    line.drop();
    expect(line.enter(() => through.push('will'))).toBe(false);
    clock.advance(10_000);
    expect(through).toEqual(['a', 'will']);
    expect(clock.nextInMs()).toBeUndefined();
  });
});
