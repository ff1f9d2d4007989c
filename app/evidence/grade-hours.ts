import type { Grade } from '../../domain/grade/grade.ts';
import type { GradeEvent } from '../../domain/grade/grade-event.ts';

const HOUR_MS = 3_600_000;

/** Of one subject the grade in every hour of a span; undefined where the events leave it open. */
type Hours = (Grade | undefined)[];

/** The grades of a region and its cities hour by hour, as a run of events tells them in the end. Spans are (from, to], epoch ms. */
export class GradeHours {
  readonly #from: number;
  readonly #count: number;
  readonly #subjects = new Map<string, Hours>();

  /** `events` in the order in which they were told; what they tell of earlier hours gives the grade at the beginning. */
  constructor(events: Iterable<GradeEvent>, { from, to }: { readonly from: number; readonly to: number }) {
    this.#from = from;
    this.#count = Math.max(0, Math.round((to - from) / HOUR_MS));
    for (const event of events) this.#take(event);
  }

  get subjects(): Iterable<string> {
    return this.#subjects.keys();
  }

  /** `key`: `city:jia`. `at`: end of the hour; `from` itself is the hour before the span. */
  gradeOf(key: string, at: number): Grade | undefined {
    const hours = this.#subjects.get(key);
    return hours === undefined ? 'none' : hours[Math.round((at - this.#from) / HOUR_MS)];
  }

  #take(event: GradeEvent): void {
    if (event.type === 'grade.changed') {
      const { subject, grade, changedFrom } = event.data;
      const hours = this.#of(`${subject.kind}:${subject.id}`);
      this.#set(hours, event.at - HOUR_MS, Number.POSITIVE_INFINITY, grade);
      // Late data changed the newest hour: what the hours between would be now is not told.
      if (changedFrom !== undefined) this.#set(hours, changedFrom - HOUR_MS, event.at - HOUR_MS, undefined);
    } else if (event.type === 'grade.corrected') {
      const { subject, spans } = event.data;
      const hours = this.#of(`${subject.kind}:${subject.id}`);
      for (const { from, to, grade } of spans) this.#set(hours, from, to, grade);
    }
  }

  #of(key: string): Hours {
    const hours = this.#subjects.get(key) ?? new Array<Grade | undefined>(this.#count + 1).fill('none');
    this.#subjects.set(key, hours);
    return hours;
  }

  /** Of the hours that end in (after, to]. */
  #set(hours: Hours, after: number, to: number, grade: Grade | undefined): void {
    const first = Math.max(0, Math.floor((after - this.#from) / HOUR_MS) + 1);
    const last = Math.min(this.#count, Math.floor((to - this.#from) / HOUR_MS));
    for (let place = first; place <= last; place += 1) hours[place] = grade;
  }
}
