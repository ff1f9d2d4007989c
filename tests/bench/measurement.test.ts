import { describe, expect, it } from 'vitest';
import { judge } from '../../bench/measurement.ts';

describe('judge', () => {
  const workload = {
    name: 'w',
    messages: 4,
    readingsPerMessage: 1,
    stations: 2,
    periodS: 60,
    from: Date.UTC(2026, 0, 1),
    ratePerS: 1000,
  };
  const run = {
    name: 'naive',
    workload,
    published: {
      type: 'published',
      acknowledged: 4,
      sentAt: Float64Array.of(0, 1, 2, 3),
      dueAt: Float64Array.of(0, 1, 2, 3),
    },
    report: {
      type: 'report',
      committed: 4,
      times: Float64Array.of(8),
      totals: Float64Array.of(4),
      cpuMs: 4,
      settledAfterMs: 0,
      maxRssMb: 1,
      own: {},
    },
    brokerCpuMs: undefined,
    influxCpuMs: undefined,
    unacknowledgedMessages: 0,
    loadBefore: 0,
  } as const;

  it('believes the database, not the contender', () => {
    const judged = judge({ ...run, contents: { points: 3, pm25Sum: 1 } });
    expect(judged).toMatchObject({ storedReadings: 3, lostReadings: 1, contentsRight: false });
    expect(judged).not.toHaveProperty('latency');
  });

  it('counts time from the first publish and CPU per reading', () => {
    const judged = judge({ ...run, contents: { points: 4, pm25Sum: 1 } });
    expect(judged).toMatchObject({ readingsPerS: 500, cpuUsPerReading: 1000, latency: { maxMs: 8 } });
  });
});
