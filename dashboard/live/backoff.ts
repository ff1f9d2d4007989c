/** First step and ceiling of the reconnect delay, ms. */
const FIRST_MS = 500;
const CEILING_MS = 30_000;

/**
 * Delay before reconnect attempt `attempt` (1, 2, ...), ms: full jitter under a doubling ceiling, so that a thousand pages do
 * not come back to a restarted server in the same instant. `random` is in [0, 1).
 */
export function backoff(attempt: number, random: number): number {
  const ceiling = Math.min(CEILING_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 16));
  return Math.round(ceiling * random);
}
