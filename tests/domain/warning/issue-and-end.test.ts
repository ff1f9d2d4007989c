import { describe, expect, it } from 'vitest';
import {
  allAgree,
  CITIES,
  coordinator,
  duty,
  engine,
  fulfil,
  head,
  inForce,
  instant,
  lifted,
  MEASURES,
  mayor,
  proposal,
  Scenario,
  summaries,
} from './scenario.ts';

const report = (city: string, day: string) => ({ type: 'report_day', city, day, text: 'as planned' }) as const;
const owed = (scenario: Scenario, city: string) =>
  scenario.known.clocks.open.filter(({ by }) => by === city).map((one) => one.duty);

describe('an issue', () => {
  it('[WRN-19] is apart from the recommendation, and from the proposed grade up to the recommended one', () => {
    const scenario = new Scenario();
    scenario.does(engine, proposal({ grade: 'yellow' }));
    expect(scenario.refused(coordinator, { type: 'issue', grade: 'yellow' })).toBe('WRN-19');
    scenario.does(coordinator, { type: 'consult' });
    for (const member of CITIES) {
      scenario.does(head(member), { type: 'take_position', member, position: 'agree_higher', grade: 'orange' });
    }
    expect(scenario.known).toMatchObject({ standing: 'pending', issues: [] });
    expect(scenario.refused(coordinator, { type: 'issue', grade: 'red' })).toBe('WRN-19');
    expect(scenario.refused(coordinator, { type: 'issue', grade: 'blue' })).toBe('WRN-19');
    scenario.does(coordinator, { type: 'issue', grade: 'orange' });
    expect(scenario.known.issues).toMatchObject([{ number: 1, change: 'start', grade: 'orange', atOnce: false }]);
  });

  it('[WRN-20] at once only with a measured grade, and where the agreement allows it', () => {
    const atOnce = { type: 'issue_at_once', grade: 'orange', reason: 'it is there' } as const;
    const scenario = new Scenario();
    scenario.does(engine, proposal());
    expect(scenario.refused(coordinator, atOnce)).toBe('WRN-20');
    scenario.does(engine, { type: 'tell_air', grade: 'red', basis: 'forecast', reason: 'x' });
    expect(scenario.refused(coordinator, atOnce)).toBe('WRN-20');
    scenario.does(engine, { type: 'tell_air', grade: 'yellow', basis: 'observed', reason: 'x' });
    expect(scenario.refused(coordinator, atOnce)).toBe('WRN-20');
    scenario.does(engine, { type: 'tell_air', grade: 'orange', basis: 'observed', reason: 'x' });
    expect(scenario.refused(coordinator, { ...atOnce, grade: 'blue' })).toBe('WRN-8');
    scenario.does(coordinator, atOnce);
    expect(scenario.refused(coordinator, atOnce)).toBe('WRN-11');
    const never = new Scenario({ parts: { duties: { consultation: { skipped: 'never' } } } });
    never.does(engine, proposal());
    never.does(engine, { type: 'tell_air', grade: 'orange', basis: 'observed', reason: 'x' });
    expect(never.refused(coordinator, atOnce)).toBe('WRN-20');
  });

  it('[WRN-21] begins the clocks of every city; a step down gives nobody more time', () => {
    const scenario = inForce();
    const all = ['acknowledge', 'own_warning', 'start_response', 'first_report', 'daily_report'];
    for (const city of CITIES) expect(owed(scenario, city)).toEqual(all);
    fulfil(scenario, 'jia');
    scenario.at('2026-11-23 09:00');
    const due = (what: string) =>
      scenario.known.clocks.open.find(({ by, duty: one }) => by === 'yi' && one === what)?.dueAt;
    const before = due('own_warning');
    scenario.does(engine, proposal({ grade: 'yellow' }));
    scenario.does(coordinator, { type: 'consult' });
    allAgree(scenario);
    scenario.does(coordinator, { type: 'issue', grade: 'yellow' });
    expect(scenario.known.issues.at(-1)?.change).toBe('down');
    expect(owed(scenario, 'jia').sort()).toEqual(['acknowledge', 'daily_report']);
    expect(due('own_warning')).toBe(before);
    expect(due('acknowledge')).toBe(instant('2026-11-23 09:30'));
  });

  it('[WRN-22] may order a common start, not in the past, and nobody owes it earlier', () => {
    const scenario = new Scenario();
    scenario.does(engine, proposal());
    scenario.does(coordinator, { type: 'consult' });
    allAgree(scenario);
    const past = instant('2026-11-23 07:59');
    expect(scenario.refused(coordinator, { type: 'issue', grade: 'orange', responseAt: past })).toBe('WRN-22');
    const slip = instant('2027-11-24 00:00');
    expect(scenario.refused(coordinator, { type: 'issue', grade: 'orange', responseAt: slip })).toBe('WRN-22');
    const responseAt = instant('2026-11-24 00:00');
    scenario.does(coordinator, { type: 'issue', grade: 'orange', responseAt });
    const starts = scenario.known.clocks.open.filter((one) => one.duty === 'start_response');
    expect(starts.map(({ dueAt }) => dueAt)).toEqual(CITIES.map(() => responseAt));
  });
});

describe('a city', () => {
  it('[WRN-23] goes higher than the region and never lower', () => {
    const scenario = inForce();
    expect(scenario.refused(mayor('jia'), { type: 'issue_own', city: 'jia', grade: 'yellow' })).toBe('WRN-23');
    expect(scenario.refused(duty('jia'), { type: 'start_response', city: 'jia', grade: 'yellow' })).toBe('WRN-23');
    scenario.does(mayor('jia'), { type: 'issue_own', city: 'jia', grade: 'red' });
    scenario.does(mayor('jia'), { type: 'issue_own', city: 'jia', grade: 'orange' });
    expect(scenario.known.cities['jia']?.own?.grade).toBe('orange');
  });

  it('[WRN-24] responds under its own warning, reports what was started, and does nothing twice', () => {
    const scenario = inForce();
    expect(scenario.refused(duty('jia'), { type: 'start_response', city: 'jia', grade: 'orange' })).toBe('WRN-24');
    expect(scenario.refused(duty('jia'), { ...MEASURES, city: 'jia' })).toBe('WRN-24');
    expect(scenario.refused(duty('jia'), report('jia', '2026-11-24'))).toBe('WRN-24');
    fulfil(scenario, 'jia');
    expect(scenario.refused(duty('jia'), { type: 'acknowledge', city: 'jia' })).toBe('WRN-24');
    expect(scenario.refused(mayor('jia'), { type: 'issue_own', city: 'jia', grade: 'orange' })).toBe('WRN-24');
    expect(scenario.refused(duty('jia'), { type: 'start_response', city: 'jia', grade: 'orange' })).toBe('WRN-24');
    expect(scenario.refused(duty('jia'), { ...MEASURES, city: 'jia' })).toBe('WRN-24');
  });

  it('[WRN-25] reports each day, on the day or later; the next one is owed beside an overdue one', () => {
    const scenario = inForce();
    for (const city of CITIES) fulfil(scenario, city);
    expect(scenario.refused(duty('jia'), report('jia', '2026-11-24'))).toBe('WRN-25');
    scenario.at('2026-11-24 00:00');
    expect(scenario.refused(duty('jia'), report('jia', '2026-11-25'))).toBe('WRN-25');
    scenario.does(duty('jia'), report('jia', '2026-11-24'));
    expect(scenario.refused(duty('jia'), report('jia', '2026-11-24'))).toBe('WRN-25');
    scenario.at('2026-11-25 09:00');
    expect(owed(scenario, 'yi')).toEqual(['daily_report', 'daily_report']);
    scenario.does(duty('yi'), report('yi', '2026-11-24'));
    expect(scenario.known.clocks.open.filter(({ by }) => by === 'yi').map(({ dueAt }) => dueAt)).toEqual([
      instant('2026-11-25 10:00'),
    ]);
  });

  it('[WRN-26] lifts its own warning, then confirms the stop and sums up, each once', () => {
    const scenario = lifted();
    expect(scenario.refused(duty('jia'), { type: 'confirm_stop', city: 'jia' })).toBe('WRN-26');
    scenario.does(mayor('jia'), { type: 'lift_own', city: 'jia' });
    scenario.does(duty('jia'), { type: 'confirm_stop', city: 'jia' });
    scenario.does(duty('jia'), { type: 'submit_summary', city: 'jia', text: 'x' });
    expect(owed(scenario, 'jia')).toEqual([]);
    expect(scenario.refused(mayor('jia'), { type: 'lift_own', city: 'jia' })).toBe('WRN-24');
    expect(scenario.refused(duty('jia'), { type: 'confirm_stop', city: 'jia' })).toBe('WRN-24');
    expect(scenario.refused(duty('jia'), { type: 'submit_summary', city: 'jia', text: 'x' })).toBe('WRN-24');
  });
});

describe('air, lift and review', () => {
  it('[WRN-27] late data is a correction that marks an unfounded proposal and withdraws nothing', () => {
    const scenario = new Scenario();
    scenario.does(engine, proposal());
    scenario.does(engine, { type: 'tell_air', grade: 'orange', basis: 'observed', reason: 'x' });
    const changedFrom = scenario.now;
    scenario.at('2026-11-23 08:20');
    const correct = {
      type: 'tell_air',
      grade: 'yellow',
      basis: 'observed',
      reason: 'a revised hour',
      changedFrom,
    } as const;
    expect(scenario.refused(engine, { ...correct, changedFrom: scenario.now + 1 })).toBe('WRN-27');
    expect(scenario.does(engine, correct)).toEqual(['warning.corrected']);
    expect(scenario.known.round).toMatchObject({ stage: 'proposed', unfounded: true });
    expect(scenario.known.airs.map(({ grade }) => grade)).toEqual(['yellow']);
  });

  it('[WRN-28] the lift voids the response and begins the end', () => {
    const scenario = inForce();
    const future = scenario.now + 1;
    expect(scenario.refused(coordinator, { type: 'lift', reason: 'x', pollutionEndedAt: future })).toBe('WRN-28');
    scenario.does(coordinator, { type: 'lift', reason: 'a forecast that did not come' });
    for (const city of CITIES) expect(owed(scenario, city)).toEqual(['confirm_stop', 'summary']);
    expect(owed(scenario, 'guo')).toEqual(['region_review']);
    expect(scenario.known.clocks.closed.filter((one) => one.duty === 'own_warning')).toMatchObject(
      CITIES.map(() => ({ outcome: 'void' })),
    );
  });

  it('[WRN-30] the review waits for the gap and for summaries that are in time', () => {
    const scenario = lifted();
    scenario.at('2026-11-27 19:59');
    expect(scenario.refused(coordinator, { type: 'review', text: 'x' })).toBe('WRN-30');
    scenario.at('2026-11-27 20:00');
    const { refusal } = scenario.decide(coordinator, { type: 'review', text: 'x' });
    expect(refusal).toMatchObject({ rule: 'WRN-30', reason: { en: expect.stringContaining('bing, ji, jia, yi') } });
    summaries(scenario);
    scenario.does(coordinator, { type: 'review', text: 'x' });
    expect(scenario.known.standing).toBe('reviewed');
  });

  it('[WRN-30] of summaries that do not come the review says so', () => {
    const scenario = lifted();
    scenario.at('2026-12-03 17:31');
    scenario.does(coordinator, { type: 'review', text: 'nobody summed up' });
    const last = scenario.events.at(-1);
    expect(last?.type === 'warning.reviewed' && last.data.timeliness.every(({ missed }) => missed === 2)).toBe(true);
  });
});

describe('clocks of a warning', () => {
  const parts = { clocks: { pause_reasons: [{ id: 'flood', name: { zh: '洪水', en: 'Flood' } }] } };

  it('[WRN-31] after an interruption all that was missed is told once, marked late', () => {
    const scenario = inForce();
    scenario.away('2026-11-23 08:45');
    const first = scenario.wake();
    expect(first.map(({ type, data }) => [type, 'late' in data && data.late])).toEqual(
      CITIES.map(() => ['warning.overdue', true]),
    );
    expect(scenario.wake()).toEqual([]);
    scenario.at('2026-11-23 09:00');
    expect(scenario.told().slice(4)).toEqual(CITIES.map((city) => `09:00 warning.overdue acknowledge/${city} -> guo`));
  });

  it('[WRN-32] pause for a named reason only, before they are over, and go on', () => {
    const scenario = inForce({ parts });
    const pause = { type: 'pause_clock', obligation: 'acknowledge/jia/1', reason: 'flood' } as const;
    const resume = { type: 'resume_clock', obligation: 'acknowledge/jia/1' } as const;
    expect(scenario.refused(coordinator, { ...pause, reason: 'busy' })).toBe('WRN-32');
    expect(scenario.refused(coordinator, { ...pause, obligation: 'tea/jia/1' })).toBe('WRN-32');
    expect(scenario.refused(coordinator, { ...pause, obligation: 'daily_report/jia/2026-11-24/1' })).toBe('WRN-32');
    expect(scenario.refused(coordinator, resume)).toBe('WRN-32');
    scenario.at('2026-11-23 08:10').does(coordinator, pause);
    expect(scenario.refused(coordinator, pause)).toBe('WRN-32');
    scenario.at('2026-11-23 09:30');
    expect(scenario.told().filter((line) => line.includes('acknowledge/jia'))).toEqual([]);
    expect(scenario.refused(coordinator, { ...pause, obligation: 'acknowledge/yi/1' })).toBe('WRN-32');
    scenario.does(coordinator, resume);
    scenario.at('2026-11-23 09:50');
    expect(scenario.told().at(-1)).toBe('09:50 warning.overdue acknowledge/jia -> xi');
  });

  it('[WRN-35] speak before a command that comes after their time, and an answer in the instant is in time', () => {
    const scenario = inForce();
    scenario.away('2026-11-23 08:30');
    expect(scenario.does(duty('jia'), { type: 'acknowledge', city: 'jia' })).toEqual(['warning.received']);
    scenario.away('2026-11-23 08:31');
    expect(scenario.does(duty('yi'), { type: 'acknowledge', city: 'yi' })).toEqual([
      ...Array(3).fill('warning.overdue'),
      'warning.received',
    ]);
    const outcomes = scenario.known.clocks.closed
      .filter((one) => one.duty === 'acknowledge')
      .map(({ by, outcome }) => [by, outcome]);
    expect(outcomes).toEqual([
      ['jia', 'kept'],
      ['yi', 'kept_late'],
    ]);
  });
});
