import type { GradeSet } from './grade-set.ts';

/** The set that applies on a day (`YYYY-MM-DD`), of those given; the one that began last when several do. */
export function gradeSetInForce(sets: Iterable<GradeSet>, day: string): GradeSet | undefined {
  let found: GradeSet | undefined;
  for (const set of sets) {
    const { from, to } = set.effective;
    const applies = from <= day && (to === undefined || day <= to);
    if (applies && (found === undefined || from > found.effective.from)) found = set;
  }
  return found;
}
