import type { Clocks } from '../agreement/clocks.ts';
import { utcOffsetMs } from '../agreement/utc-offset.ts';
import { STATUTORY_HOLIDAYS } from './statutory-holidays.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** What a day is. `unknown`: its year's holidays have not been published, or not told to this program. */
export type DayKind = 'working' | 'closed' | 'unknown';

export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * The days and working hours of one agreement on its region's clock (DLN-3..5). Days are numbered from 1970-01-01 of that clock;
 * instants are epoch ms.
 */
export class WorkingCalendar {
  readonly #clocks: Clocks;
  readonly #offsetMs: number;
  readonly #from: number;
  readonly #to: number;

  constructor(clocks: Clocks, utcOffset: string) {
    this.#clocks = clocks;
    this.#offsetMs = utcOffsetMs(utcOffset);
    this.#from = clockTimeMs(clocks.working_hours.from);
    this.#to = clockTimeMs(clocks.working_hours.to);
  }

  dayOf(at: number): number {
    return Math.floor((at + this.#offsetMs) / DAY_MS);
  }

  /** 00:00 of the day. */
  startOf(day: number): number {
    return day * DAY_MS - this.#offsetMs;
  }

  /** `HH:MM` of that day. */
  at(day: number, clockTime: string): number {
    return this.startOf(day) + clockTimeMs(clockTime);
  }

  workingHours(day: number): Span {
    return { from: this.startOf(day) + this.#from, to: this.startOf(day) + this.#to };
  }

  kindOf(day: number): DayKind {
    const text = dayText(day);
    const { holidays, also_closed, also_open } = this.#clocks;
    if (also_open.includes(text)) return 'working';
    if (also_closed.includes(text)) return 'closed';
    if (holidays === 'none') return 'working';
    if (holidays === 'weekends') return isWeekend(day) ? 'closed' : 'working';
    const year = STATUTORY_HOLIDAYS.get(yearOf(day));
    if (year === undefined) return 'unknown';
    if (year.open.includes(text)) return 'working';
    if (isWeekend(day) || year.closed.some(([first, last]) => first <= text && text <= last)) return 'closed';
    return 'working';
  }

  /** Working or not; a day of an unknown year by its place in the week, and then its year, so that the caller says so. */
  assumed(day: number): { readonly working: boolean; readonly unknownYear?: number } {
    const kind = this.kindOf(day);
    return kind === 'unknown'
      ? { working: !isWeekend(day), unknownYear: yearOf(day) }
      : { working: kind === 'working' };
  }
}

/** `YYYY-MM-DD` of a day number. */
export function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

function yearOf(day: number): number {
  return Number(dayText(day).slice(0, 4));
}

/** 1970-01-01 was a Thursday. */
function isWeekend(day: number): boolean {
  const weekday = (((day + 4) % 7) + 7) % 7;
  return weekday === 0 || weekday === 6;
}

function clockTimeMs(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return ((hours ?? 0) * 60 + (minutes ?? 0)) * MINUTE_MS;
}
