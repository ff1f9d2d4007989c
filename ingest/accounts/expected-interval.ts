import type { Reading } from '../../domain/air/reading.ts';

/** Seconds between two readings that may be expected of a station, and the newest period end that said so (epoch ms). */
export interface ExpectedInterval {
  readonly intervalS?: number;
  readonly intervalAt?: number;
}

const MAX_INTERVAL_S = 86_400;
/** Nothing is known of a station that has sent a single instant. */
export const USUAL_INTERVAL_S = 3_600;
/** So many intervals without data are an absence. */
const PATIENCE = 2;

/**
 * The registry says nothing of intervals, so the readings do: the shortest period that a station keeps sending. A longer one
 * takes over when the shorter has not come for two of the longer. Instants count by the time since the reading before
 * (`lastAt`).
 */
export function expectInterval(
  known: ExpectedInterval,
  reading: Reading,
  lastAt: number | undefined,
): ExpectedInterval {
  const { at, periodS } = reading;
  const seenS = periodS > 0 ? periodS : sinceS(at, lastAt);
  const { intervalS, intervalAt } = known;
  if (intervalS === undefined || intervalAt === undefined) {
    return seenS === undefined ? known : { intervalS: seenS, intervalAt: at };
  }
  if (at <= intervalAt || seenS === undefined) return known;
  const takesOver = seenS <= intervalS || at - intervalAt > PATIENCE * seenS * 1000 || periodS === 0;
  return takesOver ? { intervalS: seenS, intervalAt: at } : known;
}

/** Since when the next reading has been due, epoch ms, when it is absent at `now`; undefined while it is not. */
export function absentSince(known: ExpectedInterval & { readonly lastAt?: number }, now: number): number | undefined {
  const intervalMs = (known.intervalS ?? USUAL_INTERVAL_S) * 1000;
  const newest = known.intervalAt ?? known.lastAt;
  if (newest === undefined || now - newest <= PATIENCE * intervalMs) return undefined;
  return newest + intervalMs;
}

function sinceS(at: number, lastAt: number | undefined): number | undefined {
  if (lastAt === undefined || at <= lastAt) return undefined;
  const seconds = Math.ceil((at - lastAt) / 1000);
  return seconds <= MAX_INTERVAL_S ? seconds : undefined;
}
