import type { Clockwork } from './clockwork.ts';
import { isPaused, type OpenObligation } from './obligation.ts';

/** The next thing that one obligation's clock will say. */
export interface Deadline {
  readonly obligation: OpenObligation;
  /** Which step of its escalation, from 1. */
  readonly step: number;
  /** Epoch ms. */
  readonly at: number;
  /** The superior who hears of it; null where there is none. */
  readonly to: string | null;
}

/** Every deadline that stands, the earliest first; of one instant in the order of their ids (DLN-7). */
export function deadlinesOf({ open }: Pick<Clockwork, 'open'>): Deadline[] {
  return open
    .flatMap((obligation) => {
      const next = obligation.steps[obligation.fired];
      if (next === undefined || isPaused(obligation)) return [];
      return [{ obligation, step: obligation.fired + 1, ...next }];
    })
    .sort(byTime);
}

/** The one that a timer has to wait for. */
export function earliest(deadlines: readonly Deadline[]): Deadline | undefined {
  return deadlines.reduce<Deadline | undefined>(
    (first, one) => (first === undefined || byTime(one, first) < 0 ? one : first),
    undefined,
  );
}

function byTime(a: Deadline, b: Deadline): number {
  if (a.at !== b.at) return a.at - b.at;
  return a.obligation.id < b.obligation.id ? -1 : Number(a.obligation.id > b.obligation.id);
}

/** How far after its time something is told; `late` when that is more than `punctualMs`, as after a crash (DLN-10). */
export function lateness(
  at: number,
  { now, punctualMs }: { readonly now: number; readonly punctualMs: number },
): { readonly lateByMs: number; readonly late: boolean } {
  const lateByMs = Math.max(0, now - at);
  return { lateByMs, late: lateByMs > punctualMs };
}
