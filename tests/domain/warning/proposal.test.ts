import { describe, expect, it } from 'vitest';
import {
  agreementWith,
  allAgree,
  coordinator,
  duty,
  engine,
  forecaster,
  inForce,
  instant,
  lifted,
  mayor,
  proposal,
  Scenario,
  summaries,
} from './scenario.ts';

const DAY_MS = 86_400_000;
const later = { from: instant('2026-11-28 00:00'), to: null };

describe('a proposal', () => {
  it('[WRN-8] names members, a grade that can be given and a window', () => {
    const scenario = new Scenario();
    expect(scenario.refused(engine, proposal({ cities: [] }))).toBe('WRN-8');
    expect(scenario.refused(engine, proposal({ cities: ['jia', 'beijing'] }))).toBe('WRN-8');
    expect(scenario.refused(engine, proposal({ cities: ['xi'] }))).toBe('WRN-8');
    expect(scenario.refused(engine, proposal({ grade: 'blue' }))).toBe('WRN-8');
    expect(scenario.refused(engine, proposal({ grade: 'none' }))).toBe('WRN-8');
    const from = instant('2026-11-24 00:00');
    expect(scenario.refused(engine, proposal({ window: { from, to: from } }))).toBe('WRN-8');
    expect(scenario.refused(engine, proposal({ window: { from, to: null } }))).toBe('done');
    const blue = new Scenario({ parts: { grades: { set: 'cn-2017' } } });
    expect(blue.refused(engine, proposal({ grade: 'blue' }))).toBe('done');
  });

  it('[WRN-8] needs an agreement with grades and a coordinator', () => {
    const { coordinator: _, ...region } = agreementWith().region;
    const scenario = new Scenario({ parts: { region }, without: ['grades'] });
    expect(scenario.refused(engine, proposal())).toBe('WRN-8');
    expect(scenario.refused(engine, proposal({ kind: 'ozone', grade: 'none' }))).toBe('WRN-8');
  });

  it('[WRN-9] of an episode that has a warning is made there', () => {
    const open = inForce();
    expect(new Scenario({ previous: open.known }).refused(engine, proposal())).toBe('WRN-9');
    const other = new Scenario({ previous: open.known });
    expect(other.refused(engine, proposal({ kind: 'ozone', grade: 'none' }))).toBe('done');
    expect(open.refused(engine, proposal({ kind: 'dust', grade: 'none' }))).toBe('WRN-9');
  });

  it('[WRN-9] within the gap after the end of the pollution it is the same episode, later a new one', () => {
    const over = lifted();
    const ended = over.known.lift?.pollutionEndedAt ?? 0;
    const begins = (hours: number) => proposal({ window: { from: ended + hours * 3_600_000, to: null } });
    expect(new Scenario({ previous: over.known }).refused(engine, begins(35))).toBe('WRN-9');
    expect(over.refused(engine, begins(36))).toBe('WRN-9');
    expect(new Scenario({ previous: over.known }).refused(engine, begins(36))).toBe('done');
    expect(over.refused(engine, begins(35))).toBe('done');
  });

  it('[WRN-9] the gap counts from the last hour of pollution that the lift names', () => {
    const scenario = inForce();
    scenario.at('2026-11-25 08:00');
    scenario.does(coordinator, { type: 'lift', reason: 'clean', pollutionEndedAt: instant('2026-11-23 22:00') });
    expect(scenario.refused(engine, proposal({ window: { from: instant('2026-11-25 10:00'), to: null } }))).toBe(
      'WRN-9',
    );
  });

  it('[WRN-10] of ozone or dust is a health notice: no colour, no consultation, receipt only', () => {
    const notice = { kind: 'ozone', grade: 'none', warning: 'o3-1' } as const;
    const scenario = new Scenario();
    expect(scenario.refused(engine, proposal({ ...notice, grade: 'yellow' }))).toBe('WRN-10');
    scenario.does(engine, proposal(notice));
    expect(scenario.refused(coordinator, { type: 'consult' })).toBe('WRN-10');
    expect(scenario.refused(coordinator, { type: 'issue', grade: 'yellow' })).toBe('WRN-10');
    expect(scenario.refused(coordinator, { type: 'issue_at_once', grade: 'yellow', reason: 'x' })).toBe('WRN-10');
    expect(scenario.does(coordinator, { type: 'issue', grade: 'none' })).toEqual(['warning.notice_issued']);
    expect(new Set(scenario.known.clocks.open.map((one) => one.duty))).toEqual(new Set(['acknowledge']));
    scenario.does(duty('jia'), { type: 'acknowledge', city: 'jia' });
    expect(scenario.refused(mayor('jia'), { type: 'issue_own', city: 'jia', grade: 'yellow' })).toBe('WRN-10');
    expect(scenario.refused(duty('jia'), { type: 'start_response', city: 'jia', grade: 'yellow' })).toBe('WRN-10');
    scenario.does(coordinator, { type: 'lift', reason: 'the afternoon is over' });
    expect(scenario.known.clocks.open).toEqual([]);
  });

  it('[WRN-11] asks for something else than what is in force, and never drops a city', () => {
    const scenario = inForce();
    expect(scenario.refused(engine, proposal())).toBe('WRN-11');
    expect(scenario.refused(engine, proposal({ cities: ['jia'] }))).toBe('WRN-11');
    scenario.does(engine, proposal({ cities: ['xin'] }));
    expect(scenario.known.round?.cities).toEqual(['bing', 'ji', 'jia', 'xin', 'yi']);
  });

  it('[WRN-11] replaces an open one only when it is higher or has more cities, and the members are asked anew', () => {
    const scenario = new Scenario();
    scenario.does(engine, proposal());
    scenario.does(coordinator, { type: 'consult' });
    allAgree(scenario);
    expect(scenario.refused(engine, proposal({ grade: 'yellow' }))).toBe('WRN-11');
    expect(scenario.refused(engine, proposal())).toBe('WRN-11');
    scenario.does(engine, proposal({ grade: 'red' }));
    expect(scenario.known.round).toMatchObject({ number: 2, stage: 'proposed', grade: 'red', positions: {} });
    expect(scenario.known.clocks.open.map(({ id }) => id)).toEqual(['decision/2/proposal']);
    scenario.does(engine, proposal({ grade: 'red', cities: ['geng'] }));
    expect(scenario.known.round?.number).toBe(3);
  });

  it('[WRN-12] is withdrawn by who proposed or by the coordinator', () => {
    const of = (by: typeof engine | ReturnType<typeof forecaster>) => {
      const scenario = new Scenario();
      scenario.does(by, proposal());
      return scenario;
    };
    const withdraw = { type: 'withdraw', reason: 'an error' } as const;
    expect(of(forecaster('jia')).refused(forecaster('yi'), withdraw)).toBe('WRN-12');
    expect(of(forecaster('jia')).refused(engine, withdraw)).toBe('WRN-12');
    expect(of(engine).refused(forecaster('jia'), withdraw)).toBe('WRN-12');
    expect(of(forecaster('jia')).refused(duty('jia'), withdraw)).toBe('WRN-2');
    expect(of(forecaster('jia')).refused(forecaster('jia'), withdraw)).toBe('done');
    expect(of(forecaster('jia')).refused(coordinator, withdraw)).toBe('done');
    const asked = of(engine);
    asked.does(coordinator, { type: 'consult' });
    expect(asked.refused(engine, withdraw)).toBe('WRN-12');
    const scenario = of(engine);
    expect(scenario.refused(engine, withdraw)).toBe('done');
    expect(scenario.known).toMatchObject({ standing: 'withdrawn', round: null, clocks: { open: [] } });
  });

  it('[WRN-12] to change a warning, once withdrawn, leaves it as it is', () => {
    const scenario = inForce();
    const before = scenario.known.clocks.open;
    scenario.does(engine, proposal({ grade: 'red' }));
    scenario.does(coordinator, { type: 'withdraw', reason: 'the next run says orange' });
    expect(scenario.known).toMatchObject({ standing: 'in_force', round: null, clocks: { open: before } });
  });

  it('[WRN-13] obliges the coordinator to decide in time, and his delay is told to the cities', () => {
    const scenario = new Scenario();
    scenario.does(engine, proposal());
    scenario.at('2026-11-23 09:00');
    expect(scenario.told()).toEqual(['09:00 warning.overdue decision/1 -> -']);
    const told = scenario.events.at(-1)?.data;
    expect(told).toMatchObject({ jurisdiction: 'guo', told: ['guo', 'bing', 'ji', 'jia', 'yi'] });
    scenario.does(coordinator, { type: 'consult' });
    expect(scenario.known.clocks.closed).toMatchObject([{ duty: 'decision', outcome: 'kept_late' }]);
  });

  it('[WRN-29] after a lift goes the same way again; what still stands counts', () => {
    const scenario = lifted();
    scenario.at('2026-11-26 09:00').does(mayor('jia'), { type: 'lift_own', city: 'jia' });
    scenario.does(engine, proposal({ window: { from: instant('2026-11-27 00:00'), to: null } }));
    expect(scenario.known.standing).toBe('lifted');
    expect(scenario.refused(coordinator, { type: 'review', text: 'x' })).toBe('WRN-7');
    scenario.does(coordinator, { type: 'consult' });
    allAgree(scenario);
    scenario.does(coordinator, { type: 'issue', grade: 'orange' });
    expect(scenario.known).toMatchObject({
      standing: 'in_force',
      lift: null,
      issues: [{ change: 'start' }, { change: 'relapse' }],
    });
    const owed = (city: string) => scenario.known.clocks.open.filter(({ by }) => by === city).map((one) => one.duty);
    expect(owed('jia')).toEqual(['acknowledge', 'own_warning', 'first_report', 'daily_report']);
    expect(owed('yi')).toEqual(['acknowledge', 'first_report', 'daily_report']);
    expect(owed('guo')).toEqual([]);
    scenario.does(mayor('jia'), { type: 'issue_own', city: 'jia', grade: 'orange' });
    scenario.does(coordinator, { type: 'lift', reason: 'clean' });
    summaries(scenario);
    scenario.pass(7 * DAY_MS);
    scenario.does(coordinator, { type: 'review', text: 'two peaks, one episode' });
    expect(scenario.refused(engine, proposal({ window: later }))).toBe('WRN-7');
  });

  it('[WRN-29] at once needs a proposal that names the cities', () => {
    const scenario = lifted();
    scenario.does(engine, { type: 'tell_air', grade: 'orange', basis: 'observed', reason: 'back' });
    expect(scenario.refused(coordinator, { type: 'issue_at_once', grade: 'orange', reason: 'back' })).toBe('WRN-7');
    scenario.does(engine, proposal({ window: { from: instant('2026-11-26 08:00'), to: null } }));
    scenario.does(coordinator, { type: 'issue_at_once', grade: 'orange', reason: 'back' });
    expect(scenario.known.issues.at(-1)).toMatchObject({ change: 'relapse', atOnce: true });
  });
});
