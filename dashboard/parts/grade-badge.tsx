import type { Grade } from '../../domain/grade/grade.ts';
import { words } from '../words/language.ts';

/** A warning's grade: outlined, with its character. Never filled: a filled field is an index. */
export function GradeBadge({ grade, large = false }: { readonly grade: Grade; readonly large?: boolean }) {
  const { short, long } = words.value.grades;
  return (
    <b class={`grade grade-${grade}${large ? ' grade-large' : ''}`} title={long[grade]}>
      {short[grade]}
    </b>
  );
}
