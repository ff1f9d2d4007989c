import { expect, it } from 'vitest';
import { compressedClock } from '../../../app/clock/compressed-clock.ts';
import { ManualClock } from '../../clock/manual-clock.ts';

it('runs so many times as fast, its timers too', () => {
  const base = new ManualClock(5_000);
  const clock = compressedClock(base, { startMs: 100, rate: 10 });
  let fired = false;
  clock.after(1_000, () => {
    fired = true;
  });
  base.advance(99);
  expect([clock.now(), fired]).toEqual([1_090, false]);
  base.advance(1);
  expect([clock.now(), fired]).toEqual([1_100, true]);
});

it('stands where it starts until it is let go, once', () => {
  const base = new ManualClock(0);
  const clock = compressedClock(base, { startMs: 7, rate: 2, held: true });
  base.advance(1_000);
  expect(clock.now()).toBe(7);
  clock.go();
  base.advance(10);
  clock.go();
  base.advance(10);
  expect(clock.now()).toBe(47);
});
