import type { AqiSpan } from '../../../domain/grade/episode.ts';
import { type GradeScale, gradeScale } from '../../../domain/grade/grade-scale.ts';
import { SHIPPED_GRADE_SETS } from '../../../domain/grade/shipped-grade-sets.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
/** 2026-01-01 00:00 +08:00. */
export const START = Date.UTC(2025, 11, 31, 16);

/** The scale of a shipped set. */
export function scaleOf(id: string): GradeScale {
  const set = SHIPPED_GRADE_SETS.get(id);
  if (set === undefined) throw new Error(`no set ${id}`);
  return gradeScale(set);
}

/** City-days on end from START. */
export function days(...aqi: readonly number[]): AqiSpan[] {
  return aqi.map((value, index) => ({ endAt: START + (index + 1) * DAY_MS, hours: 24, aqi: value }));
}

/** Hours of the running 24 h mean on end, the first ending at `START + 1 h`: `hours([30, 210])` is 210 for 30 hours. */
export function hours(...parts: readonly (readonly [count: number, aqi: number])[]): AqiSpan[] {
  return parts
    .flatMap(([count, aqi]) => Array.from({ length: count }, () => aqi))
    .map((aqi, index) => ({ endAt: START + (index + 1) * HOUR_MS, hours: 1, aqi }));
}
