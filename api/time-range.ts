import type { Clock } from '../domain/clock.ts';
import { ApiProblem } from './problem.ts';

/** Half-open, epoch ms. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

const DAY_MS = 24 * 3_600_000;

/**
 * The range a caller asked for; without one the last 24 hours of the clock, the present instant included, so that a region
 * that reports on the hour shows 24 of them.
 */
export function timeRange(
  query: { readonly from?: number | undefined; readonly to?: number | undefined },
  clock: Clock,
): TimeRange {
  const to = query.to ?? Math.max(clock.now() + 1, query.from ?? 0);
  const from = query.from ?? to - DAY_MS;
  if (from >= to && query.to !== undefined) {
    throw new ApiProblem('bad_query', {
      errors: [{ path: 'from', message: 'must be before `to`: the range is [from, to)' }],
    });
  }
  return { from, to };
}
