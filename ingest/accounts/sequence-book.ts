import type { SequenceState } from '../../store/accounts.ts';

/** Gaps that are kept for one station. */
export const MAX_GAPS = 64;

/**
 * What a number was to its count: the `first` ever; the `next`; `ahead`, leaving a gap; `filled` a gap; `earlier` than the first;
 * a `repeat`; `restarted` a new count; a `leftover` of the count before.
 */
export type SequenceOutcome = 'first' | 'next' | 'ahead' | 'filled' | 'earlier' | 'repeat' | 'restarted' | 'leftover';

export interface Booked {
  readonly state: SequenceState;
  readonly outcome: SequenceOutcome;
  /** Numbers that are missing since this step, are no longer, and never will be found (SEQ-7: they balance). */
  readonly opened: number;
  readonly filled: number;
  readonly lost: number;
}

/**
 * One step of the book of one station's numbers: `seq` is accounted for (committed, or refused for good). `at` is the reading's
 * period end, epoch ms; absent for a refusal, which cannot begin a new count.
 */
export function bookSequence(
  state: SequenceState | undefined,
  step: { readonly seq: number; readonly at?: number },
): Booked {
  const { seq, at = 0 } = step;
  if (state === undefined) return booked(newCount(seq, at), 'first');
  const { base, highest, missing, previous } = state;
  const newestAt = Math.max(state.newestAt, at);
  if (seq === highest + 1) return booked({ ...state, highest: seq, newestAt }, 'next');
  if (seq > highest) {
    // A broker may still deliver what the logger sent before it began anew.
    if (previous !== undefined && seq <= previous.highest && at <= previous.newestAt) return booked(state, 'leftover');
    const widened = bounded({ ...state, highest: seq, newestAt, missing: missing.concat(highest + 1, seq - 1) });
    return { ...booked(widened.state, 'ahead'), opened: seq - 1 - highest + widened.reopened };
  }
  const gap = gapOf(missing, seq);
  if (gap !== undefined) {
    const filled = bounded({ ...state, newestAt, missing: without(missing, gap, seq) });
    return { ...booked(settled(filled.state), 'filled'), opened: filled.reopened, filled: 1 };
  }
  // The same number for a newer period: the logger has begun to count anew. Nobody sends a resent reading under a newer time.
  if (at > state.newestAt) {
    const renewed = newCount(seq, at, { count: state.count + 1, highest, newestAt: state.newestAt });
    return { ...booked(renewed, 'restarted'), lost: missingCount(state) };
  }
  if (seq >= base) return booked(state, 'repeat');
  if (seq === base - 1) return booked({ ...state, base: seq }, 'earlier');
  const lowered = bounded({ ...state, base: seq, missing: [seq + 1, base - 1].concat(missing) });
  return { ...booked(lowered.state, 'earlier'), opened: base - 1 - seq + lowered.reopened };
}

/** Highest number with everything from `base` to it accounted for. */
export function storedUpTo({ missing, highest }: SequenceState): number {
  const first = missing[0];
  return first === undefined ? highest : first - 1;
}

export function missingCount({ missing }: SequenceState): number {
  let count = 0;
  for (const [from, to] of gapsOf(missing)) count += to - from + 1;
  return count;
}

/** The flat list as pairs, for the wire. */
export function gapsOf(missing: readonly number[]): [from: number, to: number][] {
  const gaps: [number, number][] = [];
  for (let i = 0; i < missing.length; i += 2) gaps.push([missing[i] ?? 0, missing[i + 1] ?? 0]);
  return gaps;
}

function booked(state: SequenceState, outcome: SequenceOutcome): Booked {
  return { state, outcome, opened: 0, filled: 0, lost: 0 };
}

function newCount(
  seq: number,
  at: number,
  before?: { readonly count: number; readonly highest: number; readonly newestAt: number },
): SequenceState {
  const fresh = { base: seq, highest: seq, newestAt: at, missing: [], merged: 0 };
  if (before === undefined) return { ...fresh, count: 1 };
  return { ...fresh, count: before.count, previous: { highest: before.highest, newestAt: before.newestAt } };
}

/** Where in the flat list the gap begins that has the number. */
function gapOf(missing: readonly number[], seq: number): number | undefined {
  for (let i = 0; i < missing.length; i += 2) {
    if (seq < (missing[i] ?? 0)) return undefined;
    if (seq <= (missing[i + 1] ?? 0)) return i;
  }
  return undefined;
}

function without(missing: readonly number[], gap: number, seq: number): number[] {
  const from = missing[gap] ?? seq;
  const to = missing[gap + 1] ?? seq;
  const left = from < seq ? [from, seq - 1] : [];
  const right = seq < to ? [seq + 1, to] : [];
  return missing.toSpliced(gap, 2, ...left, ...right);
}

/** Beyond the bound the two oldest gaps become one: what lies between is asked for again, and a repeat does no harm. */
function bounded(state: SequenceState): { readonly state: SequenceState; readonly reopened: number } {
  const { missing } = state;
  const [, firstEnd, secondStart] = missing;
  if (missing.length <= 2 * MAX_GAPS || firstEnd === undefined || secondStart === undefined)
    return { state, reopened: 0 };
  const reopened = secondStart - firstEnd - 1;
  return { state: { ...state, missing: missing.toSpliced(1, 2), merged: state.merged + reopened }, reopened };
}

function settled(state: SequenceState): SequenceState {
  return state.missing.length === 0 ? { ...state, merged: 0 } : state;
}
