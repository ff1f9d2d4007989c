import { type Grade, higherGrade, isAtLeast } from './grade.ts';

const HOUR_MS = 3_600_000;

/** A grade that is in force, and since when what the air gives has been below it. Plain JSON. */
export interface HeldGrade {
  readonly grade: Grade;
  /** Epoch ms; null while the air gives the grade itself. */
  readonly belowSince: number | null;
  /** The highest that the air has given since. */
  readonly highestBelow: Grade;
}

export type HeldOutcome = 'unchanged' | 'raised' | 'held' | 'lowered';

export const NOTHING_HELD: HeldGrade = { grade: 'none', belowSince: null, highestBelow: 'none' };

/**
 * A warning is raised at once and lowered late (GRA-16): when what the air gives has been below it, observed or forecast, for
 * `liftHours` on end, to the highest of that time. `given` holds from `at` (epoch ms) on; `ahead` is what later spans give,
 * in order, each up to its end.
 */
export function stepHeldGrade(
  held: HeldGrade,
  now: { readonly at: number; readonly given: Grade },
  ahead: readonly { readonly endAt: number; readonly grade: Grade }[],
  liftHours: number,
): { readonly held: HeldGrade; readonly outcome: HeldOutcome; readonly belowHours: number } {
  const { at, given } = now;
  if (isAtLeast(given, held.grade)) {
    const outcome = given === held.grade ? 'unchanged' : 'raised';
    return { held: { grade: given, belowSince: null, highestBelow: 'none' }, outcome, belowHours: 0 };
  }
  const belowSince = held.belowSince ?? at;
  const highestBelow = higherGrade(held.highestBelow, given);
  const enoughAt = belowSince + liftHours * HOUR_MS;
  let belowUntil = at;
  let highest = highestBelow;
  for (const { endAt, grade } of ahead) {
    if (endAt <= at) continue;
    if (belowUntil >= enoughAt || isAtLeast(grade, held.grade)) break;
    belowUntil = endAt;
    highest = higherGrade(highest, grade);
  }
  const belowHours = (belowUntil - belowSince) / HOUR_MS;
  if (belowUntil < enoughAt) {
    return { held: { grade: held.grade, belowSince, highestBelow }, outcome: 'held', belowHours };
  }
  const lowered: HeldGrade =
    highest === given
      ? { grade: given, belowSince: null, highestBelow: 'none' }
      : { grade: highest, belowSince: at, highestBelow: given };
  return { held: lowered, outcome: 'lowered', belowHours };
}
