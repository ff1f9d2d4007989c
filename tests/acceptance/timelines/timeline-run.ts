import { expect } from 'vitest';
import { Posts } from '../../../app/answering/posts.ts';
import type { AgreementFile } from '../../../domain/agreement/agreement-file.ts';
import type { CaseActor } from '../../../domain/enforcement/case-command.ts';
import type { WarningCommand } from '../../../domain/warning/warning-command.ts';
import type { LedgerEvent } from '../../../store/ledger.ts';
import { agreementWith } from '../../domain/warning/scenario.ts';
import { caseStep } from './case-phrases.ts';
import { heardText, toldTo } from './heard.ts';
import { caseText, owedText, warningText } from './standing-text.ts';
import { TimelineHouse } from './timeline-house.ts';
import { clockText, type Row, rowsOf } from './timeline-table.ts';
import { warningSteps } from './warning-phrases.ts';

export interface Timeline {
  readonly title: string;
  readonly about: 'warning' | 'case';
  /** Parts of the agreement that differ from the defaults; several versions when each says from when it is in force. */
  readonly agreement?: object | readonly object[];
  readonly rows: string;
}

export interface Played {
  readonly history: readonly LedgerEvent[];
  /** Rows that say what is heard, and what was. */
  readonly foretold: readonly string[];
  readonly heard: readonly string[];
  readonly restarts: number;
}

/**
 * Plays a timeline on the coordination service, a ledger on disk and a manual clock. `restarting`: the program ends and starts anew
 * between any two rows. Everything that clocks say has to be foretold by a row, and nothing else may be.
 */
export async function play(
  timeline: Timeline,
  { path, restarting }: { readonly path: string; readonly restarting: boolean },
): Promise<Played> {
  const rows = rowsOf(timeline.rows);
  const house = new TimelineHouse(path, agreementsOf(timeline), rows[0]?.at ?? 0);
  await house.open();
  const stage = new Stage(house, timeline.about);
  let restarts = 0;
  for (const row of rows) {
    try {
      await stage.play(row);
    } catch (error) {
      throw new Error(`${row.line}\n${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
    if (!restarting || stage.away) continue;
    await house.close();
    await house.open();
    restarts += 1;
  }
  await house.close();
  const history = await house.history();
  for (const event of history) if (event.data['to'] !== undefined && heardText(event) !== undefined) bothSides(event);
  const foretold = rows
    .filter(({ what }) => what.startsWith('hears: '))
    .map(({ at, who, what }) => `${clockText(at)} | ${who.join(' ')} | ${what}`);
  return { history, foretold, heard: history.flatMap((event) => heardText(event) ?? []), restarts };
}

function agreementsOf({ agreement = {} }: Timeline): AgreementFile[] {
  return [agreement].flat().map((parts: object) => agreementWith(parts));
}

function bothSides(event: LedgerEvent): void {
  const { data } = event;
  const owes = data['jurisdiction'] ?? data['owedBy'];
  if (owes !== undefined) expect(toldTo(event)).toContain(owes);
  if (data['to'] !== null) expect(toldTo(event)).toContain(data['to']);
}

class Stage {
  readonly #house: TimelineHouse;
  readonly #about: Timeline['about'];
  away = false;

  constructor(house: TimelineHouse, about: Timeline['about']) {
    this.#house = house;
    this.#about = about;
  }

  async play(row: Row): Promise<void> {
    const { clock } = this.#house;
    if (row.at < clock.now()) throw new Error('this is before what stands above it');
    await clock.pass(row.at - clock.now());
    if (row.what.startsWith('hears: ')) return;
    if (row.who[0] === 'program') return this.#program(row.what);
    const what = row.what.replace(/ @\d+$/, '');
    const number = Number(/ @(\d+)$/.exec(row.what)?.[1] ?? 0);
    for (const who of row.who) {
      if (who === 'warning' || who === 'case') expect(this.#standing(number)).toBe(what.replace(/^is /, ''));
      else if (what.startsWith('owes ')) expect(`owes ${this.#owed(who, number)}`).toBe(what);
      else expect(await this.#does(who, what, number)).toBe(row.outcome);
    }
  }

  async #program(what: string): Promise<void> {
    if (what === 'is away') await this.#house.close();
    else if (what === 'is there again') await this.#house.open();
    else throw new Error(`the program does not do that: ${what}`);
    this.away = what === 'is away';
  }

  #standing(number: number): string {
    if (this.#about === 'case') return caseText(this.#case(number) ?? missing());
    return warningText(this.#warning(number) ?? missing());
  }

  #owed(who: string, number: number): string {
    const of = this.#about === 'case' ? this.#case(number) : this.#warning(number);
    return owedText((of ?? missing()).clocks, who);
  }

  /** The n-th, or the newest. */
  #warning(number: number) {
    return this.#house.coordination.warnings.all().at(number - 1);
  }

  #case(number: number) {
    return this.#house.coordination.cases.all().at(number - 1);
  }

  /** The rule that refuses it; undefined when all is done. */
  async #does(who: string, what: string, number: number): Promise<string | undefined> {
    const { coordination, clock } = this.#house;
    const posts = new Posts(this.#house.agreement, ({ role, jurisdiction }) => `${role} of ${jurisdiction}`);
    const [jurisdiction = '', role] = who.split('/');
    const now = clock.now();
    if (this.#about === 'case') {
      const state = this.#case(number);
      const step = caseStep(what, { who: jurisdiction, now, state });
      const by = named(jurisdiction, role) ?? posts.forCase(jurisdiction, step.type) ?? nobody(jurisdiction);
      const id = step.type === 'open' || state === undefined ? {} : { id: state.id };
      const answer = await coordination.act({ ...id, command: { ...step, by } });
      return answer.outcome === 'refused' ? answer.refusal.rule : undefined;
    }
    const anew = what.endsWith(' anew');
    const warning = anew ? undefined : this.#warning(number);
    for (const { step, acts, grade } of warningSteps(what.replace(/ anew$/, ''), { who: jurisdiction, now, warning })) {
      const by =
        jurisdiction === 'engine'
          ? { machine: 'engine' }
          : (named(jurisdiction, role) ?? posts.forWarning(jurisdiction, acts, grade) ?? nobody(jurisdiction));
      const command = { ...step, by } as WarningCommand;
      const answer = await coordination.warn({ ...(warning === undefined ? {} : { id: warning.id }), command });
      if (answer.outcome === 'refused') return answer.refusal.rule;
    }
    return undefined;
  }
}

/** `jia/deputy-leader`: that very post. */
function named(jurisdiction: string, role: string | undefined): CaseActor | undefined {
  return role === undefined ? undefined : { person: `${role} of ${jurisdiction}`, role, jurisdiction };
}

function nobody(jurisdiction: string): CaseActor {
  return { person: 'somebody', role: 'duty-officer', jurisdiction };
}

function missing(): never {
  throw new Error('there is none');
}
