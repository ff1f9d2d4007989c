import type { Verdict } from './verdict.ts';

/** Judgement of a value as a whole, mildest first (the roll-up order of QARTOD's flags as ioos_qc has it). */
export const QUALITIES = ['missing', 'unknown', 'good', 'suspect', 'fail'] as const;
export type Quality = (typeof QUALITIES)[number];

/** The worst of them; `missing` of none. */
export function worstOf(qualities: Iterable<Quality>): Quality {
  let worst = 0;
  for (const quality of qualities) worst = Math.max(worst, QUALITIES.indexOf(quality));
  return QUALITIES[worst] ?? 'missing';
}

/** `verdicts`: all on this one value; undefined when nobody has judged it, which is not the same as finding nothing. */
export function qualityOf(value: number | undefined, verdicts: readonly Verdict[] | undefined): Quality {
  if (value === undefined) return 'missing';
  if (verdicts === undefined) return 'unknown';
  return worstOf(['good', ...verdicts.map(({ severity }) => severity)]);
}
