import { type Alert, type AlertEvent, applyAlertEvent } from '../../domain/alert/alert.ts';
import type { Grade } from '../../domain/grade/grade.ts';
import type { Subject } from '../../domain/rule/subject.ts';
import type { ReplayEvent } from './replay-event.ts';

/** A grade of a subject from an instant to an instant, epoch ms. */
export interface GradeSpan {
  readonly subject: Subject;
  readonly from: number;
  readonly to: number;
  readonly grade: Grade;
  readonly reason: string;
  /** Only of city-days: when it would have been proposed. */
  readonly proposeAt?: number;
}

type GradeStep = Omit<GradeSpan, 'to' | 'subject'>;

/** The events of a replay folded: the alerts as they stand in the end, and the grades over time. */
export class ReplayRecord {
  readonly #alerts = new Map<string, Alert>();
  readonly #steps = new Map<string, { readonly subject: Subject; steps: GradeStep[] }>();
  readonly corrections: AlertEvent[] = [];
  events = 0;

  add(event: ReplayEvent): void {
    this.events += 1;
    switch (event.type) {
      case 'grade.changed': {
        const { subject, grade, reason, proposeAt } = event.data;
        const step = { from: event.at, grade, reason, ...(proposeAt === undefined ? {} : { proposeAt }) };
        this.#of(subject).steps.push(step);
        return;
      }
      case 'grade.corrected': {
        const { subject, changedFrom, spans } = event.data;
        const known = this.#of(subject);
        const kept = known.steps.filter(({ from }) => from < (spans[0]?.from ?? changedFrom));
        known.steps = [...kept, ...spans.map(({ from, grade }) => ({ from, grade, reason: 'corrected' }))];
        return;
      }
      case 'grade.notice':
        return;
      default: {
        const { alert } = event.data;
        if (event.type === 'alert.corrected' || event.type === 'alert.withdrawn') this.corrections.push(event);
        this.#alerts.set(alert, applyAlertEvent(this.#alerts.get(alert), event));
      }
    }
  }

  /** In the order in which they were first raised, withdrawn ones too. */
  get alerts(): readonly Alert[] {
    return [...this.#alerts.values()].sort((a, b) => a.raisedAt - b.raisedAt);
  }

  alert(id: string): Alert | undefined {
    return this.#alerts.get(id);
  }

  /** All spans with a colour, up to `end` (epoch ms). */
  gradeSpans(end: number): GradeSpan[] {
    return [...this.#steps.values()].flatMap(({ subject, steps }) =>
      steps.flatMap((step, place) => {
        const to = steps[place + 1]?.from ?? end;
        return step.grade === 'none' || to <= step.from ? [] : [{ subject, to, ...step }];
      }),
    );
  }

  #of(subject: Subject) {
    const key = `${subject.kind}:${subject.id}`;
    const known = this.#steps.get(key) ?? { subject, steps: [] };
    this.#steps.set(key, known);
    return known;
  }
}
