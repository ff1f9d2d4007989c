import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Term, type TermInput } from '../../../domain/agreement/term.ts';
import { dueAt } from '../../../domain/deadline/due-at.ts';
import { isPauseReason } from '../../../domain/deadline/pause.ts';
import { STATUTORY_HOLIDAYS } from '../../../domain/deadline/statutory-holidays.ts';
import { at, calendarOf, dueText } from './calendar-of.ts';

describe('the end of a term', () => {
  it.each<[string, TermInput, string]>([
    ['2026-11-22 23:50', { minutes: 30 }, '2026-11-23T00:20'],
    ['2026-10-01 03:00', { hours: 24 }, '2026-10-02T03:00'],
  ])('[DLN-1] from %s within %o on the wall clock: %s', (from, term, end) => {
    expect(dueText(from, term)).toBe(end);
  });

  it.each<[string, TermInput, string]>([
    ['2026-11-03 09:00', { days: 1 }, '2026-11-05T00:00'],
    ['2026-11-04 23:59', { days: 2 }, '2026-11-07T00:00'],
    // The last day is a Saturday: Monday is the last one.
    ['2026-11-05 09:00', { days: 2 }, '2026-11-10T00:00'],
    // 1 to 7 October are off, and Saturday the 10th is worked.
    ['2026-09-29 09:00', { days: 3 }, '2026-10-09T00:00'],
    ['2026-10-06 09:00', { days: 4 }, '2026-10-11T00:00'],
  ])('[DLN-2] from %s within %o: 24:00 of the last day, %s', (from, term, end) => {
    expect(dueText(from, term)).toBe(end);
  });

  it.each<[string, TermInput, string]>([
    ['2026-11-06 16:30', { hours: 2, clock: 'working' }, '2026-11-09T09:30'],
    ['2026-11-06 06:00', { minutes: 15, clock: 'working' }, '2026-11-06T08:45'],
    ['2026-11-06 08:30', { hours: 9, clock: 'working' }, '2026-11-06T17:30'],
    ['2026-02-14 17:00', { hours: 1, clock: 'working' }, '2026-02-24T09:00'],
  ])('[DLN-3] from %s within %o of working time: %s', (from, term, end) => {
    expect(dueText(from, term)).toBe(end);
  });

  it.each<[string, TermInput, string]>([
    ['2026-11-06 23:00', { working_days: 1 }, '2026-11-09T17:30'],
    ['2026-11-02 09:00', { working_days: 5 }, '2026-11-09T17:30'],
    // Spring Festival of 2026: off 15 to 23 February, Saturdays 14 and 28 worked.
    ['2026-02-13 10:00', { working_days: 5 }, '2026-02-27T17:30'],
    ['2026-02-13 10:00', { working_days: 6 }, '2026-02-28T17:30'],
  ])('[DLN-4] from %s within %o: %s', (from, term, end) => {
    expect(dueText(from, term)).toBe(end);
  });

  it('[DLN-6] goes on where it stopped, a day with a pause does not count, and while it stands there is no end', () => {
    const pause = (from: string, to: string | null) => [
      { from: at(from), to: to === null ? null : at(to), reason: 'outage' },
    ];
    expect(dueText('2026-11-04 08:00', { hours: 2 }, pause('2026-11-04 09:00', '2026-11-04 12:00'))).toBe(
      '2026-11-04T13:00',
    );
    expect(dueText('2026-11-04 08:00', { hours: 2 }, pause('2026-11-04 09:00', null))).toBe('paused');
    expect(dueText('2026-11-04 08:00', { hours: 2 }, pause('2026-11-04 10:00', null))).toBe('2026-11-04T10:00');
    const working: TermInput = { hours: 2, clock: 'working' };
    expect(dueText('2026-11-04 16:30', working, pause('2026-11-04 17:00', '2026-11-05 09:00'))).toBe(
      '2026-11-05T10:30',
    );
    expect(dueText('2026-11-04 16:30', working, pause('2026-11-04 17:00', null))).toBe('paused');
    expect(dueText('2026-11-02 09:00', { working_days: 2 }, pause('2026-11-03 10:00', '2026-11-03 11:00'))).toBe(
      '2026-11-05T17:30',
    );
    expect(dueText('2026-11-02 09:00', { days: 2 }, pause('2026-11-03 10:00', null))).toBe('paused');
  });

  it('[DLN-6] only for a reason that the agreement names', () => {
    const clocks = { pause_reasons: [{ id: 'outage', name: { zh: '故障', en: 'Outage' } }] };
    expect(isPauseReason(clocks, 'outage')).toBe(true);
    expect(isPauseReason(clocks, 'holiday')).toBe(false);
  });

  it('[DLN-11] is never before the beginning, of a longer term never before a shorter one, with a pause never earlier', () => {
    const calendar = calendarOf();
    const term = fc.constantFrom<TermInput>(
      { minutes: 1 },
      { hours: 1 },
      { days: 1 },
      { working_days: 1 },
      { hours: 1, clock: 'working' },
    );
    const instant = fc
      .integer({ min: at('2024-01-01 00:00') / 60_000, max: at('2026-11-01 00:00') / 60_000 })
      .map((minutes) => minutes * 60_000);
    fc.assert(
      fc.property(
        term,
        instant,
        fc.nat(30),
        fc.nat(30),
        fc.nat(5000),
        fc.nat(5000),
        (unit, from, a, more, pauseAfter, length) => {
          const of = (count: number) =>
            Term.parse(
              Object.fromEntries(Object.entries(unit).map(([key, value]) => [key, value === 1 ? count : value])),
            );
          const end = (count: number, pauses: Parameters<typeof dueAt>[0]['pauses'] = []) => {
            const found = dueAt({ from, term: of(count), pauses }, calendar);
            return found.state === 'paused' ? Infinity : found.at;
          };
          const pausedFrom = from + pauseAfter * 60_000;
          expect(end(a + 1)).toBeGreaterThan(from);
          expect(end(a + 1 + more)).toBeGreaterThanOrEqual(end(a + 1));
          const pause = { from: pausedFrom, to: pausedFrom + length * 60_000, reason: 'outage' };
          expect(end(a + 1, [pause])).toBeGreaterThanOrEqual(end(a + 1));
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('days off', () => {
  const day = (text: string) => calendarOf().dayOf(at(`${text} 12:00`));

  it('[DLN-5] make-up days are weekend days, and weekdays off less make-up days are the statutory days of the year', () => {
    // 11 days a year until 2024, 13 from 2025 (国务院令第795号).
    const statutory = new Map([
      [2024, 11],
      [2025, 13],
      [2026, 13],
    ]);
    expect([...STATUTORY_HOLIDAYS.keys()]).toEqual([...statutory.keys()]);
    const weekends = calendarOf({ holidays: 'weekends' });
    for (const [year, { closed, open, source }] of STATUTORY_HOLIDAYS) {
      expect(source).toMatch(/^国办发明电/);
      for (const made of open) expect(weekends.kindOf(day(made))).toBe('closed');
      let weekdaysOff = 0;
      for (const [first, last] of closed) {
        for (let one = day(first); one <= day(last); one += 1) if (weekends.kindOf(one) === 'working') weekdaysOff += 1;
      }
      expect(weekdaysOff - open.length).toBe(statutory.get(year));
    }
  });

  it('[DLN-5] the agreement adds and takes away days, and may know no holidays', () => {
    const own = calendarOf({ also_closed: ['2026-11-23'], also_open: ['2026-10-01'] });
    expect(own.kindOf(day('2026-11-23'))).toBe('closed');
    expect(own.kindOf(day('2026-10-01'))).toBe('working');
    expect(calendarOf({ holidays: 'none' }).kindOf(day('2026-11-22'))).toBe('working');
    expect(calendarOf({ holidays: 'weekends' }).kindOf(day('2026-10-01'))).toBe('working');
  });

  it('[DLN-5] a year that is not published is unknown, and a term that needs it says so', () => {
    expect(calendarOf().kindOf(day('2027-01-04'))).toBe('unknown');
    expect(calendarOf().kindOf(day('2023-12-29'))).toBe('unknown');
    expect(dueText('2026-12-30 09:00', { working_days: 1 })).toBe('2026-12-31T17:30');
    expect(dueText('2026-12-30 09:00', { working_days: 2 })).toBe('2027-01-01T17:30?2027');
    expect(dueText('2026-12-31 23:00', { hours: 5 })).toBe('2027-01-01T04:00');
    expect(dueText('2026-12-30 09:00', { working_days: 2 }, [], calendarOf({ holidays: 'weekends' }))).toBe(
      '2027-01-01T17:30',
    );
  });
});
