import type { Clock } from '../../domain/clock.ts';

/** A clock that can be let go once. */
export interface CompressedClock extends Clock {
  go(): void;
}

/**
 * A clock that starts at `startMs` and runs `rate` times as fast as the one below it: a demonstration's compressed time. `held`: it stands there
 * until it is let go, so that a slow start takes nothing away from what is to be shown. Timers run meanwhile; one that fires too early
 * finds it so and waits on.
 */
export function compressedClock(
  base: Clock,
  options: { readonly startMs: number; readonly rate: number; readonly held?: boolean },
): CompressedClock {
  const { startMs, rate, held = false } = options;
  let origin = held ? undefined : base.now();
  return {
    now: () => (origin === undefined ? startMs : Math.round(startMs + (base.now() - origin) * rate)),
    after: (delayMs, run) => base.after(delayMs / rate, run),
    go() {
      origin ??= base.now();
    },
  };
}
