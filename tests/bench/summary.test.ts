import { describe, expect, it } from 'vitest';
import type { ContenderName } from '../../bench/contenders/contender.ts';
import type { Measurement } from '../../bench/measurement.ts';
import { ratios, summarise } from '../../bench/summary.ts';

function measured(contender: ContenderName, readingsPerS: number, changes: Partial<Measurement> = {}): Measurement {
  return {
    contender,
    readingsPerS,
    cpuUsPerReading: 1e6 / readingsPerS,
    publishedReadings: 10,
    storedReadings: 10,
    lostReadings: 0,
    unacknowledgedMessages: 0,
    settledAfterMs: 0,
    commits: 1,
    maxRssMb: 100,
    own: {},
    loadBefore: 0,
    ...changes,
  };
}

describe('summary', () => {
  // The machine is half as fast in the second round.
  const rounds = [
    [measured('bare', 100), measured('lianfang', 50)],
    [measured('bare', 50), measured('lianfang', 20, { lostReadings: 2, contentsRight: false })],
    [measured('bare', 100), measured('lianfang', 60, { unacknowledgedMessages: 3 })],
  ];

  it('gives medians and extremes', () => {
    expect(summarise(rounds)[0]?.readingsPerS).toEqual({ median: 100, min: 50, max: 100 });
  });

  it('compares within a round, not medians of different rounds', () => {
    const [compared] = ratios(rounds);
    expect(compared).toMatchObject({ of: 'lianfang', to: 'bare', readingsPerS: { median: 0.5, min: 0.4, max: 0.6 } });
    expect(compared?.cpuUsPerReading?.median).toBeCloseTo(2);
  });

  it('adds up what must be zero', () => {
    expect(summarise(rounds)[1]).toMatchObject({ lostReadings: 2, unacknowledgedMessages: 3, wrongContents: 1 });
  });

  it('leaves out what no round has', () => {
    expect(summarise(rounds)[0]).not.toHaveProperty('p99Ms');
  });
});
