import type { Grade } from './grade.ts';
import { GRADES } from './grade.ts';
import { type GradeNeed, needsOf } from './grade-condition.ts';
import type { GradeSet } from './grade-set.ts';

/** A statement with the place of its limit in `GradeScale.limits`. */
export type ScaleNeed =
  | { readonly above: number; readonly limit: number; readonly forHours: number }
  | { readonly reaches: number };

/** A grade set made ready for counting. Build it once per set and keep it: the state of an episode belongs to one scale. */
export interface GradeScale {
  readonly set: GradeSet;
  /** The different AQI limits that some condition counts hours above, ascending. */
  readonly limits: readonly number[];
  /** Highest colour first; one of `conditions` is enough, all statements of a condition are needed. */
  readonly levels: readonly { readonly grade: Grade; readonly conditions: readonly (readonly ScaleNeed[])[] }[];
}

export function gradeScale(set: GradeSet): GradeScale {
  const limits: number[] = [];
  for (const conditions of Object.values(set.grades)) {
    for (const need of conditions.flatMap(needsOf)) {
      if ('above' in need && !limits.includes(need.above)) limits.push(need.above);
    }
  }
  limits.sort((a, b) => a - b);
  const ready = (need: GradeNeed): ScaleNeed =>
    'above' in need ? { above: need.above, limit: limits.indexOf(need.above), forHours: need.for_hours } : need;
  const levels = [...GRADES].reverse().flatMap((grade) => {
    const conditions = grade === 'none' ? undefined : set.grades[grade];
    return conditions === undefined ? [] : [{ grade, conditions: conditions.map((one) => needsOf(one).map(ready)) }];
  });
  return { set, limits, levels };
}
