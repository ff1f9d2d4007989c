import type { Clock } from '../../domain/clock.ts';

/** A clock that starts at `startMs` and runs `rate` times as fast as the one below it: a demonstration's compressed time. */
export function compressedClock(base: Clock, options: { readonly startMs: number; readonly rate: number }): Clock {
  const origin = base.now();
  return {
    now: () => Math.round(options.startMs + (base.now() - origin) * options.rate),
    after: (delayMs, run) => base.after(delayMs / options.rate, run),
  };
}
