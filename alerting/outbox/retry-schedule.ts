/** How an undelivered notice is tried again: doubling from `firstMs` to at most `longestMs`, given up after `attempts`. */
export interface RetrySchedule {
  readonly firstMs: number;
  readonly longestMs: number;
  readonly attempts: number;
}

/** Tried for a bit over two days, then buried where everybody sees it. */
export const DEFAULT_RETRIES: RetrySchedule = { firstMs: 1_000, longestMs: 3_600_000, attempts: 60 };

/** Milliseconds to wait after the given number of failed attempts, or undefined to give up. `jitter` in [0, 1) spreads by up to 20 %. */
export function nextDelayMs(schedule: RetrySchedule, failedAttempts: number, jitter: number): number | undefined {
  if (failedAttempts >= schedule.attempts) return undefined;
  const delay = Math.min(schedule.longestMs, schedule.firstMs * 2 ** (failedAttempts - 1));
  return Math.round(delay * (0.9 + 0.2 * jitter));
}
