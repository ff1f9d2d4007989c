import type { Reading } from '../domain/air/reading.ts';
import type { Clock } from '../domain/clock.ts';
import { StoreRejected } from '../store/timeseries.ts';

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 10_000;

/**
 * Carries out a write and tries again until the store has taken it: the wait doubles from 100 ms to 10 s and is spread over
 * its upper half, so that several processes do not come back in step. Resolves with the readings the store will never
 * take (empty as a rule) and its reasons, or with undefined when `signal` ended the trying: then nothing is known to be stored.
 */
export async function commitBatch(batch: {
  /** As `Timeseries.write`: may be carried out again after it has failed. */
  readonly write: () => Promise<void>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly onFailure: (error: unknown, attempt: number) => void;
}): Promise<{ readonly rejected: ReadonlyMap<Reading, string> } | undefined> {
  for (let attempt = 1; !batch.signal.aborted; attempt++) {
    try {
      await batch.write();
      return { rejected: NONE };
    } catch (error) {
      if (error instanceof StoreRejected) {
        return { rejected: new Map(error.rejected.map(({ reading, reason }) => [reading, reason])) };
      }
      // Any other error is taken for a passing one: data is kept rather than thrown away on a guess.
      batch.onFailure(error, attempt);
    }
    const delayMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt - 1, 10));
    await pause(batch.clock, delayMs * (0.5 + batch.random() / 2), batch.signal);
  }
  return undefined;
}

const NONE: ReadonlyMap<Reading, string> = new Map();

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
