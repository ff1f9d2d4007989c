import { type ClosedObligation, isPaused, type Obligation, type OpenObligation } from './obligation.ts';

/** All that is owed in one warning or case, and what has become of the rest. Plain JSON. */
export type Clockwork = {
  readonly open: readonly OpenObligation[];
  readonly closed: readonly ClosedObligation[];
};

export const NO_CLOCKS: Clockwork = { open: [], closed: [] };

/** What an event does to the clocks; ids are those of open obligations. Plain JSON, part of the event. */
export type ClockChange = {
  readonly opens?: readonly Obligation[];
  readonly keeps?: readonly string[];
  readonly voids?: readonly string[];
  /** One step of one obligation is told, DLN-9. */
  readonly fires?: { readonly id: string; readonly step: number };
  readonly pauses?: { readonly id: string; readonly reason: string };
  /** The same obligation with its new end. */
  readonly resumes?: Obligation;
};

/** Clocks after an event at `at` (epoch ms). What cannot be is a broken record and throws. */
export function applyClockChange(clocks: Clockwork, change: ClockChange, at: number): Clockwork {
  const { opens = [], keeps = [], voids = [], fires, pauses, resumes } = change;
  const closed = [...clocks.closed];
  const left = new Map(clocks.open.map((one) => [one.id, one]));
  const found = (id: string): OpenObligation => {
    const one = left.get(id);
    if (one === undefined) throw new Error(`obligation ${id} is not open`);
    return one;
  };
  if (fires !== undefined) {
    const one = found(fires.id);
    if (fires.step !== one.fired + 1 || fires.step > one.steps.length) {
      throw new Error(`step ${fires.step} of obligation ${fires.id} after step ${one.fired}`);
    }
    left.set(fires.id, { ...one, fired: fires.step });
  }
  for (const id of [...keeps, ...voids]) {
    const { duty, by, from, dueAt, fired } = found(id);
    const outcome = voids.includes(id) ? 'void' : at > dueAt || fired > 0 ? 'kept_late' : 'kept';
    closed.push({ id, duty, by, from, dueAt, closedAt: at, outcome, fired });
    left.delete(id);
  }
  if (pauses !== undefined) {
    const one = found(pauses.id);
    if (isPaused(one)) throw new Error(`obligation ${pauses.id} is paused a second time`);
    left.set(one.id, { ...one, pauses: [...one.pauses, { from: at, to: null, reason: pauses.reason }] });
  }
  if (resumes !== undefined) {
    const one = found(resumes.id);
    if (!isPaused(one)) throw new Error(`obligation ${resumes.id} goes on without having been paused`);
    left.set(one.id, { ...one, ...resumes, pauses: closedPauses(one, at) });
  }
  for (const one of opens) {
    if (left.has(one.id)) throw new Error(`obligation ${one.id} is opened a second time`);
    left.set(one.id, { ...one, fired: 0, pauses: [] });
  }
  return { open: [...left.values()], closed };
}

/** The pauses of an obligation whose last one ends at `at`. */
export function closedPauses({ pauses }: Pick<OpenObligation, 'pauses'>, at: number): OpenObligation['pauses'] {
  return pauses.map((pause) => (pause.to === null ? { ...pause, to: at } : pause));
}
