import type { Clock } from '../../domain/clock.ts';

/** What `work` resolves with, or `late` when `timeoutMs` (on the clock) is over first; the work goes on all the same. */
export async function withinTime<Value>(
  work: Promise<Value>,
  limit: { readonly clock: Clock; readonly timeoutMs: number; readonly late: Value },
): Promise<Value> {
  const { promise: timeout, resolve } = Promise.withResolvers<Value>();
  const cancel = limit.clock.after(limit.timeoutMs, () => resolve(limit.late));
  try {
    return await Promise.race([work, timeout]);
  } finally {
    cancel();
  }
}
