import type { GradeSet } from '../grade/grade-set.ts';
import { SHIPPED_GRADE_SETS } from '../grade/shipped-grade-sets.ts';
import type { GradeChoice } from './grade-choice.ts';
import type { IssuedGrade } from './role.ts';

/** The sets that an agreement can name, by id: the shipped ones and its own, which come first. */
export function gradeSetsOf(grades: Pick<GradeChoice, 'own_sets'>): ReadonlyMap<string, GradeSet> {
  return new Map([...SHIPPED_GRADE_SETS, ...grades.own_sets.map((set) => [set.id, set] as const)]);
}

/** The set of a city on a day (`YYYY-MM-DD`): its own where one is in force, else the general one. Undefined when nothing of that name is there. */
export function gradeSetFor(grades: GradeChoice, city: string, day: string): GradeSet | undefined {
  const own = grades.cities.findLast(({ city: id, effective }) => {
    if (id !== city) return false;
    return effective === undefined || (effective.from <= day && day <= (effective.to ?? day));
  });
  return gradeSetsOf(grades).get(own?.set ?? grades.set);
}

/** Colours that a set can give, the lowest first. */
export function coloursOf(set: GradeSet): IssuedGrade[] {
  return (['blue', 'yellow', 'orange', 'red'] as const).filter((colour) => set.grades[colour] !== undefined);
}
