import type { ThresholdRule } from './rule.ts';

const HOUR_MS = 3_600_000;

/** Where one rule stands on one subject. A value: a step returns a new one. */
export interface ThresholdState {
  readonly phase: 'normal' | 'raised';
  /** Consecutive hours above the limit up to `lastHour`, while normal. */
  readonly run: number;
  /** Newest hour (its end, epoch ms) that was judged. */
  readonly lastHour: number;
}

export const initialThreshold: ThresholdState = { phase: 'normal', run: 0, lastHour: Number.NEGATIVE_INFINITY };

/** Why a step decided as it did. */
export type ThresholdReason =
  | 'already_judged'
  | 'value_missing'
  | 'not_above'
  | 'above_too_short'
  | 'above_long_enough'
  | 'not_yet_below'
  | 'below_again';

export interface ThresholdOutcome {
  readonly decision: 'none' | 'raised' | 'returned';
  readonly reason: ThresholdReason;
}

/** The hour a rule is asked about: its end (epoch ms) and the quantity's value, null when missing or invalid. */
export interface Hour {
  readonly at: number;
  readonly value: number | null;
}

/**
 * Judges one hour. Pure; hours must come in order, an hour at or before the last judged one changes nothing (RUL-6).
 * Live, restart and replay call this and nothing else.
 */
export function stepThreshold(
  rule: Pick<ThresholdRule, 'above' | 'below' | 'for_hours'>,
  state: ThresholdState,
  hour: Hour,
): { readonly state: ThresholdState; readonly outcome: ThresholdOutcome } {
  const { at, value } = hour;
  if (at <= state.lastHour) return { state, outcome: none('already_judged') };
  if (state.phase === 'raised') {
    if (value === null) return { state: { ...state, lastHour: at }, outcome: none('value_missing') }; // RUL-5
    if (value >= rule.below) return { state: { ...state, lastHour: at }, outcome: none('not_yet_below') }; // RUL-3
    return {
      state: { phase: 'normal', run: 0, lastHour: at },
      outcome: { decision: 'returned', reason: 'below_again' },
    };
  }
  if (value === null) return { state: { phase: 'normal', run: 0, lastHour: at }, outcome: none('value_missing') }; // RUL-4
  if (value <= rule.above) return { state: { phase: 'normal', run: 0, lastHour: at }, outcome: none('not_above') }; // RUL-1
  const run = (at - state.lastHour === HOUR_MS ? state.run : 0) + 1; // RUL-4: an hour that never came breaks the run
  if (run < rule.for_hours) return { state: { phase: 'normal', run, lastHour: at }, outcome: none('above_too_short') }; // RUL-2
  return {
    state: { phase: 'raised', run: 0, lastHour: at },
    outcome: { decision: 'raised', reason: 'above_long_enough' },
  };
}

function none(reason: ThresholdReason): ThresholdOutcome {
  return { decision: 'none', reason };
}
