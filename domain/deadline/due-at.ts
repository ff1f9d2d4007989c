import type { Term } from '../agreement/term.ts';
import type { Pause } from './pause.ts';
import type { Span, WorkingCalendar } from './working-calendar.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** No term of an agreement is longer (2,500 working days); beyond it the calendar has no working day at all. */
const LONGEST_DAYS = 20_000;

/**
 * When a term ends, epoch ms. `provisional`: it reaches into a year whose holidays are not known, so weekends alone were counted there
 * and the caller has to say so. `paused`: the clock stands still and has no end yet.
 */
export type Due =
  | { readonly state: 'certain'; readonly at: number }
  | { readonly state: 'provisional'; readonly at: number; readonly unknownYear: number }
  | { readonly state: 'paused'; readonly since: number; readonly reason: string };

export interface Running {
  /** Epoch ms. */
  readonly from: number;
  readonly term: Term;
  readonly pauses?: readonly Pause[];
}

/** The end of a term that began at `from` (docs/spec/deadlines.md, DLN-1..6). Throws RangeError when the calendar has no working day. */
export function dueAt({ from, term, pauses = [] }: Running, calendar: WorkingCalendar): Due {
  const { minutes = 0, hours = 0, days, working_days } = term;
  const timeline = new Timeline(from, calendar, pauses);
  if (working_days !== undefined) return timeline.afterDays(working_days, 'working_days');
  if (days !== undefined) return timeline.afterDays(days, 'days');
  return timeline.afterTime(minutes * MINUTE_MS + hours * 60 * MINUTE_MS, term.clock);
}

class Timeline {
  readonly #from: number;
  readonly #calendar: WorkingCalendar;
  readonly #pauses: readonly Pause[];
  #unknownYear: number | undefined;

  constructor(from: number, calendar: WorkingCalendar, pauses: readonly Pause[]) {
    this.#from = from;
    this.#calendar = calendar;
    this.#pauses = [...pauses].sort((a, b) => a.from - b.from);
  }

  /** Minutes and hours, DLN-1 and DLN-3. */
  afterTime(length: number, clock: Term['clock']): Due {
    let left = length;
    for (const span of clock === 'wall' ? [{ from: this.#from, to: Infinity }] : this.#workingSpans()) {
      for (const { from, to } of this.#unpaused(span)) {
        if (from + left <= to) return this.#end(from + left);
        left -= to - from;
      }
      const standing = this.#standingAt(span.to);
      if (standing !== undefined) return standing;
    }
    throw new RangeError('the calendar has no working time left');
  }

  /** Civil Code art. 201 and 203: the day of the beginning does not count, the last one ends with business or at 24:00 (DLN-2, DLN-4). */
  afterDays(count: number, unit: 'days' | 'working_days'): Due {
    let left = count;
    const first = this.#calendar.dayOf(this.#from);
    for (let day = first + 1; day <= first + LONGEST_DAYS; day += 1) {
      const standing = this.#standingAt(this.#calendar.startOf(day) + DAY_MS);
      if (standing !== undefined) return standing;
      const counts = unit === 'days' || this.#isWorking(day);
      if (counts && left > 0 && !this.#touchedByPause(day)) left -= 1;
      if (left > 0 || !this.#isWorking(day)) continue;
      return this.#end(unit === 'days' ? this.#calendar.startOf(day) + DAY_MS : this.#calendar.workingHours(day).to);
    }
    throw new RangeError('the calendar has no working day left');
  }

  *#workingSpans(): Iterable<Span> {
    const first = this.#calendar.dayOf(this.#from);
    for (let day = first; day <= first + LONGEST_DAYS; day += 1) {
      if (!this.#isWorking(day)) continue;
      const { from, to } = this.#calendar.workingHours(day);
      if (to > this.#from) yield { from: Math.max(from, this.#from), to };
    }
  }

  *#unpaused(span: Span): Iterable<Span> {
    let { from } = span;
    for (const pause of this.#pauses) {
      const to = pause.to ?? Infinity;
      if (to <= from || pause.from >= span.to) continue;
      if (pause.from > from) yield { from, to: pause.from };
      from = to;
    }
    if (from < span.to) yield { from, to: span.to };
  }

  /** The pause that has no end and has begun before `at`. */
  #standingAt(at: number): Due | undefined {
    const open = this.#pauses.find((pause) => pause.to === null && pause.from < at);
    return open && { state: 'paused', since: open.from, reason: open.reason };
  }

  #touchedByPause(day: number): boolean {
    const from = this.#calendar.startOf(day);
    return this.#pauses.some((pause) => pause.from < from + DAY_MS && (pause.to ?? Infinity) > from);
  }

  #isWorking(day: number): boolean {
    const { working, unknownYear } = this.#calendar.assumed(day);
    this.#unknownYear ??= unknownYear;
    return working;
  }

  #end(at: number): Due {
    const unknownYear = this.#unknownYear;
    return unknownYear === undefined ? { state: 'certain', at } : { state: 'provisional', at, unknownYear };
  }
}
