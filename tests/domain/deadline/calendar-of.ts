import { Clocks } from '../../../domain/agreement/clocks.ts';
import { Term, type TermInput } from '../../../domain/agreement/term.ts';
import { type Due, dueAt } from '../../../domain/deadline/due-at.ts';
import type { Pause } from '../../../domain/deadline/pause.ts';
import { WorkingCalendar } from '../../../domain/deadline/working-calendar.ts';
import { formatIso } from '../../../domain/time.ts';

/** An instant of Asia/Shanghai: `2026-02-13 16:30`. */
export function at(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}:00+08:00`);
}

export function calendarOf(clocks: Parameters<typeof Clocks.parse>[0] = {}): WorkingCalendar {
  return new WorkingCalendar(Clocks.parse(clocks), '+08:00');
}

export function due(from: string, term: TermInput, pauses: readonly Pause[] = [], calendar = calendarOf()): Due {
  return dueAt({ from: at(from), term: Term.parse(term), pauses }, calendar);
}

/** `2026-02-24T10:30`, with `?2027` where it is provisional, or `paused`. */
export function dueText(...given: Parameters<typeof due>): string {
  const found = due(...given);
  if (found.state === 'paused') return 'paused';
  return `${formatIso(found.at).slice(0, 16)}${found.state === 'provisional' ? `?${found.unknownYear}` : ''}`;
}
