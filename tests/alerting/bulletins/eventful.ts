import {
  allAgree,
  coordinator,
  engine,
  forecaster,
  inForce,
  instant,
  mayor,
  proposal,
  Scenario,
} from '../../domain/warning/scenario.ts';

export const air = (grade: 'none' | 'yellow' | 'orange' | 'red') =>
  ({ type: 'tell_air', grade, basis: 'observed', reason: 'measured' }) as const;
const wide = ['bing', 'ding', 'ji', 'jia', 'yi'];

/** Issued, up, down, more cities, cities of their own, lifted, relapsed, lifted again. */
export function eventful(): Scenario {
  const scenario = inForce();
  scenario.does(mayor('jia'), { type: 'issue_own', city: 'jia', grade: 'orange' });
  scenario.does(engine, air('red'));
  scenario.does(coordinator, { type: 'issue_at_once', grade: 'red', reason: 'red measured' });
  scenario.does(mayor('jia'), { type: 'issue_own', city: 'jia', grade: 'red' });
  scenario.does(mayor('yi'), { type: 'issue_own', city: 'yi', grade: 'red' });
  scenario.does(forecaster('jia'), proposal({ grade: 'orange', reason: 'better by tomorrow' }));
  scenario.does(coordinator, { type: 'consult' });
  allAgree(scenario);
  scenario.does(coordinator, { type: 'issue', grade: 'orange' });
  scenario.does(forecaster('ding'), proposal({ grade: 'orange', cities: wide, reason: 'it spreads' }));
  scenario.does(coordinator, { type: 'consult' });
  allAgree(scenario);
  scenario.does(coordinator, { type: 'issue', grade: 'orange' });
  scenario.at('2026-11-26 08:00');
  scenario.does(coordinator, { type: 'lift', reason: 'clean air' });
  scenario.does(mayor('yi'), { type: 'lift_own', city: 'yi' });
  const window = { from: instant('2026-11-26 20:00'), to: null };
  scenario.does(forecaster('jia'), proposal({ grade: 'yellow', cities: wide, window, reason: 'it comes back' }));
  scenario.does(coordinator, { type: 'consult' });
  allAgree(scenario);
  scenario.does(coordinator, { type: 'issue', grade: 'yellow' });
  scenario.does(mayor('yi'), { type: 'issue_own', city: 'yi', grade: 'yellow' });
  scenario.at('2026-11-28 08:00');
  scenario.does(coordinator, { type: 'lift', reason: 'clean air for good' });
  return scenario;
}

/** A drill up to a city's own warning, among real ones: it says so in its proposal. */
export function drill(): Scenario {
  const scenario = new Scenario();
  scenario.does(engine, proposal({ exercise: true }));
  scenario.does(coordinator, { type: 'consult' });
  allAgree(scenario);
  scenario.does(coordinator, { type: 'issue', grade: 'orange' });
  scenario.does(mayor('jia'), { type: 'issue_own', city: 'jia', grade: 'orange' });
  return scenario;
}
