import { describe, expect, it } from 'vitest';
import type { ClockView, ClosedClockView } from '../../api/protocol-contract.ts';
import type { Consultation } from '../../dashboard/warning/consultation.ts';
import { consultationOf } from '../../dashboard/warning/consultation.ts';
import { byUrgency, matrixOf } from '../../dashboard/warning/matrix.ts';
import type { WarningEvent } from '../../domain/warning/warning-event.ts';

const AT = '2026-11-22T14:00:00+08:00';
const DUE = '2026-11-22T19:00:00+08:00';
const DUE_MS = Date.parse(DUE);
const HOUR_MS = 3_600_000;

function progress(city: string, more: object = {}) {
  return {
    city,
    issue: 1,
    acknowledgedAt: null,
    own: null,
    response: null,
    firstReportAt: null,
    dailyReports: [],
    stoppedAt: null,
    summaryAt: null,
    ...more,
  };
}

function clock(id: string, more: Partial<ClockView> = {}): ClockView {
  const [duty = '', by = ''] = id.split('/');
  return { id, duty, by, from: AT, dueAt: DUE, overdue: false, paused: null, told: [], next: null, ...more };
}

function closed(id: string, outcome: ClosedClockView['outcome'], told = 0): ClosedClockView {
  const [duty = '', by = ''] = id.split('/');
  return { id, duty, by, from: AT, dueAt: DUE, closedAt: DUE, outcome, told };
}

function one(
  parts: { progress?: object; clocks?: ClockView[]; closedClocks?: ClosedClockView[] },
  asked?: Consultation,
) {
  const { clocks = [], closedClocks = [] } = parts;
  const sources = { progress: [progress('jia', parts.progress)], issues: [], clocks, closedClocks };
  const [row] = matrixOf(sources, asked ?? null, ['jia']);
  if (row === undefined) throw new Error('no row');
  return row;
}

describe('the matrix of cities and steps', () => {
  it('shows what is done with its time, and whether it was late', () => {
    const done = { progress: { acknowledgedAt: AT } };
    const cell = { state: 'done', at: Date.parse(AT), note: null };
    expect(one(done).cells.acknowledge).toEqual({ ...cell, late: false });
    expect(one({ ...done, closedClocks: [closed('acknowledge/jia/1', 'kept')] }).cells.acknowledge).toMatchObject(cell);
    const late = one({ ...done, closedClocks: [closed('acknowledge/jia/1', 'kept_late', 1)] });
    expect(late.cells.acknowledge).toEqual({ ...cell, late: true });
  });

  it('shows what is owed by its due time, with those who have been told, whatever was done before', () => {
    const told = [{ at: DUE, to: 'xi' }];
    const row = one({ progress: { acknowledgedAt: AT }, clocks: [clock('acknowledge/jia/2', { told })] });
    expect(row.cells.acknowledge).toMatchObject({ state: 'owed', dueMs: DUE_MS, told: ['xi'], paused: false });
    expect(row.nearestMs).toBe(DUE_MS);
  });

  it('counts daily reports before the one that is owed', () => {
    const days = { progress: { dailyReports: ['2026-11-23', '2026-11-24'] } };
    const open = one({ ...days, clocks: [clock('daily_report/jia/2026-11-25/1')] });
    expect(open.cells.daily_report).toMatchObject({ state: 'owed', days: 2 });
    expect(one(days).cells.daily_report).toMatchObject({ state: 'done', note: { kind: 'days', count: 2 } });
  });

  it('tells what was owed and never done from what was never owed', () => {
    const row = one({ closedClocks: [closed('first_report/jia/1', 'void', 2)] });
    expect(row.cells.first_report).toEqual({ state: 'skipped', told: 2 });
    expect(row.cells.summary).toEqual({ state: 'none' });
    const daily = (told: number) => one({ closedClocks: [closed('daily_report/jia/2026-11-23/1', 'void', told)] });
    expect(daily(1).cells.daily_report).toEqual({ state: 'skipped', told: 1 });
    expect(daily(0).cells.daily_report).toEqual({ state: 'none' });
  });

  it('leaves a paused clock out of the nearest deadline', () => {
    const paused = clock('acknowledge/jia/1', { paused: { since: AT, reason: 'disaster' } });
    const later = clock('own_warning/jia/1', { dueAt: '2026-11-22T23:00:00+08:00' });
    const row = one({ clocks: [paused, later] });
    expect(row.cells.acknowledge).toMatchObject({ state: 'owed', paused: true });
    expect(row.nearestMs).toBe(DUE_MS + 4 * HOUR_MS);
  });

  it('shows whom the question of a silent city goes to', () => {
    const asked = clock('position/jia/1/xi', { by: 'xi' });
    expect(one({ clocks: [asked] }).cells.consulted).toMatchObject({ state: 'owed', asked: 'xi' });
    expect(one({ clocks: [clock('position/jia/1')] }).cells.consulted).toMatchObject({ state: 'owed', asked: null });
    // `position/yi/1/jia`: what jia is asked is yi's.
    expect(one({ clocks: [clock('position/yi/1/jia', { by: 'jia' })] }).cells.consulted).toEqual({ state: 'none' });
  });

  it('sorts by urgency and keeps the order of the agreement where nothing is owed', () => {
    const rows = [
      { city: 'a', nearestMs: null },
      { city: 'b', nearestMs: 20 },
      { city: 'c', nearestMs: 10 },
      { city: 'd', nearestMs: null },
    ];
    expect(byUrgency(rows as never).map(({ city }) => city)).toEqual(['c', 'b', 'a', 'd']);
  });
});

describe('the newest consultation', () => {
  const event = (type: string, data: object) => ({ type, at: 1, data }) as unknown as WarningEvent;
  const opened = event('warning.consultation_opened', { asked: ['jia', 'yi'], needed: 1, silence: 'escalates' });

  it('has the last word of every member, and what came of it', () => {
    const read = consultationOf([
      event('warning.proposed', { round: 1 }),
      opened,
      event('warning.position_taken', { member: 'jia', position: 'object', reason: 'no' }),
      event('warning.silence_noted', { member: 'yi', meaning: 'escalates', to: 'xi' }),
      event('warning.position_taken', { member: 'jia', position: 'agree' }),
      event('warning.silence_noted', { member: 'yi', meaning: 'abstains', to: null }),
      event('warning.consulted', { grade: 'orange', supporters: ['jia'], needed: 1 }),
      event('warning.issued', {}),
    ]);
    expect(read?.positions).toEqual([
      { member: 'jia', position: 'agree', at: 1 },
      { member: 'yi', position: 'silent', at: 1 },
    ]);
    expect(read?.recommendation?.grade).toBe('orange');
  });

  it('begins anew with the next one, and is none before the first', () => {
    const taken = event('warning.position_taken', { member: 'jia', position: 'agree' });
    expect(consultationOf([event('warning.proposed', { round: 1 })])).toBeNull();
    const again = consultationOf([
      event('warning.proposed', { round: 1 }),
      opened,
      taken,
      event('warning.proposed', { round: 2 }),
      opened,
    ]);
    expect(again).toMatchObject({ round: 2, positions: [], recommendation: null });
  });
});
