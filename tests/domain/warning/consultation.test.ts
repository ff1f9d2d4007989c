import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAtLeast } from '../../../domain/grade/grade.ts';
import { neededOf, recommendationOf } from '../../../domain/warning/recommendation.ts';
import type { Position } from '../../../domain/warning/warning.ts';
import { allAgree, CITIES, coordinator, engine, head, inForce, proposal, Scenario } from './scenario.ts';

function consulting(consultation: object = {}): Scenario {
  const scenario = new Scenario({ parts: { duties: { consultation } } });
  scenario.does(engine, proposal());
  scenario.does(coordinator, { type: 'consult' });
  return scenario;
}

const agree = (member: string) => ({ type: 'take_position', member, position: 'agree' }) as const;
const object = (member: string) =>
  ({ type: 'take_position', member, position: 'object', reason: 'our air is clean' }) as const;

describe('a consultation', () => {
  it('[WRN-14] asks the cities concerned or all members', () => {
    expect(consulting().known.round?.asked).toEqual(CITIES);
    const all = consulting({ asked: 'all' }).known;
    expect(all.round?.asked).toHaveLength(8);
    expect(all.clocks.open.map(({ duty, by }) => [duty, by])).toEqual(
      all.round?.asked.map((city) => ['position', city]),
    );
  });

  it('[WRN-15] only who was asked answers, a higher grade is higher, and minds may change', () => {
    const scenario = consulting();
    expect(scenario.refused(head('xin'), agree('xin'))).toBe('WRN-15');
    const higher = (grade: 'yellow' | 'orange' | 'red') =>
      ({ type: 'take_position', member: 'jia', position: 'agree_higher', grade }) as const;
    expect(scenario.refused(head('jia'), { type: 'take_position', member: 'jia', position: 'agree_higher' })).toBe(
      'WRN-15',
    );
    expect(scenario.refused(head('jia'), higher('yellow'))).toBe('WRN-15');
    expect(scenario.refused(head('jia'), higher('orange'))).toBe('WRN-15');
    scenario.does(head('jia'), higher('red'));
    expect(scenario.known.round?.positions['jia']).toMatchObject({ position: 'agree_higher', grade: 'red' });
    scenario.does(head('jia'), object('jia'));
    expect(scenario.known.round?.positions['jia']).toMatchObject({ position: 'object', reason: 'our air is clean' });
    expect(scenario.known.clocks.closed.filter(({ by }) => by === 'jia')).toMatchObject([{ outcome: 'kept' }]);
  });

  it.each([
    ['agrees', 'recommended', 'orange'],
    ['abstains', 'rejected', null],
  ] as const)('[WRN-16] silence that %s: %s', (silence, stage, grade) => {
    const scenario = consulting({ silence });
    scenario.does(head('jia'), agree('jia'));
    scenario.at('2026-11-23 09:00');
    expect(scenario.known.round).toMatchObject({ stage, recommendation: { grade } });
    expect(scenario.known.round?.positions['yi']?.position).toBe('silent');
  });

  it('[WRN-16] silence counts the moment its time is over, also before the timer has told it', () => {
    const scenario = consulting();
    scenario.away('2026-11-23 09:00');
    scenario.does(head('jia'), agree('jia'));
    scenario.away('2026-11-23 09:01');
    const { refusal, events } = scenario.decide(head('yi'), object('yi'));
    expect(refusal?.rule).toBe('WRN-7');
    expect(events.map(({ type }) => type)).toEqual([...Array(3).fill('warning.silence_noted'), 'warning.consulted']);
  });

  it('[WRN-16] silence that is final while others are waited for', () => {
    const pause_reasons = [{ id: 'flood', name: { zh: '洪水', en: 'Flood' } }];
    const scenario = new Scenario({ parts: { clocks: { pause_reasons } } });
    scenario.does(engine, proposal());
    scenario.does(coordinator, { type: 'consult' });
    scenario.does(coordinator, { type: 'pause_clock', obligation: 'position/yi/1', reason: 'flood' });
    scenario.at('2026-11-23 10:00');
    expect(scenario.known.round?.stage).toBe('consulting');
    expect(scenario.refused(head('jia'), object('jia'))).toBe('WRN-16');
    scenario.does(coordinator, { type: 'resume_clock', obligation: 'position/yi/1' });
    scenario.at('2026-11-23 11:00');
    expect(scenario.known.round?.stage).toBe('recommended');
  });

  it('[WRN-16] silence that escalates: the province answers, or the city after all; silent up to the top is an abstention', () => {
    const scenario = consulting({ silence: 'escalates' });
    scenario.does(head('jia'), agree('jia'));
    scenario.at('2026-11-23 09:10');
    expect(scenario.told()).toEqual([
      '09:00 warning.silence_noted position/bing -> dong',
      '09:00 warning.silence_noted position/ji -> xi',
      '09:00 warning.silence_noted position/yi -> xi',
    ]);
    expect(scenario.refused(head('dong'), agree('yi'))).toBe('WRN-3');
    scenario.does(head('xi'), agree('yi'));
    expect(scenario.known.round?.positions['yi']).toMatchObject({ position: 'agree', answeredBy: 'xi' });
    scenario.does(head('ji'), object('ji'));
    scenario.at('2026-11-23 10:00');
    expect(scenario.told().at(-1)).toBe('10:00 warning.silence_noted position/bing -> guo');
    scenario.at('2026-11-23 11:00');
    expect(scenario.events.findLast(({ type }) => type === 'warning.silence_noted')?.data).toMatchObject({
      meaning: 'abstains',
      to: null,
    });
    expect(scenario.known.round?.recommendation).toEqual({ grade: 'orange', supporters: ['jia', 'yi'], needed: 2 });
  });

  it('[WRN-17] is over with the last position, and the coordinator owes a decision', () => {
    const scenario = consulting();
    allAgree(scenario);
    expect(scenario.known.round?.stage).toBe('recommended');
    expect(scenario.known.clocks.open.map(({ id, by }) => [id, by])).toEqual([['decision/1/recommendation', 'guo']]);
  });

  it('[WRN-17] the quorum is of those asked; of two counts both', () => {
    expect(neededOf({ share: 0.5 }, 4)).toBe(2);
    expect(neededOf({ share: 0.5 }, 5)).toBe(3);
    expect(neededOf({ share: 0.55 }, 20)).toBe(11);
    expect(neededOf({ at_least: 3, share: 0.5 }, 4)).toBe(3);
    expect(neededOf({ at_least: 1, share: 1 }, 4)).toBe(4);
  });

  it('[WRN-17] recommends the highest grade with a quorum: more support never lowers it', () => {
    const position = fc.constantFrom<Position>(
      { position: 'agree', at: 0 },
      { position: 'agree_higher', grade: 'orange', at: 0 },
      { position: 'agree_higher', grade: 'red', at: 0 },
      { position: 'object', reason: 'x', at: 0 },
      { position: 'silent', at: 0 },
    );
    const silence = fc.constantFrom('agrees', 'abstains', 'escalates' as const);
    fc.assert(
      fc.property(
        fc.array(position, { minLength: 1, maxLength: 9 }),
        fc.integer({ min: 1, max: 9 }),
        silence,
        (given, needed, rule) => {
          const asked = given.map((_, index) => `city${index}`);
          const round = { grade: 'yellow', asked, needed, silence: rule, positions: {} } as const;
          const of = (positions: readonly Position[]) =>
            recommendationOf({
              ...round,
              positions: Object.fromEntries(positions.map((one, index) => [`city${index}`, one])),
            }).grade ?? 'none';
          const result = of(given);
          if (result !== 'none') {
            const supporting = given.filter((one) =>
              one.position === 'agree_higher'
                ? isAtLeast(one.grade ?? 'none', result)
                : result === 'yellow' && (one.position === 'agree' || (one.position === 'silent' && rule === 'agrees')),
            );
            expect(supporting.length).toBeGreaterThanOrEqual(needed);
          }
          for (const index of given.keys()) {
            expect(isAtLeast(of(given.with(index, { position: 'agree_higher', grade: 'red', at: 0 })), result)).toBe(
              true,
            );
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('[WRN-18] without a quorum issues nothing; another proposal may follow, or the withdrawal', () => {
    const scenario = consulting();
    for (const city of ['jia', 'yi', 'bing']) scenario.does(head(city), object(city));
    scenario.does(head('ji'), agree('ji'));
    expect(scenario.known).toMatchObject({
      standing: 'pending',
      round: { stage: 'rejected', recommendation: { grade: null } },
    });
    expect(scenario.refused(coordinator, { type: 'issue', grade: 'orange' })).toBe('WRN-7');
    expect(scenario.known.clocks.open.map(({ id }) => id)).toEqual(['decision/1/rejection']);
    scenario.does(engine, proposal({ grade: 'yellow' }));
    scenario.does(coordinator, { type: 'withdraw', reason: 'nobody wants it' });
    expect(scenario.known.standing).toBe('withdrawn');
  });

  it('[WRN-18] a change without a quorum is dropped, and so is one for what is in force', () => {
    const change = (grade: 'yellow' | 'red', answer: (scenario: Scenario, city: string) => void) => {
      const scenario = inForce();
      scenario.does(engine, proposal({ grade }));
      scenario.does(coordinator, { type: 'consult' });
      for (const city of CITIES) answer(scenario, city);
      return scenario;
    };
    const rejected = change('red', (scenario, city) => scenario.does(head(city), object(city)));
    expect(rejected.known).toMatchObject({ standing: 'in_force', round: null });
    expect(rejected.known.clocks.open.some(({ duty }) => duty === 'decision')).toBe(false);
    const stays = change('yellow', (scenario, member) =>
      scenario.does(head(member), { type: 'take_position', member, position: 'agree_higher', grade: 'orange' }),
    );
    expect(stays.events.at(-1)).toMatchObject({ type: 'warning.consulted', data: { grade: null } });
    expect(stays.known).toMatchObject({ standing: 'in_force', round: null });
  });
});
