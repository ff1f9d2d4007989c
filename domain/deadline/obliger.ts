import type { AgreementFile } from '../agreement/agreement-file.ts';
import { Hierarchy } from '../agreement/hierarchy.ts';
import type { Term } from '../agreement/term.ts';
import { type Due, dueAt } from './due-at.ts';
import { escalationSteps } from './escalation-steps.ts';
import type { Obligation, OpenObligation } from './obligation.ts';
import { WorkingCalendar } from './working-calendar.ts';

type Owed = Pick<Obligation, 'id' | 'duty' | 'by' | 'from'>;

/** Makes obligations by one version of an agreement: its calendar, its hierarchy, its escalation. */
export class Obliger {
  readonly calendar: WorkingCalendar;
  readonly hierarchy: Hierarchy;
  readonly #escalation: AgreementFile['duties']['escalation'];

  constructor({
    clocks,
    region,
    jurisdictions,
    duties,
  }: Pick<AgreementFile, 'clocks' | 'region' | 'jurisdictions' | 'duties'>) {
    this.calendar = new WorkingCalendar(clocks, region.utc_offset);
    this.hierarchy = new Hierarchy(jurisdictions);
    this.#escalation = duties.escalation;
  }

  /** Due when the term has run from `owed.from`, and not before `notBefore` (epoch ms). */
  within(owed: Owed, term: Term, { notBefore = -Infinity }: { readonly notBefore?: number } = {}): Obligation {
    const due = dueAt({ from: owed.from, term }, this.calendar);
    return this.#until({ ...owed, term }, due, notBefore);
  }

  /** Due at an instant, epoch ms. */
  at({ id, duty, by, from }: Owed, instant: number): Obligation {
    return this.#until({ id, duty, by, from }, { state: 'certain', at: instant }, instant);
  }

  /** A paused obligation with the end that it has when its clock goes on at `now` (DLN-6). */
  resumed({ fired: _fired, pauses, ...obligation }: OpenObligation, now: number): Obligation {
    const { term, from } = obligation;
    if (term === undefined) throw new RangeError(`obligation ${obligation.id} has no term that could be paused`);
    const ended = pauses.map((pause) => (pause.to === null ? { ...pause, to: now } : pause));
    return this.#until(obligation, dueAt({ from, term, pauses: ended }, this.calendar), now);
  }

  #until(owed: Owed & { readonly term?: Term }, due: Due, notBefore: number): Obligation {
    if (due.state === 'paused') throw new RangeError(`obligation ${owed.id} has no end`);
    const at = Math.max(due.at, notBefore);
    const steps = escalationSteps(
      { by: owed.by, dueAt: at },
      { escalation: this.#escalation, hierarchy: this.hierarchy, calendar: this.calendar },
    );
    const { id, duty, by, from, term } = owed;
    return {
      id,
      duty,
      by,
      from,
      ...(term === undefined ? {} : { term }),
      dueAt: at,
      ...(due.state === 'provisional' ? { provisional: due.unknownYear } : {}),
      steps,
    };
  }
}
