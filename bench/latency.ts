import { quantileSorted } from 'simple-statistics';

export interface Latency {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/**
 * From the time each message was due to the commit that covered it. Commits are known as totals only: as the broker keeps
 * the order, the n-th message is in the first commit whose total has reached it. With several writes in flight (naive) that
 * is an approximation. Undefined when not every message was committed.
 */
export function commitLatency(run: {
  /** Monotonic ms, by message. */
  readonly dueAt: Float64Array;
  readonly readingsPerMessage: number;
  readonly times: Float64Array;
  /** Readings committed up to each time, growing. */
  readonly totals: Float64Array;
}): Latency | undefined {
  const { dueAt, readingsPerMessage, times, totals } = run;
  const delays = new Float64Array(dueAt.length);
  let commit = 0;
  for (const [index, at] of dueAt.entries()) {
    while (commit < totals.length && (totals[commit] ?? 0) < (index + 1) * readingsPerMessage) commit++;
    const committedAt = times[commit];
    if (committedAt === undefined) return undefined;
    delays[index] = committedAt - at;
  }
  return latencyOf(delays);
}

/** Undefined for none. */
export function latencyOf(delaysMs: Float64Array): Latency | undefined {
  if (delaysMs.length === 0) return undefined;
  const sorted = Array.from(delaysMs.toSorted());
  return { p50Ms: quantileSorted(sorted, 0.5), p99Ms: quantileSorted(sorted, 0.99), maxMs: sorted.at(-1) ?? 0 };
}
