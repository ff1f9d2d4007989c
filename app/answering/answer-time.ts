import type { Obligation } from '../../domain/deadline/obligation.ts';
import type { Pace } from './manner.ts';

const SECOND_MS = 1000;
/** Of the slow answers, so many come only after the first reminder. */
const REMINDED = 0.5;

/** What of an obligation says when it is answered; epoch ms. */
export type Term = Pick<Obligation, 'from' | 'dueAt'> & { readonly steps: readonly { readonly at: number }[] };

/**
 * When somebody of that pace does what is owed, epoch ms on a whole second; undefined: never. `share` in [0, 1) chooses within the pace.
 * `final`: an answer after its time would not count, so a slow one comes just in time.
 */
export function answerTime(pace: Pace, term: Term, share: number, { final = false } = {}): number | undefined {
  const { from, dueAt, steps } = term;
  const length = Math.max(0, dueAt - from);
  if (pace === 'silent') return undefined;
  if (pace === 'prompt') return wholeSecond(from + length * (0.02 + 0.1 * share));
  if (final) return wholeSecond(dueAt - 0.1 * length * (1 - share));
  if (share >= REMINDED) return wholeSecond(dueAt - 0.1 * length * (1 - (share - REMINDED) / (1 - REMINDED)));
  const [first = { at: dueAt }, second = { at: first.at + length / 2 }] = steps;
  return wholeSecond(first.at + (second.at - first.at) * (0.1 + (0.8 * share) / REMINDED));
}

function wholeSecond(at: number): number {
  return Math.ceil(at / SECOND_MS) * SECOND_MS;
}
