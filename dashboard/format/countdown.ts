import { stopwatch } from './age.ts';

const DAY_MS = 86_400_000;

/** What is left until `dueMs`: `12:41`, `1:34:00`, `2 天 03:10:00`; past it how long over, counting up. `days` says the days. */
export function countdown(dueMs: number, nowMs: number, days: (count: number) => string): string {
  const left = Math.abs(dueMs - nowMs);
  const whole = Math.floor(left / DAY_MS);
  const rest = stopwatch(left - whole * DAY_MS);
  return whole === 0 ? rest : `${days(whole)} ${rest}`;
}
