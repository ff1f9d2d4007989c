import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConditionOf } from '../../../../domain/rule/condition.ts';
import { SameHourHistory } from '../../../../domain/rule/statistics/same-hour-history.ts';
import { unlikePast } from '../../../../domain/rule/statistics/unlike-past.ts';

const leaf: ConditionOf<'unlike_past'> = {
  kind: 'unlike_past',
  quantity: 'pm25',
  z: 5,
  clear_z: 3,
  days: 30,
  min_days: 10,
  min_spread: 1,
};
const NOW = 480_000;

/** `days` earlier days of 28, 29, .. 32, 28, ... at this hour of the day, 500 at every other hour. */
function historyOf(days: number, now: number): SameHourHistory {
  const history = new SameHourHistory(leaf.days);
  for (let back = days * 24; back > 0; back -= 1) {
    history.put(0, NOW - back, back % 24 === 0 ? 28 + ((back / 24) % 5) : 500);
  }
  if (!Number.isNaN(now)) history.put(0, NOW, now);
  return history;
}

describe('unlike its own past', () => {
  it('[STA-1] compares with the same hour of earlier days only', () => {
    // Median 30, MAD 1, spread 1.4826: 37.413 is at z = 5.
    for (const [value, truth] of [
      [37.5, 'true'],
      [37.4, 'false'],
      [0, 'false'],
    ] as const) {
      const judgement = unlikePast(leaf, historyOf(30, value)).judge(0, NOW, false);
      expect(judgement).toMatchObject({ truth, value, limit: 5, facts: { median: 30, days: 30 } });
    }
    expect(unlikePast(leaf, historyOf(30, 37.5)).judge(0, NOW, false).facts?.['spread']).toBeCloseTo(1.4826, 9);
  });

  it('[STA-1] takes the spread as at least min_spread', () => {
    const history = new SameHourHistory(leaf.days);
    for (let day = 0; day <= 12; day += 1) history.put(0, NOW - day * 24, day === 0 ? 14.9 : 10);
    expect(unlikePast(leaf, history).judge(0, NOW, false)).toMatchObject({ truth: 'false', facts: { spread: 1 } });
    history.put(0, NOW, 15.1);
    expect(unlikePast(leaf, history).judge(0, NOW, false)).toMatchObject({ truth: 'true', reason: 'unlike_past' });
  });

  it('[STA-2] refuses without enough days or a value', () => {
    expect(unlikePast(leaf, historyOf(9, 900)).judge(0, NOW, false)).toMatchObject({
      truth: 'unknown',
      reason: 'too_few_days',
    });
    expect(unlikePast(leaf, historyOf(10, 900)).judge(0, NOW, false).truth).toBe('true');
    expect(unlikePast(leaf, historyOf(30, Number.NaN)).judge(0, NOW, false)).toMatchObject({
      truth: 'unknown',
      reason: 'value_missing',
    });
    expect(unlikePast(leaf, new SameHourHistory(30)).judge(7, NOW, false).truth).toBe('unknown');
  });

  it('[STA-3] stays true while open until z is below clear_z', () => {
    const between = unlikePast(leaf, historyOf(30, 35)); // z = 3.37
    expect(between.judge(0, NOW, false)).toMatchObject({ truth: 'false', reason: 'like_past' });
    expect(between.judge(0, NOW, true)).toMatchObject({ truth: 'true', reason: 'not_yet_clear', limit: 3 });
    expect(unlikePast(leaf, historyOf(30, 34)).judge(0, NOW, true)).toMatchObject({ truth: 'false', reason: 'clear' });
  });

  it('[STA-7] answers quickly what it explains', () => {
    const value = fc.option(fc.double({ min: -5, max: 80, noNaN: true }), { nil: Number.NaN });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 5, maxLength: 40 }),
        fc.boolean(),
        fc.double({ min: 0.5, max: 6 }),
        (days, open, z) => {
          const history = new SameHourHistory(30);
          for (const [back, then] of days.entries()) history.put(3, NOW - back * 24, then);
          const asked = unlikePast({ ...leaf, z, clear_z: z / 2 }, history);
          const named = { 1: 'true', 0: 'false', [-1]: 'unknown' }[asked.truth(3, NOW, open)];
          expect(named).toBe(asked.judge(3, NOW, open).truth);
        },
      ),
    );
  });
});

describe('the history of an hour of the day', () => {
  it('[STA-4] does not depend on the order of hours', () => {
    const hours = fc.array(fc.tuple(fc.integer({ min: 0, max: 95 }), fc.double({ min: -9, max: 999, noNaN: true })), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(hours, fc.integer(), (puts, seed) => {
        const once = [...new Map(puts)];
        const shuffled = once.toSorted(([a], [b]) => ((a * 7919 + seed) % 97) - ((b * 7919 + seed) % 97));
        const [one, other] = [new SameHourHistory(10), new SameHourHistory(10)];
        for (const [hour, value] of once) one.put(0, NOW + hour, value);
        for (const [hour, value] of shuffled) other.put(0, NOW + hour, value);
        for (let hour = NOW - 300; hour <= NOW + 100; hour += 1) expect(other.at(0, hour)).toBe(one.at(0, hour));
      }),
    );
  });

  it('[STA-4] forgets what its place is taken from and refuses what is too old', () => {
    const history = new SameHourHistory(5);
    history.put(0, NOW, 1.2345);
    expect(history.at(0, NOW)).toBe(1.235);
    history.put(0, NOW + 216, 2);
    expect(history.at(0, NOW)).toBe(1.235);
    history.put(0, NOW + 217, 3);
    expect(history.at(0, NOW)).toBeNaN();
    expect(history.at(0, NOW + 217 + 217)).toBeNaN();
    expect(history.put(0, NOW, 9)).toBe(false);
    history.put(0, NOW + 5000, 4);
    expect(history.at(0, NOW + 216)).toBeNaN();
    expect(history.at(0, NOW + 5000)).toBe(4);
  });

  it('[STA-4] takes a value back when it is put again as missing', () => {
    const history = new SameHourHistory(5);
    history.put(2, NOW, 7);
    history.put(2, NOW, Number.NaN);
    expect(history.at(2, NOW)).toBeNaN();
  });
});
