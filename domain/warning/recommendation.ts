import type { Consultation } from '../agreement/consultation.ts';
import type { IssuedGrade } from '../agreement/role.ts';
import { GRADES, type Grade, isAtLeast, rankOf } from '../grade/grade.ts';
import type { Position, Recommendation, Round } from './warning.ts';

/** How many must agree of so many asked; of two counts given, both. */
export function neededOf({ at_least = 0, share = 0 }: Consultation['quorum'], asked: number): number {
  // A share such as 0.55 of 20 is 11 and not the 11.000000000000002 that binary fractions make of it.
  return Math.max(at_least, Math.ceil(share * asked - 1e-9));
}

/** The highest grade, from the proposed one up, for which the quorum is there (WRN-17). `current`: the grade it would change, and is none. */
export function recommendationOf(
  round: Pick<Round, 'grade' | 'asked' | 'positions' | 'needed' | 'silence'>,
  current?: Grade,
): Recommendation {
  const { asked, positions, needed } = round;
  const supporters = (grade: Grade) =>
    asked.filter((member) => isAtLeast(supportOf(positions[member], round), grade)).sort();
  for (const grade of colours().reverse()) {
    if (rankOf(grade) < rankOf(round.grade)) break;
    const found = supporters(grade);
    if (found.length < needed) continue;
    // The quorum is for what is in force already: that is no change.
    return { grade: grade === current ? null : grade, supporters: found, needed };
  }
  return { grade: null, supporters: supporters(round.grade), needed };
}

function supportOf(given: Position | undefined, { grade, silence }: Pick<Round, 'grade' | 'silence'>): Grade {
  if (given?.position === 'agree') return grade;
  if (given?.position === 'agree_higher') return given.grade ?? grade;
  return given?.position === 'silent' && silence === 'agrees' ? grade : 'none';
}

function colours(): IssuedGrade[] {
  return GRADES.filter((grade) => grade !== 'none');
}
