import type { Reading } from '../domain/air/reading.ts';
import type { Clock } from '../domain/clock.ts';
import type { Timeseries } from '../store/timeseries.ts';

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 10_000;

/**
 * Writes one batch and tries again until the store has taken it: the wait doubles from 100 ms to 10 s and is spread over
 * its upper half, so that several processes do not come back in step. Resolves with the readings the store will never
 * take (empty as a rule) and its reasons, or with undefined when `signal` ended the trying: then nothing is known to be stored.
 */
export async function commitBatch(batch: {
  readonly store: Timeseries;
  readonly readings: readonly Reading[];
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly onFailure: (error: unknown, attempt: number) => void;
}): Promise<{ readonly rejected: ReadonlyMap<Reading, string> } | undefined> {
  const rejected = new Map<Reading, string>();
  let readings = batch.readings;
  for (let attempt = 1; !batch.signal.aborted; attempt++) {
    try {
      if (readings.length > 0) await batch.store.write(readings);
      return { rejected };
    } catch (error) {
      const poison = poisonOf(error, readings);
      if (poison.size > 0) {
        for (const [reading, reason] of poison) rejected.set(reading, reason);
        readings = readings.filter((reading) => !poison.has(reading));
        continue;
      }
      batch.onFailure(error, attempt);
    }
    const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt - 1, 10));
    await pause(batch.clock, delay * (0.5 + batch.random() / 2), batch.signal);
  }
  return undefined;
}

/**
 * The readings that a store names as never acceptable: an error with `rejected: { reading, reason }[]`. Empty for any other
 * error, which is then taken for a passing one: data is kept rather than thrown away on a guess.
 */
function poisonOf(error: unknown, readings: readonly Reading[]): ReadonlyMap<Reading, string> {
  const poison = new Map<Reading, string>();
  if (!(error instanceof Error) || !('rejected' in error) || !Array.isArray(error.rejected)) return poison;
  const mine = new Set(readings);
  for (const entry of error.rejected as readonly { reading: Reading; reason: string }[]) {
    if (mine.has(entry.reading)) poison.set(entry.reading, entry.reason);
  }
  return poison;
}

function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.after(delayMs, end);
    signal.addEventListener('abort', end, { once: true });
  });
}
