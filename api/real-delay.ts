import type { Clock } from '../domain/clock.ts';

/**
 * Runs once after `delayMs` of real time. A demonstration's clock runs faster than the world, but the network does not:
 * pacing and heartbeats are meant in real milliseconds whatever the clock's rate.
 */
export function afterReal(clock: Clock, clockRate: number, delayMs: number, run: () => void): () => void {
  return clock.after(delayMs * clockRate, run);
}
