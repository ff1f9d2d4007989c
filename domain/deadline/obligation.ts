import type { Term } from '../agreement/term.ts';
import type { EscalationStep } from './escalation-steps.ts';
import type { Pause } from './pause.ts';

/**
 * Something that a jurisdiction owes by an instant (epoch ms), with the steps of its escalation, all reckoned when it arises by the
 * agreement then in force: what is owed does not change with the program or with a later version. Plain JSON, part of events.
 */
export type Obligation = {
  /** Unique in its warning or case. */
  readonly id: string;
  readonly duty: string;
  /** The jurisdiction that owes it. */
  readonly by: string;
  readonly from: number;
  /** Absent where it is due at a time of the clock. */
  readonly term?: Term;
  readonly dueAt: number;
  /** A year whose holidays were not known: `dueAt` counts weekends alone there. */
  readonly provisional?: number;
  /** In the order of their times; the first is at `dueAt`. */
  readonly steps: readonly EscalationStep[];
};

/** An obligation that is not yet kept. */
export type OpenObligation = Obligation & {
  /** How many of its steps have been told. */
  readonly fired: number;
  /** The last one may be open: then nothing falls due. */
  readonly pauses: readonly Pause[];
};

/** How it ended; `void`: nothing was owed any longer. */
export type ClosedObligation = {
  readonly id: string;
  readonly duty: string;
  readonly by: string;
  readonly from: number;
  readonly dueAt: number;
  readonly closedAt: number;
  readonly outcome: 'kept' | 'kept_late' | 'void';
  readonly fired: number;
};

export function isPaused({ pauses }: Pick<OpenObligation, 'pauses'>): boolean {
  return pauses.at(-1)?.to === null;
}
