import { describe, expect, it } from 'vitest';
import { commitLatency } from '../../bench/latency.ts';

const floats = (...numbers: number[]) => Float64Array.from(numbers);

describe('commitLatency', () => {
  it('takes the first commit that covers a message', () => {
    const latency = commitLatency({
      dueAt: floats(0, 1, 2, 3),
      readingsPerMessage: 1,
      times: floats(10, 20),
      totals: floats(3, 4),
    });
    expect(latency).toEqual({ p50Ms: 9.5, p99Ms: expect.closeTo(16.8, 1), maxMs: 17 });
  });

  it('waits for the last reading of a message', () => {
    const latency = commitLatency({
      dueAt: floats(0),
      readingsPerMessage: 50,
      times: floats(5, 8),
      totals: floats(49, 50),
    });
    expect(latency?.maxMs).toBe(8);
  });

  it('says nothing when a message was never committed, or none was due', () => {
    const run = { readingsPerMessage: 1, times: floats(5), totals: floats(1) };
    expect(commitLatency({ ...run, dueAt: floats(0, 1) })).toBeUndefined();
    expect(commitLatency({ ...run, dueAt: floats() })).toBeUndefined();
  });
});
