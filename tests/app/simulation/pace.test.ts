import { describe, expect, it } from 'vitest';
import { pace } from '../../../app/simulation/pace.ts';
import { ManualClock } from '../../clock/manual-clock.ts';

const HOUR_MS = 3_600_000;

/** What has become of a wait, after everything due has happened. */
async function isOver(clock: ManualClock, wait: Promise<void>): Promise<boolean> {
  let over = false;
  void wait.then(() => {
    over = true;
  });
  await clock.pass(0);
  return over;
}

describe('pace', () => {
  it('lets simulated time run so many times as fast as the clock', async () => {
    const clock = new ManualClock(5_000);
    const until = pace(clock, 3600, new AbortController().signal);
    expect(await isOver(clock, until(7 * HOUR_MS))).toBe(true);
    const second = until(9 * HOUR_MS);
    await clock.pass(1_999);
    expect(await isOver(clock, second)).toBe(false);
    await clock.pass(1);
    expect(await isOver(clock, second)).toBe(true);
  });

  it('catches up with what was late and does not wait for what is over', async () => {
    const clock = new ManualClock(0);
    const until = pace(clock, 1, new AbortController().signal);
    await until(0);
    await clock.pass(10_000);
    expect(await isOver(clock, until(9_000))).toBe(true);
    expect(await isOver(clock, until(1_000))).toBe(true);
    expect(await isOver(clock, until(10_001))).toBe(false);
  });

  it('never waits at 0, nor once it is stopped', async () => {
    const clock = new ManualClock(0);
    const fast = pace(clock, 0, new AbortController().signal);
    expect(await isOver(clock, fast(0))).toBe(true);
    expect(await isOver(clock, fast(1e15))).toBe(true);

    const stop = new AbortController();
    const until = pace(clock, 1, stop.signal);
    await until(0);
    const wait = until(HOUR_MS);
    expect(await isOver(clock, wait)).toBe(false);
    stop.abort();
    expect(await isOver(clock, wait)).toBe(true);
    expect(await isOver(clock, until(2 * HOUR_MS))).toBe(true);
    expect(clock.waiting).toBe(0);
  });
});
