import { describe, expect, it } from 'vitest';
import { applyWarningEvent } from '../../../domain/warning/apply-warning-event.ts';
import { decide } from '../../../domain/warning/decide.ts';
import { AT_STAGE, AT_STANDING, outOfPlace } from '../../../domain/warning/step-table.ts';
import type { RoundStage, Standing, Warning } from '../../../domain/warning/warning.ts';
import type { CommandType, WarningCommand } from '../../../domain/warning/warning-command.ts';
import type { NewEvent } from '../../../store/ledger.ts';
import {
  coordinator,
  deputy,
  duty,
  engine,
  forecaster,
  head,
  inForce,
  lifted,
  MEASURES,
  mayor,
  proposal,
  Scenario,
  summaries,
} from './scenario.ts';

describe('who may', () => {
  it('[WRN-1] only with a post that the agreement has in that jurisdiction', () => {
    const scenario = new Scenario();
    expect(scenario.refused({ person: 'x', role: 'king', jurisdiction: 'guo' }, proposal())).toBe('WRN-1');
    expect(scenario.refused({ person: 'x', role: 'forecaster', jurisdiction: 'atlantis' }, proposal())).toBe('WRN-1');
    expect(scenario.refused({ person: 'x', role: 'coordinator', jurisdiction: 'jia' }, proposal())).toBe('WRN-1');
    expect(scenario.refused(forecaster('jia'), proposal())).toBe('done');
  });

  it('[WRN-1] by the version in force when it is done', () => {
    const scenario = new Scenario();
    scenario.does(engine, proposal());
    const next = {
      ...scenario.agreement,
      version: '2',
      roles: scenario.agreement.roles.filter(({ id }) => id !== 'coordinator'),
    };
    const context = { ...scenario.context, agreement: next };
    const { refusal } = decide(scenario.warning, { type: 'consult', by: coordinator }, context);
    expect(refusal).toMatchObject({ rule: 'WRN-1', reason: { en: expect.stringContaining('version "2"') } });
  });

  it('[WRN-2] the post may do that act at that grade', () => {
    const scenario = inForce({}, 'red');
    expect(scenario.refused(deputy('jia'), { type: 'issue_own', city: 'jia', grade: 'red' })).toBe('WRN-2');
    expect(scenario.refused(head('jia'), { type: 'acknowledge', city: 'jia' })).toBe('WRN-2');
    expect(scenario.refused(mayor('jia'), { type: 'issue_own', city: 'jia', grade: 'red' })).toBe('done');
    expect(new Scenario().refused(duty('jia'), proposal())).toBe('WRN-2');
  });

  it('[WRN-3] regional steps are the coordinator’s, a city’s its own', () => {
    const scenario = new Scenario();
    scenario.does(engine, proposal());
    expect(scenario.refused(forecaster('jia'), { type: 'consult' })).toBe('WRN-3');
    scenario.does(coordinator, { type: 'consult' });
    expect(scenario.refused(head('jia'), { type: 'take_position', member: 'yi', position: 'agree' })).toBe('WRN-3');
    const issued = inForce();
    expect(issued.refused(mayor('jia'), { type: 'lift', reason: 'x' })).toBe('WRN-3');
    expect(issued.refused(duty('jia'), { type: 'acknowledge', city: 'yi' })).toBe('WRN-3');
    expect(issued.refused(duty('xin'), { type: 'acknowledge', city: 'xin' })).toBe('WRN-3');
    expect(issued.refused(mayor('jia'), { type: 'issue_at_once', grade: 'red', reason: 'x' })).toBe('WRN-3');
    expect(issued.refused(mayor('jia'), { type: 'pause_clock', obligation: 'x', reason: 'x' })).toBe('WRN-3');
  });

  it('[WRN-4] a machine decides nothing, and nobody tells of the air in its place', () => {
    const scenario = new Scenario();
    scenario.does(engine, proposal());
    expect(scenario.refused(engine, { type: 'consult' })).toBe('WRN-4');
    expect(scenario.refused(engine, { type: 'issue_at_once', grade: 'orange', reason: 'x' })).toBe('WRN-4');
    const issued = inForce();
    expect(issued.refused(engine, { type: 'lift', reason: 'x' })).toBe('WRN-4');
    expect(issued.refused(engine, { type: 'acknowledge', city: 'jia' })).toBe('WRN-4');
    expect(issued.refused(coordinator, { type: 'tell_air', grade: 'red', basis: 'observed', reason: 'x' })).toBe(
      'WRN-4',
    );
  });

  it('[WRN-5] reasons where they are needed, reports with content', () => {
    const scenario = new Scenario();
    expect(scenario.refused(engine, proposal({ reason: ' ' }))).toBe('WRN-5');
    scenario.does(engine, proposal());
    expect(scenario.refused(coordinator, { type: 'withdraw', reason: '' })).toBe('WRN-5');
    scenario.does(coordinator, { type: 'consult' });
    expect(scenario.refused(head('jia'), { type: 'take_position', member: 'jia', position: 'object' })).toBe('WRN-5');
    expect(scenario.refused(coordinator, { type: 'issue_at_once', grade: 'orange', reason: '' })).toBe('WRN-5');
    const issued = inForce();
    expect(issued.refused(coordinator, { type: 'lift', reason: '' })).toBe('WRN-5');
    expect(issued.refused(engine, { type: 'tell_air', grade: 'red', basis: 'observed', reason: '' })).toBe('WRN-5');
    issued.does(mayor('jia'), { type: 'issue_own', city: 'jia', grade: 'orange' });
    issued.does(duty('jia'), { type: 'start_response', city: 'jia', grade: 'orange' });
    expect(issued.refused(duty('jia'), { ...MEASURES, city: 'jia', measures: '' })).toBe('WRN-5');
    expect(issued.refused(duty('jia'), { type: 'report_day', city: 'jia', day: '2026-11-24', text: '' })).toBe('WRN-5');
    const over = lifted();
    expect(over.refused(duty('jia'), { type: 'submit_summary', city: 'jia', text: '' })).toBe('WRN-5');
    expect(over.refused(coordinator, { type: 'review', text: '' })).toBe('WRN-5');
  });

  it('[WRN-6] of two at once the first wins and the second is told who', () => {
    const scenario = new Scenario();
    scenario.does(engine, proposal());
    const seen = scenario.known.version;
    scenario.does(coordinator, { type: 'consult', expectedVersion: seen });
    const { refusal, events } = scenario.decide(coordinator, { type: 'withdraw', reason: 'x', expectedVersion: seen });
    expect(events).toEqual([]);
    expect(refusal?.rule).toBe('WRN-6');
    expect(refusal?.reason.en).toContain('warning.consultation_opened, 周 (coordinator, guo)');
    expect(new Scenario().refused(engine, { ...proposal(), expectedVersion: 1 })).toBe('WRN-6');
  });
});

describe('when', () => {
  const standings: readonly Standing[] = ['absent', 'pending', 'in_force', 'lifted', 'reviewed', 'withdrawn'];
  const stages: readonly RoundStage[] = ['none', 'proposed', 'consulting', 'recommended', 'rejected'];
  const types = Object.keys(AT_STANDING).filter((step) => step !== 'silence') as CommandType[];

  const at = (standing: Standing, stage: RoundStage): Warning | undefined =>
    standing === 'absent' ? undefined : ({ standing, round: stage === 'none' ? null : { stage } } as Warning);

  it('[WRN-7] every command has a cell for every standing and stage, and is refused outside', () => {
    for (const type of types) {
      expect(Object.keys(AT_STANDING[type])).toEqual(standings);
      expect(Object.keys(AT_STAGE[type])).toEqual(stages);
      for (const standing of standings) {
        for (const stage of standing === 'absent' ? (['none'] as const) : stages) {
          const allowed = AT_STANDING[type][standing] !== false && AT_STAGE[type][stage] !== false;
          expect(outOfPlace(at(standing, stage), type)?.rule).toBe(allowed ? undefined : 'WRN-7');
        }
      }
    }
  });

  /** One command of each type by somebody who may. */
  const commands: Readonly<Record<CommandType, WarningCommand>> = {
    propose: { by: engine, ...proposal() },
    withdraw: { by: coordinator, type: 'withdraw', reason: 'x' },
    consult: { by: coordinator, type: 'consult' },
    take_position: { by: head('jia'), type: 'take_position', member: 'jia', position: 'agree' },
    issue: { by: coordinator, type: 'issue', grade: 'orange' },
    issue_at_once: { by: coordinator, type: 'issue_at_once', grade: 'orange', reason: 'x' },
    lift: { by: coordinator, type: 'lift', reason: 'x' },
    tell_air: { by: engine, type: 'tell_air', grade: 'red', basis: 'observed', reason: 'x' },
    acknowledge: { by: duty('jia'), type: 'acknowledge', city: 'jia' },
    issue_own: { by: mayor('jia'), type: 'issue_own', city: 'jia', grade: 'orange' },
    start_response: { by: duty('jia'), type: 'start_response', city: 'jia', grade: 'orange' },
    report_measures: { by: duty('jia'), ...MEASURES, city: 'jia' },
    report_day: { by: duty('jia'), type: 'report_day', city: 'jia', day: '2026-11-24', text: 'x' },
    lift_own: { by: mayor('jia'), type: 'lift_own', city: 'jia' },
    confirm_stop: { by: duty('jia'), type: 'confirm_stop', city: 'jia' },
    submit_summary: { by: duty('jia'), type: 'submit_summary', city: 'jia', text: 'x' },
    review: { by: coordinator, type: 'review', text: 'x' },
    pause_clock: { by: coordinator, type: 'pause_clock', obligation: 'x', reason: 'x' },
    resume_clock: { by: coordinator, type: 'resume_clock', obligation: 'x' },
  };

  const reached: readonly [string, () => Scenario, readonly CommandType[]][] = [
    ['nothing', () => new Scenario(), ['propose']],
    ['a withdrawn proposal', () => withdrawn(), []],
    [
      'a lifted warning',
      () => lifted(),
      ['propose', 'tell_air', 'lift_own', 'confirm_stop', 'submit_summary', 'review', 'pause_clock', 'resume_clock'],
    ],
    ['a reviewed warning', () => reviewed(), []],
  ];
  it.each(reached)('[WRN-7] after %s only what belongs there is in its place', (_, reach, placed) => {
    for (const type of types) {
      const scenario = reach();
      const { refusal, events } = decide(scenario.warning, commands[type], scenario.context);
      if (placed.includes(type)) expect(refusal?.rule).not.toBe('WRN-7');
      else expect([type, refusal?.rule, events]).toEqual([type, 'WRN-7', []]);
    }
  });

  it('[WRN-7] refusals are in both languages', () => {
    const { refusal } = new Scenario().decide(coordinator, { type: 'consult' });
    expect(refusal?.reason).toEqual({
      en: 'no "consult" now: there is no such warning',
      zh: '此时不能“consult”：尚无此预警',
    });
  });

  function withdrawn(): Scenario {
    const scenario = new Scenario();
    scenario.does(engine, proposal());
    scenario.does(coordinator, { type: 'withdraw', reason: 'the forecast is an error' });
    return scenario;
  }

  function reviewed(): Scenario {
    const scenario = lifted();
    summaries(scenario);
    scenario.at('2026-11-30 10:00').does(coordinator, { type: 'review', text: 'as planned' });
    return scenario;
  }
});

describe('the record', () => {
  it('[WRN-34] is plain JSON that folds to the state, and fits the ledger', () => {
    const scenario = lifted();
    summaries(scenario);
    const ledger: readonly NewEvent[] = scenario.events;
    const read = JSON.parse(JSON.stringify(ledger)) as typeof scenario.events;
    expect(read).toEqual(scenario.events);
    expect(read.reduce<Warning | undefined>(applyWarningEvent, undefined)).toEqual(scenario.warning);
    expect(scenario.events.every(({ data }) => data.agreement === '1')).toBe(true);
  });

  it('[WRN-34] that cannot be is an error', () => {
    const [first, second] = inForce().events;
    if (first === undefined || second === undefined) throw new Error('no events');
    expect(() => applyWarningEvent(undefined, second)).toThrow('never proposed');
    const begun = applyWarningEvent(undefined, first);
    expect(() =>
      applyWarningEvent(begun, { ...first, data: { ...first.data, warning: 'other' } } as typeof first),
    ).toThrow('other');
  });
});
