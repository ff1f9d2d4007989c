import { type Grade, higherGrade, rankOf } from '../grade/grade.ts';
import type { Warning } from './warning.ts';

/** The highest grade issued against the highest that measured air gave. `unknown`: the engine told nothing measured. */
export type ForecastAgainstFact = {
  readonly issued: Grade;
  readonly measured: Grade;
  readonly verdict: 'met' | 'issued_too_high' | 'issued_too_low' | 'unknown';
  /** The first issue, before (positive) the beginning that it expected; ms. */
  readonly leadMs: number | null;
};

export function forecastAgainstFact({ issues, airs }: Pick<Warning, 'issues' | 'airs'>): ForecastAgainstFact {
  const issued = issues.reduce<Grade>((highest, { grade }) => higherGrade(highest, grade), 'none');
  const observed = airs.filter(({ basis }) => basis === 'observed');
  const measured = observed.reduce<Grade>((highest, { grade }) => higherGrade(highest, grade), 'none');
  const difference = rankOf(issued) - rankOf(measured);
  const first = issues[0];
  const verdict = difference === 0 ? 'met' : difference > 0 ? 'issued_too_high' : 'issued_too_low';
  return {
    issued,
    measured,
    verdict: observed.length === 0 ? 'unknown' : verdict,
    leadMs: first === undefined ? null : first.window.from - first.at,
  };
}
