import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Linux counts in hundredths of a second for every program (USER_HZ). */
const TICK_MS = 10;
const IDLE_WITHIN_MS = 150;
const IDLE_ATTEMPTS = 60;

/** CPU time of another process so far, ms; undefined where /proc does not tell. */
export function processCpuMs(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything; fields 14 and 15 of proc(5) are user and system time.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return undefined;
  }
}

/** Waits, at most 9 s, until the process rests, so that one measurement does not pay for the compaction of another. */
export async function untilIdle(pid: number): Promise<void> {
  let before = processCpuMs(pid);
  for (let attempt = 0; attempt < IDLE_ATTEMPTS && before !== undefined; attempt++) {
    await delay(IDLE_WITHIN_MS);
    const now = processCpuMs(pid);
    if (now === undefined || now - before <= TICK_MS) return;
    before = now;
  }
}
