import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type IssuedGrade, isHeldAt, mayAt } from '../../../domain/agreement/role.ts';
import { isPaused } from '../../../domain/deadline/obligation.ts';
import { isAtLeast } from '../../../domain/grade/grade.ts';
import { applyWarningEvent } from '../../../domain/warning/apply-warning-event.ts';
import { nextDeadline } from '../../../domain/warning/on-deadline.ts';
import { AT_STAGE, AT_STANDING, type WarningStep } from '../../../domain/warning/step-table.ts';
import { gradeInForce, stageOf, standingOf, type Warning } from '../../../domain/warning/warning.ts';
import type { WarningCommand } from '../../../domain/warning/warning-command.ts';
import type { WarningEvent, WarningEventType } from '../../../domain/warning/warning-event.ts';
import {
  agreementWith,
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
const grade = fc.constantFrom<IssuedGrade>('yellow', 'orange', 'red');
const city = fc.constantFrom(...CITIES);

export type Asked = (scenario: Scenario) => WarningCommand;

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
export const asked = fc.oneof(
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
export const opening: readonly WarningCommand[] = [
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
export const episode = fc.record({ opened: begun, steps });
const PAUSES = { clocks: { pause_reasons: [{ id: 'flood', name: { zh: '洪水', en: 'Flood' } }] } };

export type Episode = typeof episode extends fc.Arbitrary<infer Value> ? Value : never;
const AGREEMENT = agreementWith(PAUSES);

/** Plays one episode and throws where a law is broken; adds the event types that it led to. */
export function playEpisode({ opened, steps: given }: Episode, reached: Set<string>): void {
  const scenario = new Scenario({ agreement: AGREEMENT });
  const laws = new WarningLaws(scenario);
  for (const one of opening.slice(0, opened)) scenario.does(one.by, one);
  laws.check();
  for (const { asked: ask, minutes: passed, prompt } of given) {
    // Prompt: the timers run. Otherwise the program was away and finds the time gone.
    if (prompt) scenario.pass(passed * MINUTE_MS);
    else scenario.now += passed * MINUTE_MS;
    const next = ask(scenario);
    const { refusal } = scenario.decide(next.by, next);
    if (refusal !== undefined) assert.match(refusal.rule, /^WRN-\d+$/);
    laws.check();
  }
  if (scenario.warning === undefined) return;
  scenario.wake();
  laws.check();
  for (const { type } of scenario.events) reached.add(type);
  assert.ok((nextDeadline(scenario.known)?.at ?? Infinity) > scenario.now, 'WRN-31: a clock was due and did not speak');
  const read = JSON.parse(JSON.stringify(scenario.events)) as WarningEvent[];
  const folded = read.reduce<Warning | undefined>(applyWarningEvent, undefined);
  assert.deepEqual(
    folded,
    JSON.parse(JSON.stringify(scenario.warning)),
    'WRN-34: the record does not fold to the state',
  );
}

/** Which step brought an event about; a consultation ends with the last position or the last silence. */
const STEP_OF: Readonly<Record<WarningEventType, WarningStep | 'clock'>> = {
  'warning.proposed': 'propose',
  'warning.consultation_opened': 'consult',
  'warning.position_taken': 'take_position',
  'warning.silence_noted': 'silence',
  'warning.consulted': 'silence',
  'warning.withdrawn': 'withdraw',
  'warning.issued': 'issue',
  'warning.notice_issued': 'issue',
  'warning.lifted': 'lift',
  'warning.air_told': 'tell_air',
  'warning.corrected': 'tell_air',
  'warning.received': 'acknowledge',
  'warning.own_issued': 'issue_own',
  'warning.response_started': 'start_response',
  'warning.measures_reported': 'report_measures',
  'warning.day_reported': 'report_day',
  'warning.own_lifted': 'lift_own',
  'warning.stopped': 'confirm_stop',
  'warning.summary_submitted': 'submit_summary',
  'warning.reviewed': 'review',
  'warning.overdue': 'clock',
  'warning.clock_paused': 'pause_clock',
  'warning.clock_resumed': 'resume_clock',
};
const RESPONSE = ['acknowledge', 'own_warning', 'start_response', 'first_report', 'daily_report'];

/** What is true of every event and after every step, whatever was asked for. */
class WarningLaws {
  readonly #scenario: Scenario;
  readonly #fired = new Set<string>();
  #seen = 0;
  #state: Warning | undefined;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
  }

  check(): void {
    const { events, warning } = this.#scenario;
    for (const event of events.slice(this.#seen)) {
      const before = this.#state;
      const after = applyWarningEvent(before, event);
      this.#lawful(before, event);
      inPlace(before, event, after);
      this.#once(event);
      this.#state = after;
    }
    this.#seen = events.length;
    if (warning !== undefined) standing(warning);
  }

  /** Nothing is decided without the authority of the agreement, and no own warning is below the region's. */
  #lawful(before: Warning | undefined, event: WarningEvent): void {
    const { agreement } = this.#scenario;
    if (event.type === 'warning.issued' || event.type === 'warning.lifted') {
      const { by, grade: level } = event.data;
      if ('machine' in by || level === 'none') throw new Error('WRN-4: a machine decided');
      const role = agreement.roles.find(({ id }) => id === by.role);
      assert.equal(by.jurisdiction, 'guo', 'WRN-3');
      assert.ok(role && isHeldAt(role, { id: 'guo', level: 'nation' }), 'WRN-1');
      assert.ok(mayAt(role, event.type === 'warning.issued' ? 'issue' : 'lift', level), 'WRN-2');
    }
    if (event.type === 'warning.issued' && !event.data.atOnce) {
      const { supporters = [], needed = Infinity } = before?.round?.recommendation ?? {};
      assert.ok(supporters.length >= needed, 'WRN-18: issued without a quorum');
    }
    if (event.type === 'warning.issued' && event.data.atOnce) {
      const air = before?.airs.at(-1);
      assert.ok(air !== undefined && air.basis !== 'forecast' && isAtLeast(air.grade, event.data.grade), 'WRN-20');
    }
    if (event.type === 'warning.own_issued' && before !== undefined) {
      assert.ok(isAtLeast(event.data.grade, gradeInForce(before)), 'WRN-23');
    }
  }

  #once({ data }: WarningEvent): void {
    const fires = data.clocks?.fires;
    if (fires === undefined) return;
    const step = `${fires.id} ${fires.step}`;
    assert.ok(!this.#fired.has(step), `DLN-9: ${step} is told a second time`);
    this.#fired.add(step);
  }
}

/** The event leads where the tables say. */
function inPlace(before: Warning | undefined, event: WarningEvent, after: Warning): void {
  const step = STEP_OF[event.type];
  const [from, to] = [standingOf(before), standingOf(after)];
  const [stage, next] = [stageOf(before), stageOf(after)];
  if (step === 'clock') {
    assert.deepEqual([to, next], [from, stage], 'WRN-7: a reminder changed the warning');
    return;
  }
  const steps: WarningStep[] = event.type === 'warning.issued' && event.data.atOnce ? ['issue_at_once'] : [step];
  for (const one of steps) {
    assert.ok(leads(AT_STANDING[one][from], to), `WRN-7: ${event.type} from ${from} to ${to}`);
    assert.ok(leads(AT_STAGE[one][stage], next), `WRN-7: ${event.type} from ${stage} to ${next}`);
  }
}

function leads<Place>(cell: readonly Place[] | false, to: Place): boolean {
  return cell !== false && cell.includes(to);
}

function standing(known: Warning): void {
  const { standing: at, kind, clocks, cities, round } = known;
  const { open } = clocks;
  if (at === 'reviewed' || at === 'withdrawn') assert.equal(open.length, 0, 'WRN-33: something is owed after the end');
  if (at === 'pending' || (at === 'in_force' && kind === 'colour'))
    assert.ok(open.length > 0, 'WRN-33: nobody owes anything');
  for (const { duty: what, id, steps: told, dueAt, pauses, fired } of open) {
    if (at === 'lifted') assert.ok(!RESPONSE.includes(what), `WRN-28: ${id} runs after the lift`);
    if (round === null) assert.ok(what !== 'decision' && what !== 'position', `WRN-33: ${id} of no proposal`);
    assert.ok(told.length > 0 && Number.isFinite(dueAt), `WRN-33: ${id} has no deadline`);
    assert.ok(fired <= told.length && (isPaused({ pauses }) || told[0]?.at === dueAt), `DLN-8: ${id}`);
  }
  if (at !== 'in_force' || kind !== 'colour') return;
  for (const [id, progress] of Object.entries(cities)) {
    const own = progress.own?.liftedAt === null ? progress.own.grade : 'none';
    const owes = open.some((one) => one.by === id && one.duty === 'own_warning');
    assert.ok(isAtLeast(own, gradeInForce(known)) || owes, `WRN-21: ${id} has no own warning and owes none`);
  }
}
