import { setTimeout as delay } from 'node:timers/promises';

const LOOK_MS = 2;
const TIMEOUT_MS = 20_000;

/** Looks again until it holds. False when it does not in time, or when something has gone wrong: then
 * nothing is worth waiting for. */
export async function waitFor(holds: () => boolean, faults: readonly string[] = []): Promise<boolean> {
  const until = performance.now() + TIMEOUT_MS;
  while (!holds()) {
    if (performance.now() > until || faults.length > 0) return false;
    await delay(LOOK_MS);
  }
  return true;
}
