import type { Clock } from '../../domain/clock.ts';

/** A clock that runs `rate` times as fast and goes on while no program is there: the same world for all that are started one after another. */
export function fastClock({
  worldMs,
  realMs,
  rate,
}: {
  readonly worldMs: number;
  readonly realMs: number;
  readonly rate: number;
}): Clock {
  return {
    now: () => Math.round(worldMs + (Date.now() - realMs) * rate),
    after(delayMs, run) {
      const timer = setTimeout(run, Math.min(delayMs / rate, 2_147_483_647));
      return () => clearTimeout(timer);
    },
  };
}
