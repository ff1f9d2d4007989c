import type { Clockwork } from '../../domain/deadline/clockwork.ts';
import { type ClosedObligation, isPaused, type OpenObligation } from '../../domain/deadline/obligation.ts';

/**
 * What became of one thing owed by the end. `missed`: its time is over and it was not done, or it was no longer asked for when that had been
 * told; `open`: its time is not over.
 */
export type Fate = 'in_time' | 'late' | 'missed' | 'open';

/** One thing that a jurisdiction owed in a warning or case. Instants are epoch ms. */
export interface Owed {
  /** `warning/X-2026-001`. */
  readonly stream: string;
  readonly obligation: string;
  readonly duty: string;
  readonly by: string;
  readonly from: number;
  readonly dueAt: number;
  readonly doneAt: number | null;
  readonly fate: Fate;
  /** How often a superior was told. */
  readonly escalations: number;
  /** After the due time, also while it is still missing; 0 in time. */
  readonly delayMs: number;
}

/** Everything owed in one stream as of `endedAt`; what was voided before anybody was told is not counted (DRI-10). */
export function owedIn(stream: string, { open, closed }: Clockwork, endedAt: number): Owed[] {
  return [
    ...closed.flatMap((one) => (one.outcome === 'void' && one.fired === 0 ? [] : [ended(stream, one)])),
    ...open.map((one) => running(stream, one, endedAt)),
  ].sort((a, b) => a.dueAt - b.dueAt || (a.obligation < b.obligation ? -1 : 1));
}

function ended(stream: string, one: ClosedObligation): Owed {
  const { id, duty, by, from, dueAt, closedAt, outcome, fired } = one;
  const missed = outcome === 'void';
  return {
    stream,
    obligation: id,
    duty,
    by,
    from,
    dueAt,
    doneAt: missed ? null : closedAt,
    fate: missed ? 'missed' : outcome === 'kept' ? 'in_time' : 'late',
    escalations: fired,
    delayMs: Math.max(0, closedAt - dueAt),
  };
}

function running(stream: string, one: OpenObligation, endedAt: number): Owed {
  const { id, duty, by, from, dueAt, fired } = one;
  const isOver = fired > 0 || (dueAt < endedAt && !isPaused(one));
  return {
    stream,
    obligation: id,
    duty,
    by,
    from,
    dueAt,
    doneAt: null,
    fate: isOver ? 'missed' : 'open',
    escalations: fired,
    delayMs: isOver ? Math.max(0, endedAt - dueAt) : 0,
  };
}
