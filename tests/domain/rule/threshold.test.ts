import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { initialThreshold, stepThreshold } from '../../../domain/rule/threshold.ts';

const HOUR = 3_600_000;
const rule = { above: 150, below: 100, for_hours: 2 };

/** Runs a series of hourly values and returns `hour:decision` of every hour that decided something. */
function run(values: readonly (number | null)[], options: Partial<typeof rule> = {}): string[] {
  let state = initialThreshold;
  const decisions: string[] = [];
  for (const [index, value] of values.entries()) {
    const step = stepThreshold({ ...rule, ...options }, state, { at: index * HOUR, value });
    state = step.state;
    if (step.outcome.decision !== 'none') decisions.push(`${index}:${step.outcome.decision}`);
  }
  return decisions;
}

describe('threshold rule', () => {
  it('[RUL-1] a value at the limit is not above it', () => {
    expect(run([150, 150, 150])).toEqual([]);
    expect(run([150.1, 150.1])).toEqual(['1:raised']);
  });

  it('[RUL-2] raises at the hour that completes the run', () => {
    expect(run([160, 160, 160])).toEqual(['1:raised']);
    expect(run([160, 140, 160])).toEqual([]);
    expect(run([160], { for_hours: 1 })).toEqual(['0:raised']);
  });

  it('[RUL-3] returns below the lower limit and stays open between the limits', () => {
    expect(run([160, 160, 120, 100, 99])).toEqual(['1:raised', '4:returned']);
    expect(run([160, 160, 99, 160, 160])).toEqual(['1:raised', '2:returned', '4:raised']);
  });

  it('[RUL-4] a missing hour breaks a run', () => {
    expect(run([160, null, 160])).toEqual([]);
    const first = stepThreshold(rule, initialThreshold, { at: 0, value: 160 }).state;
    const gap = stepThreshold(rule, first, { at: 2 * HOUR, value: 160 });
    expect(gap.outcome).toEqual({ decision: 'none', reason: 'above_too_short' });
  });

  it('[RUL-5] a missing hour does not return an alert', () => {
    expect(run([160, 160, null, null, 99])).toEqual(['1:raised', '4:returned']);
  });

  it('[RUL-6] an hour judged before changes nothing', () => {
    const raised = stepThreshold({ ...rule, for_hours: 1 }, initialThreshold, { at: 5 * HOUR, value: 200 }).state;
    for (const at of [5 * HOUR, 4 * HOUR]) {
      const again = stepThreshold(rule, raised, { at, value: 0 });
      expect(again.state).toBe(raised);
      expect(again.outcome).toEqual({ decision: 'none', reason: 'already_judged' });
    }
  });

  it('[RUL-2] agrees with a plain scan of the whole series', () => {
    const hour = fc.oneof(fc.constant(null), fc.integer({ min: 80, max: 180 }));
    fc.assert(
      fc.property(fc.array(hour, { maxLength: 60 }), fc.integer({ min: 1, max: 5 }), (values, forHours) => {
        expect(run(values, { for_hours: forHours })).toEqual(plainScan(values, forHours));
      }),
    );
  });
});

/** The same law said differently: look back over the last hours each time. */
function plainScan(values: readonly (number | null)[], forHours: number): string[] {
  const decisions: string[] = [];
  let open = false;
  let since = 0;
  for (const [index, value] of values.entries()) {
    if (open && value !== null && value < rule.below) {
      decisions.push(`${index}:returned`);
      open = false;
      since = index + 1;
    } else if (!open) {
      const last = values.slice(Math.max(since, index - forHours + 1), index + 1);
      if (last.length === forHours && last.every((past) => past !== null && past > rule.above)) {
        decisions.push(`${index}:raised`);
        open = true;
      }
    }
  }
  return decisions;
}
