import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type IssuedGrade, isHeldAt, mayAt } from '../../../domain/agreement/role.ts';
import { isAtLeast } from '../../../domain/grade/grade.ts';
import { applyWarningEvent } from '../../../domain/warning/apply-warning-event.ts';
import { decide } from '../../../domain/warning/decide.ts';
import { nextDeadline } from '../../../domain/warning/on-deadline.ts';
import { gradeInForce, type Warning } from '../../../domain/warning/warning.ts';
import type { WarningCommand } from '../../../domain/warning/warning-command.ts';
import {
  CITIES,
  coordinator,
  deputy,
  duty,
  engine,
  forecaster,
  head,
  MEASURES,
  mayor,
  proposal,
  Scenario,
} from './scenario.ts';

const MINUTE_MS = 60_000;
const EVERY_COLOUR_EVENT = [
  'air_told',
  'clock_paused',
  'clock_resumed',
  'consultation_opened',
  'consulted',
  'corrected',
  'day_reported',
  'issued',
  'lifted',
  'measures_reported',
  'overdue',
  'own_issued',
  'own_lifted',
  'position_taken',
  'proposed',
  'received',
  'response_started',
  'reviewed',
  'silence_noted',
  'stopped',
  'summary_submitted',
  'withdrawn',
].map((name) => `warning.${name}`);
const grade = fc.constantFrom<IssuedGrade>('yellow', 'orange', 'red');
const city = fc.constantFrom(...CITIES);

type Asked = (scenario: Scenario) => WarningCommand;

/** The grade in force, so that a city's step mostly fits; sometimes another one. */
const fitting = fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: grade });
const inForceOr = ({ warning }: Scenario, other: IssuedGrade | undefined): IssuedGrade => {
  const found = warning === undefined ? 'none' : gradeInForce(warning);
  return other ?? (found === 'none' ? 'orange' : found);
};
const owedDay = ({ warning }: Scenario, of: string): string =>
  warning?.clocks.open.find((one) => one.duty === 'daily_report' && one.by === of)?.id.split('/')[2] ?? '2026-11-24';
const openClock = ({ warning }: Scenario, place: number): string => warning?.clocks.open.at(place)?.id ?? 'none';
const always =
  (command: WarningCommand): Asked =>
  () =>
    command;

const ofRegion: fc.Arbitrary<Asked> = fc.oneof(
  fc
    .record({ by: fc.constantFrom(engine, forecaster('jia')), grade, cities: fc.subarray(CITIES, { minLength: 1 }) })
    .map(
      ({ by, ...parts }): Asked =>
        ({ now }) => ({ by, ...proposal({ ...parts, window: { from: now, to: null } }) }),
    ),
  fc.constant(always({ by: coordinator, type: 'consult' })),
  fc
    .tuple(fc.constantFrom(engine, coordinator), fc.constantFrom('', 'x'))
    .map(([by, reason]) => always({ by, type: 'withdraw', reason })),
  fc
    .tuple(city, fc.constantFrom('agree', 'agree_higher', 'object'), grade)
    .map(([member, position, higher]) =>
      always({ by: head(member), type: 'take_position', member, position, grade: higher, reason: 'x' }),
    ),
  fc
    .tuple(fc.constantFrom(coordinator, mayor('jia'), engine), grade)
    .map(([by, to]) => always({ by, type: 'issue', grade: to })),
  fc
    .tuple(fc.constantFrom(coordinator, engine), grade)
    .map(([by, to]) => always({ by, type: 'issue_at_once', grade: to, reason: 'x' })),
  fc.tuple(grade, fc.constantFrom('observed', 'forecast'), fc.boolean()).map(
    ([to, basis, late]): Asked =>
      ({ now }) => ({
        by: engine,
        type: 'tell_air',
        grade: to,
        basis,
        reason: 'x',
        ...(late ? { changedFrom: now - 3_600_000 } : {}),
      }),
  ),
  fc.nat(8).map(
    (place): Asked =>
      (scenario) => ({ by: coordinator, type: 'pause_clock', obligation: openClock(scenario, place), reason: 'flood' }),
  ),
  fc.nat(8).map(
    (place): Asked =>
      (scenario) => ({ by: coordinator, type: 'resume_clock', obligation: openClock(scenario, place) }),
  ),
);
const ofCity: fc.Arbitrary<Asked> = fc.oneof(
  city.map((of) => always({ by: duty(of), type: 'acknowledge', city: of })),
  fc.tuple(city, fitting, fc.boolean()).map(
    ([of, to, top]): Asked =>
      (scenario) => ({ by: (top ? mayor : deputy)(of), type: 'issue_own', city: of, grade: inForceOr(scenario, to) }),
  ),
  fc.tuple(city, fitting).map(
    ([of, to]): Asked =>
      (scenario) => ({ by: duty(of), type: 'start_response', city: of, grade: inForceOr(scenario, to) }),
  ),
  city.map((of) => always({ by: duty(of), ...MEASURES, city: of })),
  city.map(
    (of): Asked =>
      (scenario) => ({ by: duty(of), type: 'report_day', city: of, day: owedDay(scenario, of), text: 'x' }),
  ),
);
const ofEnd: fc.Arbitrary<Asked> = fc.oneof(
  fc.constantFrom(coordinator, mayor('jia')).map((by) => always({ by, type: 'lift', reason: 'x' })),
  city.map((of) => always({ by: mayor(of), type: 'lift_own', city: of })),
  city.map((of) => always({ by: duty(of), type: 'confirm_stop', city: of })),
  city.map((of) => always({ by: duty(of), type: 'submit_summary', city: of, text: 'x' })),
  fc.constant(always({ by: coordinator, type: 'review', text: 'x' })),
);
/** Mostly sensible commands by mostly the right people, and some that nobody should get through. */
const asked = fc.oneof(
  { weight: 3, arbitrary: ofRegion },
  { weight: 3, arbitrary: ofCity },
  { weight: 1, arbitrary: ofEnd },
);
const minutes = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(0, 1, 5) },
  { weight: 3, arbitrary: fc.nat(90) },
  { weight: 1, arbitrary: fc.nat(6000) },
);
const step = fc.record({ asked, minutes, prompt: fc.boolean() });
/** A warning that is in force, so that what follows is not refused for want of it. */
const opening: readonly WarningCommand[] = [
  { by: engine, ...proposal() },
  { by: coordinator, type: 'consult' },
  ...CITIES.map((member) => ({ by: head(member), type: 'take_position', member, position: 'agree' }) as const),
  { by: coordinator, type: 'issue', grade: 'orange' },
];
const begun = fc.oneof(
  { weight: 3, arbitrary: fc.constant(opening.length) },
  { weight: 1, arbitrary: fc.nat(opening.length) },
);
const steps = fc.array(step, { minLength: 10, maxLength: 80, size: 'max' });
const episode = fc.record({ opened: begun, steps });
const PAUSES = { clocks: { pause_reasons: [{ id: 'flood', name: { zh: '洪水', en: 'Flood' } }] } };

/** What is true after every step, whatever was asked for. */
function invariants({ known, events }: Scenario): void {
  const { standing, kind, clocks, cities, round } = known;
  const duties = new Set(clocks.open.map((one) => one.duty));
  if (standing === 'reviewed' || standing === 'withdrawn') expect(clocks.open).toEqual([]);
  if (standing === 'pending' || (standing === 'in_force' && kind === 'colour'))
    expect(clocks.open.length).toBeGreaterThan(0);
  if (standing === 'lifted') {
    for (const one of ['acknowledge', 'own_warning', 'start_response', 'first_report', 'daily_report'])
      expect(duties.has(one)).toBe(false);
  }
  if (round === null) expect(duties.has('decision') || duties.has('position')).toBe(false);
  if (standing === 'in_force' && kind === 'colour') {
    for (const [id, progress] of Object.entries(cities)) {
      const own = progress.own?.liftedAt === null ? progress.own.grade : 'none';
      const owes = clocks.open.some((one) => one.by === id && one.duty === 'own_warning');
      expect(isAtLeast(own, gradeInForce(known)) || owes).toBe(true);
    }
  }
  const fired = events.flatMap(({ data }) =>
    data.clocks?.fires === undefined ? [] : `${data.clocks.fires.id} ${data.clocks.fires.step}`,
  );
  expect(new Set(fired).size).toBe(fired.length);
}

/** No event of a decision without the authority of the agreement, and no own warning below the region's. */
function lawful({ agreement, events }: Scenario): void {
  let state: Warning | undefined;
  for (const event of events) {
    if (event.type === 'warning.issued' || event.type === 'warning.lifted') {
      const { by } = event.data;
      if ('machine' in by || event.data.grade === 'none') throw new Error('a machine decided');
      const role = agreement.roles.find(({ id }) => id === by.role);
      expect(by.jurisdiction).toBe('guo');
      expect(role && isHeldAt(role, { id: 'guo', level: 'nation' })).toBe(true);
      expect(role && mayAt(role, event.type === 'warning.issued' ? 'issue' : 'lift', event.data.grade)).toBe(true);
    }
    if (event.type === 'warning.issued' && !event.data.atOnce) {
      const { supporters = [], needed = Infinity } = state?.round?.recommendation ?? {};
      expect(supporters.length).toBeGreaterThanOrEqual(needed);
    }
    if (event.type === 'warning.own_issued' && state !== undefined) {
      expect(isAtLeast(event.data.grade, gradeInForce(state))).toBe(true);
    }
    state = applyWarningEvent(state, event);
  }
}

/** Event types that the random episodes have led to: a law that is never put to the test proves nothing. */
const reached = new Set<string>();

const RUNS = Number(process.env['LIANFANG_WARNING_RUNS'] ?? 300);

describe('whatever people and time do', () => {
  it('[WRN-33] the invariants hold after every step, and the record folds to the state', { timeout: 240_000 }, () => {
    fc.assert(
      fc.property(episode, ({ opened, steps: given }) => {
        const scenario = new Scenario({ parts: PAUSES });
        for (const one of opening.slice(0, opened)) scenario.does(one.by, one);
        for (const { asked: ask, minutes: passed, prompt } of given) {
          // Prompt: the timers run. Otherwise the program was away and finds the time gone.
          if (prompt) scenario.pass(passed * MINUTE_MS);
          else scenario.now += passed * MINUTE_MS;
          const next = ask(scenario);
          scenario.decide(next.by, next);
          if (scenario.warning !== undefined) invariants(scenario);
        }
        if (scenario.warning === undefined) return;
        scenario.wake();
        for (const { type } of scenario.events) reached.add(type);
        expect(nextDeadline(scenario.known)?.at ?? Infinity).toBeGreaterThan(scenario.now);
        lawful(scenario);
        const read = JSON.parse(JSON.stringify(scenario.events)) as typeof scenario.events;
        expect(read.reduce<Warning | undefined>(applyWarningEvent, undefined)).toEqual(scenario.warning);
      }),
      { numRuns: RUNS },
    );
    expect([...reached].sort()).toEqual(EVERY_COLOUR_EVENT);
  });

  it('[WRN-6] of two commands for one version exactly one goes through, whichever comes first', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: opening.length }), asked, asked, (opened, ask, askOther) => {
        const scenario = new Scenario();
        for (const each of opening.slice(0, opened)) scenario.does(each.by, each);
        const { version } = scenario.known;
        const [one, other] = [ask(scenario), askOther(scenario)];
        for (const [first, second] of [[one, other] as const, [other, one] as const]) {
          const won = decide(scenario.warning, { ...first, expectedVersion: version }, scenario.context);
          if (won.refusal !== undefined) continue;
          const after = won.events.reduce<Warning | undefined>(applyWarningEvent, scenario.warning);
          const lost = decide(after, { ...second, expectedVersion: version }, scenario.context);
          expect(lost).toMatchObject({ events: [], refusal: { rule: 'WRN-6' } });
        }
      }),
      { numRuns: RUNS },
    );
  });
});
