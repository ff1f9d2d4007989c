import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isHeldAt, mayAt } from '../../../domain/agreement/role.ts';
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
const grade = fc.constantFrom('yellow', 'orange', 'red');
const city = fc.constantFrom(...CITIES);

/** Mostly sensible commands by mostly the right people, and some that nobody should get through. */
const command: fc.Arbitrary<WarningCommand> = fc.oneof(
  fc
    .record({ by: fc.constantFrom(engine, forecaster('jia')), grade, cities: fc.subarray(CITIES) })
    .map(({ by, ...parts }) => ({ by, ...proposal(parts) })),
  fc.constant({ by: coordinator, type: 'consult' } as const),
  fc.record({
    by: fc.constantFrom(engine, coordinator),
    type: fc.constant('withdraw'),
    reason: fc.constantFrom('', 'x'),
  }),
  fc
    .tuple(city, fc.constantFrom('agree', 'agree_higher', 'object'), grade)
    .map(
      ([member, position, higher]) =>
        ({ by: head(member), type: 'take_position', member, position, grade: higher, reason: 'x' }) as const,
    ),
  fc
    .tuple(fc.constantFrom(coordinator, mayor('jia'), engine), grade)
    .map(([by, to]) => ({ by, type: 'issue', grade: to }) as const),
  fc
    .tuple(fc.constantFrom(coordinator, engine), grade)
    .map(([by, to]) => ({ by, type: 'issue_at_once', grade: to, reason: 'x' }) as const),
  fc
    .tuple(grade, fc.constantFrom('observed', 'forecast'))
    .map(([to, basis]) => ({ by: engine, type: 'tell_air', grade: to, basis, reason: 'x' }) as const),
  city.map((of) => ({ by: duty(of), type: 'acknowledge', city: of }) as const),
  fc
    .tuple(city, grade, fc.boolean())
    .map(([of, to, top]) => ({ by: (top ? mayor : deputy)(of), type: 'issue_own', city: of, grade: to }) as const),
  fc.tuple(city, grade).map(([of, to]) => ({ by: duty(of), type: 'start_response', city: of, grade: to }) as const),
  city.map((of) => ({ by: duty(of), ...MEASURES, city: of })),
  fc
    .tuple(city, fc.integer({ min: 23, max: 29 }))
    .map(([of, day]) => ({ by: duty(of), type: 'report_day', city: of, day: `2026-11-${day}`, text: 'x' }) as const),
  fc.constantFrom(coordinator, mayor('jia')).map((by) => ({ by, type: 'lift', reason: 'x' }) as const),
  city.map((of) => ({ by: mayor(of), type: 'lift_own', city: of }) as const),
  city.map((of) => ({ by: duty(of), type: 'confirm_stop', city: of }) as const),
  city.map((of) => ({ by: duty(of), type: 'submit_summary', city: of, text: 'x' }) as const),
  fc.constant({ by: coordinator, type: 'review', text: 'x' } as const),
);
const step = fc.record({
  command,
  minutes: fc.oneof(fc.constantFrom(0, 1), fc.nat(90), fc.nat(3000)),
  prompt: fc.boolean(),
});
/** A warning that is in force, so that what follows is not refused for want of it. */
const opening: readonly WarningCommand[] = [
  { by: engine, ...proposal() },
  { by: coordinator, type: 'consult' },
  ...CITIES.map((member) => ({ by: head(member), type: 'take_position', member, position: 'agree' }) as const),
  { by: coordinator, type: 'issue', grade: 'orange' },
];
const episode = fc.record({ opened: fc.nat(opening.length), steps: fc.array(step, { maxLength: 60 }) });

/** What is true after every step, whatever was asked for. */
function invariants({ known, events }: Scenario): void {
  const { standing, kind, clocks, cities, round } = known;
  const duties = new Set(clocks.open.map((one) => one.duty));
  if (standing === 'reviewed' || standing === 'withdrawn') expect(clocks.open).toEqual([]);
  if (standing === 'pending' || standing === 'in_force') expect(clocks.open.length).toBeGreaterThan(0);
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

const RUNS = Number(process.env['LIANFANG_WARNING_RUNS'] ?? 300);

describe('whatever people and time do', () => {
  it('[WRN-33] the invariants hold after every step, and the record folds to the state', { timeout: 240_000 }, () => {
    fc.assert(
      fc.property(episode, ({ opened, steps }) => {
        const scenario = new Scenario();
        for (const one of opening.slice(0, opened)) scenario.does(one.by, one);
        for (const { command: next, minutes, prompt } of steps) {
          // Prompt: the timers run. Otherwise the program was away and finds the time gone.
          if (prompt) scenario.pass(minutes * MINUTE_MS);
          else scenario.now += minutes * MINUTE_MS;
          scenario.decide(next.by, next);
          if (scenario.warning !== undefined) invariants(scenario);
        }
        if (scenario.warning === undefined) return;
        scenario.wake();
        expect(nextDeadline(scenario.known)?.at ?? Infinity).toBeGreaterThan(scenario.now);
        lawful(scenario);
        const read = JSON.parse(JSON.stringify(scenario.events)) as typeof scenario.events;
        expect(read.reduce<Warning | undefined>(applyWarningEvent, undefined)).toEqual(scenario.warning);
      }),
      { numRuns: RUNS },
    );
  });

  it('[WRN-6] of two commands for one version exactly one goes through, whichever comes first', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: opening.length }), command, command, (opened, one, other) => {
        const scenario = new Scenario();
        for (const each of opening.slice(0, opened)) scenario.does(each.by, each);
        const { version } = scenario.known;
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
