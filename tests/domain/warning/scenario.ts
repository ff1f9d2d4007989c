import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { AgreementFile } from '../../../domain/agreement/agreement-file.ts';
import { readAgreement } from '../../../domain/agreement/read-agreement.ts';
import { formatIso } from '../../../domain/time.ts';
import { applyWarningEvent } from '../../../domain/warning/apply-warning-event.ts';
import { type Decision, decide } from '../../../domain/warning/decide.ts';
import { onDeadline } from '../../../domain/warning/on-deadline.ts';
import type { WarningContext } from '../../../domain/warning/proceedings.ts';
import type { Warning } from '../../../domain/warning/warning.ts';
import type { Propose, WarningCommand } from '../../../domain/warning/warning-command.ts';
import type { WarningEvent } from '../../../domain/warning/warning-event.ts';

const TEXT = readFileSync(new URL('../../../config/demo/agreement.yaml', import.meta.url), 'utf8');
/** Its terms are for a compressed clock: here the defaults hold. */
const { duties: _duties, enforcement: _enforcement, clocks: _clocks, ...DEMO } = parse(TEXT) as Record<string, unknown>;

/** The demonstration cluster's agreement, with the terms that are the default, and with other parts. */
export function agreementWith(parts: object = {}, without: readonly string[] = []): AgreementFile {
  const content = Object.entries({ ...DEMO, ...parts }).filter(([name]) => !without.includes(name));
  const { agreement, faults } = readAgreement(Object.fromEntries(content));
  if (agreement === undefined) throw new Error(JSON.stringify(faults));
  return agreement;
}

/** Posts of the demonstration cluster: `guo` coordinates; every city has the others. */
export const coordinator = { person: '周', role: 'coordinator', jurisdiction: 'guo' };
export const engine = { machine: 'engine' };
const post = (role: string) => (jurisdiction: string) => ({ person: `${role} of ${jurisdiction}`, role, jurisdiction });
export const head = post('bureau-head');
export const duty = post('duty-officer');
export const mayor = post('main-leader');
export const deputy = post('deputy-leader');
export const forecaster = post('forecaster');

type WithoutBy<Command> = Command extends unknown ? Omit<Command, 'by'> : never;

/** One warning on a clock that only `at` moves: what is said, refused and told. */
export class Scenario {
  readonly agreement: AgreementFile;
  readonly events: WarningEvent[] = [];
  readonly previous: Warning | undefined;
  warning: Warning | undefined;
  now = 0;

  constructor({
    parts = {},
    without = [],
    previous,
    agreement,
  }: {
    readonly parts?: object;
    readonly without?: readonly string[];
    readonly previous?: Warning;
    /** Instead of parts. */
    readonly agreement?: AgreementFile;
  } = {}) {
    this.agreement = agreement ?? agreementWith(parts, without);
    this.previous = previous;
    this.now = instant('2026-11-23 08:00');
  }

  get context(): WarningContext {
    const { now, agreement, previous } = this;
    return { now, agreement, punctualMs: 1_000, ...(previous === undefined ? {} : { previous }) };
  }

  get known(): Warning {
    if (this.warning === undefined) throw new Error('there is no warning yet');
    return this.warning;
  }

  /** Lets the time pass up to an instant of the cluster's clock, `2026-11-23 08:30`; clocks speak on time. */
  at(text: string): this {
    return this.pass(instant(text) - this.now);
  }

  pass(ms: number): this {
    const until = this.now + ms;
    for (;;) {
      const next = this.warning === undefined ? undefined : nextAt(this.warning);
      if (next === undefined || next > until) break;
      this.now = Math.max(this.now, next);
      this.#take(onDeadline(this.known, this.context));
    }
    this.now = until;
    return this;
  }

  /** The program is away until then; nothing is told. */
  away(text: string): this {
    this.now = instant(text);
    return this;
  }

  /** The timer that a start sets for what is due. */
  wake(): WarningEvent[] {
    const told = onDeadline(this.known, this.context);
    this.#take(told);
    return told;
  }

  decide(by: WarningCommand['by'], command: WithoutBy<WarningCommand>): Decision {
    const decision = decide(this.warning, { by, ...command } as WarningCommand, this.context);
    this.#take(decision.events);
    return decision;
  }

  /** Done, or the test fails with the reason. Returns the types of the events. */
  does(by: WarningCommand['by'], command: WithoutBy<WarningCommand>): string[] {
    const { refusal, events } = this.decide(by, command);
    if (refusal !== undefined) throw new Error(`${command.type} refused: ${refusal.rule} ${refusal.reason.en}`);
    return events.map(({ type }) => type);
  }

  /** The rule that refuses it, or `done`. */
  refused(by: WarningCommand['by'], command: WithoutBy<WarningCommand>): string {
    return this.decide(by, command).refusal?.rule ?? 'done';
  }

  /** `08:30 warning.overdue acknowledge/ji -> xi`: what the clocks said, in order. */
  told(): string[] {
    return this.events.flatMap(({ type, at, data }) => {
      if (!('obligation' in data) || !('told' in data)) return [];
      const to = 'to' in data ? data.to : null;
      const id = data.obligation.split('/').slice(0, 2).join('/');
      return [`${formatIso(at).slice(11, 16)} ${type} ${id} -> ${to ?? '-'}${data.late ? ' late' : ''}`];
    });
  }

  #take(events: readonly WarningEvent[]): void {
    for (const event of events) {
      this.warning = applyWarningEvent(this.warning, event);
      this.events.push(event);
    }
  }
}

function nextAt(warning: Warning): number | undefined {
  const open = warning.clocks.open.filter(({ pauses }) => pauses.at(-1)?.to !== null);
  const times = open.flatMap(({ steps, fired }) => steps[fired]?.at ?? []);
  return times.length === 0 ? undefined : Math.min(...times);
}

/** `2026-11-23 08:00` of the cluster's clock, epoch ms. */
export function instant(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}:00+08:00`);
}

export const CITIES = ['bing', 'ji', 'jia', 'yi'];

export function proposal(parts: Partial<Propose> = {}): Omit<Propose, 'by'> {
  return {
    type: 'propose',
    warning: 'demo-2026-11-23',
    kind: 'colour',
    grade: 'orange',
    cities: CITIES,
    window: { from: instant('2026-11-24 00:00'), to: instant('2026-11-27 00:00') },
    basis: 'forecast',
    reason: 'four neighbours reach orange by the forecast',
    ...parts,
  };
}

/** Proposed by the engine, all agree, issued at 08:00 of 23 November. */
export function inForce(
  options: ConstructorParameters<typeof Scenario>[0] = {},
  grade: 'yellow' | 'orange' | 'red' = 'orange',
): Scenario {
  const scenario = new Scenario(options);
  scenario.does(engine, proposal({ grade }));
  scenario.does(coordinator, { type: 'consult' });
  allAgree(scenario);
  scenario.does(coordinator, { type: 'issue', grade });
  return scenario;
}

export function allAgree(scenario: Scenario): void {
  for (const member of scenario.known.round?.asked ?? []) {
    scenario.does(head(member), { type: 'take_position', member, position: 'agree' });
  }
}

/** One city does all that it owes after an issue. */
export function fulfil(scenario: Scenario, city: string, grade: 'yellow' | 'orange' | 'red' = 'orange'): void {
  scenario.does(duty(city), { type: 'acknowledge', city });
  scenario.does(mayor(city), { type: 'issue_own', city, grade });
  scenario.does(duty(city), { type: 'start_response', city, grade });
  scenario.does(duty(city), { ...MEASURES, city });
}

export const MEASURES = {
  type: 'report_measures',
  measures: '工业限产，工地停工',
  enterprises: 120,
  reductionPercent: { nox: 20, pm25: 25 },
} as const;

/** Lifted at 08:00 of 26 November, when the pollution had ended. */
export function lifted(options: ConstructorParameters<typeof Scenario>[0] = {}): Scenario {
  const scenario = inForce(options);
  for (const city of CITIES) fulfil(scenario, city);
  for (const day of ['2026-11-24', '2026-11-25', '2026-11-26']) {
    scenario.at(`${day} 07:00`);
    for (const city of CITIES) scenario.does(duty(city), { type: 'report_day', city, day, text: 'as planned' });
  }
  scenario.at('2026-11-26 08:00');
  scenario.does(coordinator, { type: 'lift', reason: 'clean air for 36 h' });
  return scenario;
}

export function summaries(scenario: Scenario): void {
  for (const city of CITIES) {
    scenario.does(mayor(city), { type: 'lift_own', city });
    scenario.does(duty(city), { type: 'confirm_stop', city });
    scenario.does(duty(city), { type: 'submit_summary', city, text: 'measures and effect' });
  }
}
