import type { CityHour } from '../../domain/air/city-hour.ts';
import type { AlertEvent } from '../../domain/alert/alert.ts';
import type { GradeEvent } from '../../domain/grade/grade-event.ts';

/** What a batch of readings led to, in the order in which it became known. */
export interface Evaluation {
  readonly alerts: AlertEvent[];
  readonly grades: GradeEvent[];
  /** City hours that were closed, and those that late data changed. */
  readonly closed: CityHour[];
  /** Readings of hours that were closed before, and among them those beyond the window, which are not judged. */
  late: number;
  tooLate: number;
  /** Open hours (end, epoch ms) of which something new was learned. */
  readonly touched: Set<number>;
  /** Hours of stations whose parts are not kept any more: to be read from the store again and given to `recalled`. */
  readonly recalls: { readonly station: string; readonly hour: number }[];
}

/** Nothing learned, nothing decided yet. */
export function emptyEvaluation(): Evaluation {
  return { alerts: [], grades: [], closed: [], late: 0, tooLate: 0, touched: new Set(), recalls: [] };
}

/** What came of one after what came of the other. */
export function appendEvaluation(to: Evaluation, from: Evaluation): void {
  to.alerts.push(...from.alerts);
  to.closed.push(...from.closed);
  to.grades.push(...from.grades);
}
