import type { Clock } from '../../domain/clock.ts';

/**
 * Waits so that simulated time runs `speed` times as fast as the clock, beginning with the first instant it is asked
 * for. 0: never waits. An instant that is already over is not waited for; an aborted signal ends the waiting at once.
 */
export function pace(clock: Clock, speed: number, signal: AbortSignal): (at: number) => Promise<void> {
  if (speed === 0) return () => Promise.resolve();
  let origin: { readonly at: number; readonly now: number } | undefined;
  return (at) => {
    origin ??= { at, now: clock.now() };
    return sleep(clock, origin.now + (at - origin.at) / speed - clock.now(), signal);
  };
}

/** Resolves after `delayMs` on the clock, or at once when the signal is aborted. */
export function sleep(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  if (!(delayMs > 0) || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const cancel = clock.after(delayMs, done);
    signal.addEventListener('abort', done);
  });
}
