import type { Evaluator } from '../../alerting/evaluation/evaluator.ts';
import type { RuleHour } from '../../alerting/evaluation/rule-set.ts';
import type { CityHour } from '../../domain/air/city-hour.ts';
import type { Reading } from '../../domain/air/reading.ts';
import { type Alert, applyAlertEvent } from '../../domain/alert/alert.ts';
import type { GradeEvent } from '../../domain/grade/grade-event.ts';
import type { Subject } from '../../domain/rule/subject.ts';

/** How each alert's rule judged its subject, hour by hour; by `traceKey`. */
export type Trace = ReadonlyMap<string, readonly RuleHour[]>;

export interface Told {
  /** As they stand in the end, those that were known before among them. */
  readonly alerts: readonly Alert[];
  readonly grades: readonly GradeEvent[];
  readonly cityHours: readonly CityHour[];
  readonly trace: Trace;
}

export type Traced = readonly { readonly rule: string; readonly subject: Subject }[];

export function traceKey({ rule, subject }: { readonly rule: string; readonly subject: Subject }): string {
  return `${rule} ${subject.kind}:${subject.id}`;
}

/** Hours between two looks at how rules judged, and how far a look goes back: the windows do not hold a whole episode. */
const LOOK_EVERY = 24;
const LOOK_BACK = 72;

/** Lets an evaluator judge, and listens: what it says in the end of alerts and city hours, grades in their order, and how rules judged. */
export class Telling {
  readonly #evaluator: Evaluator;
  readonly #traced: Traced;
  readonly #alerts: Map<string, Alert>;
  readonly #grades: GradeEvent[] = [];
  readonly #cityHours = new Map<string, CityHour>();
  readonly #trace = new Map<string, Map<number, RuleHour>>();
  #hours = 0;

  constructor(evaluator: Evaluator, known: readonly Alert[], traced: Traced) {
    this.#evaluator = evaluator;
    this.#traced = traced;
    this.#alerts = new Map(known.map((alert) => [alert.id, alert]));
  }

  judge(readings: readonly Reading[]): void {
    this.#tell(this.#evaluator.judge(readings));
    this.#hours += 1;
    if (this.#hours % LOOK_EVERY === 0) this.#look();
  }

  finish(to: number): void {
    this.#tell(this.#evaluator.settle());
    this.#tell(this.#evaluator.closeHours(to));
    this.#look();
  }

  outcome({ from, to }: { readonly from: number; readonly to: number }): Told {
    const isInside = ({ at }: { readonly at: number }) => at > from && at <= to;
    return {
      alerts: [...this.#alerts.values()],
      grades: this.#grades,
      cityHours: [...this.#cityHours.values()]
        .filter(isInside)
        .sort((a, b) => a.at - b.at || (a.city < b.city ? -1 : 1)),
      trace: new Map(
        [...this.#trace].map(([key, hours]) => [key, [...hours.values()].filter(isInside).sort((a, b) => a.at - b.at)]),
      ),
    };
  }

  #tell({ alerts, grades, closed }: ReturnType<Evaluator['judge']>): void {
    for (const event of alerts) {
      const { alert } = event.data;
      this.#alerts.set(alert, applyAlertEvent(this.#alerts.get(alert), event));
    }
    this.#grades.push(...grades);
    for (const hour of closed) this.#cityHours.set(`${hour.at} ${hour.city}`, hour);
  }

  #look(): void {
    for (const one of this.#traced) {
      const key = traceKey(one);
      const hours = this.#trace.get(key) ?? new Map<number, RuleHour>();
      this.#trace.set(key, hours);
      for (const hour of this.#evaluator.explain({ ...one, hours: LOOK_BACK }) ?? []) hours.set(hour.at, hour);
    }
  }
}
