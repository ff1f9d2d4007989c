import { describe, expect, it } from 'vitest';
import { DrillClock } from '../../../app/drill/drill-clock.ts';
import { ManualClock } from '../../clock/manual-clock.ts';

const START = Date.parse('2016-12-15T08:00:00+08:00');

describe('the clock of a drill', () => {
  it('[DRI-6] runs as life does until it begins, then at its rate, without a jump', () => {
    const base = new ManualClock(1_000_000);
    const clock = new DrillClock(base, { startMs: START, rate: 60 });
    base.advance(5_000);
    expect(clock.now()).toBe(START + 5_000);
    clock.begin();
    expect(clock.now()).toBe(START + 5_000);
    base.advance(1_000);
    expect(clock.now()).toBe(START + 65_000);
  });

  it('[DRI-6] timers set before it begins come at their time of the drill, each once', () => {
    const base = new ManualClock(0);
    const clock = new DrillClock(base, { startMs: START, rate: 3_600 });
    const came: [string, number][] = [];
    const tell = (name: string) => () => came.push([name, clock.now() - START]);
    clock.after(10_000, tell('soon'));
    clock.after(3_600_000, tell('later'));
    const cancel = clock.after(7_200_000, tell('never'));
    base.advance(20_000);
    clock.begin();
    cancel();
    clock.after(7_200_000, tell('new'));
    base.advance(10_000);
    expect(came.map(([name]) => name)).toEqual(['soon', 'later', 'new']);
    expect(came[1]?.[1]).toBeGreaterThanOrEqual(3_600_000);
    expect(came[1]?.[1]).toBeLessThan(3_610_000);
    expect(base.waiting).toBe(0);
  });
});
