import { describe, expect, it } from 'vitest';
import { Clocks } from '../../../domain/agreement/clocks.ts';
import { Duties } from '../../../domain/agreement/duties.ts';
import { Hierarchy } from '../../../domain/agreement/hierarchy.ts';
import type { Jurisdiction } from '../../../domain/agreement/jurisdiction.ts';
import { Term } from '../../../domain/agreement/term.ts';
import { applyClockChange, type ClockChange, type Clockwork, NO_CLOCKS } from '../../../domain/deadline/clockwork.ts';
import { deadlinesOf, earliest, lateness } from '../../../domain/deadline/deadlines.ts';
import { escalationSteps } from '../../../domain/deadline/escalation-steps.ts';
import { Obliger } from '../../../domain/deadline/obliger.ts';
import { at, calendarOf } from './calendar-of.ts';

const name = { zh: '某', en: 'Some' };
const jurisdictions: Jurisdiction[] = [
  { id: 'cn', level: 'nation', name },
  { id: 'office', level: 'office', name, superior: 'cn' },
  { id: 'west', level: 'province', name, superior: 'office' },
  { id: 'jia', level: 'city', name, superior: 'west', neighbours: [] },
  { id: 'metro', level: 'city', name, superior: 'cn', neighbours: [] },
];
const region = { id: 'demo', name, utc_offset: '+08:00' };
const obliger = new Obliger({ clocks: Clocks.parse({}), duties: Duties.parse({}), jurisdictions, region });
const from = at('2026-11-23 08:00');
const owed = (id: string, minutes = 30) =>
  obliger.within({ id, duty: 'acknowledge', by: 'jia', from }, Term.parse({ minutes }));
const folded = (...changes: readonly (readonly [ClockChange, number])[]): Clockwork =>
  changes.reduce((clocks, [change, when]) => applyClockChange(clocks, change, when), NO_CLOCKS);

describe('escalation', () => {
  const steps = (by: string, up_to: 'province' | 'nation') =>
    escalationSteps(
      { by, dueAt: from },
      {
        escalation: { every: Term.parse({ minutes: 30 }), up_to },
        hierarchy: new Hierarchy(jurisdictions),
        calendar: calendarOf(),
      },
    );
  const HALF_HOUR = 30 * 60_000;

  it('[DLN-8] goes to the nearest superior at once, then further up after each interval', () => {
    expect(steps('jia', 'nation')).toEqual([
      { at: from, to: 'west' },
      { at: from + HALF_HOUR, to: 'office' },
      { at: from + 2 * HALF_HOUR, to: 'cn' },
    ]);
    expect(steps('jia', 'province')).toEqual([{ at: from, to: 'west' }]);
  });

  it('[DLN-8] has a step even where nobody is above who may be told', () => {
    expect(steps('cn', 'nation')).toEqual([{ at: from, to: null }]);
    expect(steps('metro', 'province')).toEqual([{ at: from, to: null }]);
  });
});

describe('clocks', () => {
  it('[DLN-7] the earliest is the one to wait for; of one instant in the order of ids, whatever the order of opening', () => {
    const [a, b, c] = [owed('a'), owed('b'), owed('c', 10)];
    const orders = [
      [a, b, c],
      [c, b, a],
      [b, a, c],
    ].map((opens) => deadlinesOf(folded([{ opens }, from])));
    for (const order of orders) {
      expect(order.map(({ obligation }) => obligation.id)).toEqual(['c', 'a', 'b']);
      expect(earliest(order)?.obligation.id).toBe('c');
    }
    expect(earliest([])).toBeUndefined();
  });

  it('[DLN-7] what is kept, void or paused has no deadline', () => {
    const opened: [ClockChange, number] = [{ opens: [owed('a'), owed('b'), owed('c')] }, from];
    const clocks = folded(opened, [{ keeps: ['a'], voids: ['b'], pauses: { id: 'c', reason: 'outage' } }, from + 1]);
    expect(deadlinesOf(clocks)).toEqual([]);
    expect(clocks.closed.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['a', 'kept'],
      ['b', 'void'],
    ]);
  });

  it('[DLN-6] a paused clock goes on with its new end', () => {
    const paused = folded([{ opens: [owed('a')] }, from], [{ pauses: { id: 'a', reason: 'outage' } }, from + 60_000]);
    const [open] = paused.open;
    if (open === undefined) throw new Error('nothing is open');
    const now = from + 3_600_000;
    const resumes = obliger.resumed(open, now);
    expect(resumes.dueAt).toBe(now + 29 * 60_000);
    const clocks = applyClockChange(paused, { resumes }, now);
    expect(deadlinesOf(clocks).map(({ at: when, to }) => [when, to])).toEqual([[now + 29 * 60_000, 'west']]);
    expect(() => applyClockChange(clocks, { resumes }, now)).toThrow('without having been paused');
    expect(() => applyClockChange(paused, { pauses: { id: 'a', reason: 'outage' } }, now)).toThrow('a second time');
    expect(() => obliger.resumed({ ...obliger.at(open, now), fired: 0, pauses: [] }, now)).toThrow('no term');
  });

  it('[DLN-9] each step is told once and in order', () => {
    const opened = folded([{ opens: [owed('a')] }, from]);
    const fire = (clocks: Clockwork, step: number) => applyClockChange(clocks, { fires: { id: 'a', step } }, from);
    expect(() => fire(opened, 2)).toThrow('step 2');
    const once = fire(opened, 1);
    expect(() => fire(once, 1)).toThrow('step 1');
    expect(deadlinesOf(once)[0]).toMatchObject({ step: 2, to: 'office' });
    const all = fire(fire(once, 2), 3);
    expect(deadlinesOf(all)).toEqual([]);
    expect(() => fire(all, 4)).toThrow('step 4');
    expect(applyClockChange(all, { keeps: ['a'] }, from).closed[0]).toMatchObject({ outcome: 'kept_late', fired: 3 });
  });

  it('[DLN-9] an obligation is opened once while it is open, and closed only when it is', () => {
    expect(() => folded([{ opens: [owed('a'), owed('a')] }, from])).toThrow('a second time');
    expect(() => folded([{ keeps: ['a'] }, from])).toThrow('not open');
  });

  it('[DLN-10] later than the slack is late', () => {
    expect(lateness(from, { now: from + 1_000, punctualMs: 1_000 })).toEqual({ late: false, lateByMs: 1_000 });
    expect(lateness(from, { now: from + 1_001, punctualMs: 1_000 })).toEqual({ late: true, lateByMs: 1_001 });
  });
});
