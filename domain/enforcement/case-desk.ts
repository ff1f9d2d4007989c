import type { AgreementFile } from '../agreement/agreement-file.ts';
import type { Term } from '../agreement/term.ts';
import type { ClockChange } from '../deadline/clockwork.ts';
import { dueAt } from '../deadline/due-at.ts';
import type { Obligation, OpenObligation } from '../deadline/obligation.ts';
import { Obliger } from '../deadline/obliger.ts';
import { type CaseDuty, WORK } from './case-duty.ts';
import type { CaseBy, CaseEvent, CaseEventName, CaseEventSays } from './case-event.ts';
import { arbiterOf, partiesOf } from './case-parties.ts';
import type { CaseRecord, CaseState } from './case-state.ts';
import { isOnRecord } from './on-record.ts';

/** What a decision is taken with besides the case and the command. */
export interface CaseContext {
  /** Epoch ms. */
  readonly now: number;
  /** The version in force at `now`. */
  readonly agreement: AgreementFile;
  /** SHA-256 (lower-case hex) over the canonical JSON of a record. */
  readonly digest: (record: CaseRecord) => string;
  /** A clock that speaks later than this after its time is marked late (ENF-23); the timer's own slack, ms. */
  readonly punctualMs: number;
}

interface Owing {
  readonly duty: CaseDuty;
  readonly by: string;
  readonly term: Term;
  /** Epoch ms; now when absent. */
  readonly from?: number;
  /** Tells apart what one side owes several times at once. */
  readonly about?: string;
}

type Written = Pick<CaseState, 'id' | 'version' | 'exercise'>;

/** What the steps of a case share: the agreement made ready, what comes to be owed, and how an event is written. */
export class CaseDesk {
  readonly now: number;
  readonly agreement: AgreementFile;
  readonly obliger: Obliger;
  readonly by: CaseBy;
  readonly context: CaseContext;

  constructor(by: CaseBy, context: CaseContext) {
    this.by = by;
    this.context = context;
    this.now = context.now;
    this.agreement = context.agreement;
    this.obliger = new Obliger(context.agreement);
  }

  get terms(): AgreementFile['enforcement'] {
    return this.agreement.enforcement;
  }

  arbiterOf(state: Pick<CaseState, 'sender' | 'respondent' | 'owner'>): string | undefined {
    return arbiterOf(state, this.obliger.hierarchy);
  }

  /** A duty that arises with the next event of the case. */
  owe({ version }: Pick<CaseState, 'version'>, { duty, by, term, from = this.now, about }: Owing): Obligation {
    const id = [duty, by, ...(about === undefined ? [] : [about]), version + 1].join('/');
    return this.listed(this.obliger.within({ id, duty, by, from }, term));
  }

  /** The co-signature, for every party that does not owe it already. */
  oweSignatures(state: Pick<CaseState, 'version' | 'clocks'>, parties: readonly string[]): Obligation[] {
    const owing = state.clocks.open.filter(({ duty }) => duty === 'signature').map(({ by }) => by);
    return parties
      .filter((party) => !owing.includes(party))
      .map((by) => this.owe(state, { duty: 'signature', by, term: this.terms.signatures }));
  }

  /** To close the case by the limit of its listed supervision, epoch ms. */
  oweClosing({ version }: Pick<CaseState, 'version'>, by: string, until: number): Obligation {
    const duty: CaseDuty = 'supervision';
    return this.obliger.at({ id: `${duty}/${by}/${version + 1}`, duty, by, from: this.now }, until);
  }

  /** A paused duty that runs again. */
  resumed(obligation: OpenObligation): Obligation {
    return this.listed(this.obliger.resumed(obligation, this.now));
  }

  /** The last step of the work's escalation is listed supervision (ENF-21). */
  listed(obligation: Obligation): Obligation {
    const { duty, steps } = obligation;
    const last = steps.at(-1);
    if (!isWork(duty) || last === undefined) return obligation;
    const due = dueAt({ from: obligation.dueAt, term: this.terms.listed_supervision }, this.obliger.calendar);
    if (due.state === 'paused') return obligation;
    return { ...obligation, steps: [...steps, { at: Math.max(due.at, last.at), to: null }] };
  }

  /**
   * The next event of the case. What is put on the record while signatures are collected makes the frozen version void, and whoever
   * had signed owes it again (ENF-19).
   */
  write<Name extends CaseEventName>(
    state: CaseState,
    name: Name,
    says: CaseEventSays<Name>,
    { clocks, tell = [] }: { readonly clocks?: ClockChange; readonly tell?: readonly (string | null)[] } = {},
  ): CaseEvent {
    const edits = state.stage === 'closing' && isOnRecord(name);
    const asked = edits && state.dispute === null && name !== 'disputed' && name !== 'decided';
    const again = asked ? this.oweSignatures(state, [state.owner]) : [];
    const opens = [...(clocks?.opens ?? []), ...again];
    // Nobody owes his signature on a version that is void.
    const handled = [...(clocks?.voids ?? []), ...(clocks?.keeps ?? [])];
    const idle = state.clocks.open.filter(
      ({ id, duty, by }) => asked && duty === 'signature' && by !== state.owner && !handled.includes(id),
    );
    const voids = [...(clocks?.voids ?? []), ...idle.map(({ id }) => id)];
    const change =
      opens.length + idle.length === 0 ? clocks : { ...clocks, opens, ...(voids.length === 0 ? {} : { voids }) };
    const told = new Set([...partiesOf(state), ...tell].filter((id) => id !== null));
    return this.event(state, name, says, {
      tell: [...told],
      ...(change === undefined ? {} : { clocks: change }),
      ...(edits && state.frozen !== null ? { voids: state.frozen.hash } : {}),
    });
  }

  event<Name extends CaseEventName>(
    { id, exercise }: Omit<Written, 'version'>,
    name: Name,
    says: CaseEventSays<Name>,
    about: { readonly tell: readonly string[]; readonly clocks?: ClockChange; readonly voids?: string },
  ): CaseEvent {
    const base = { case: id, by: this.by, agreement: this.agreement.version, ...(exercise ? { exercise } : {}) };
    // The name and what it says belong together by the signature; the compiler does not follow that into a union.
    return { type: `case.${name}`, at: this.now, data: { ...base, ...about, ...says } } as CaseEvent;
  }
}

export function isWork(duty: string): boolean {
  return (WORK as readonly string[]).includes(duty);
}

/** Ids of what is owed of these duties. */
export function openOf({ clocks }: Pick<CaseState, 'clocks'>, duties: readonly CaseDuty[], by?: string): string[] {
  return clocks.open
    .filter((one) => (duties as readonly string[]).includes(one.duty) && (by === undefined || one.by === by))
    .map(({ id }) => id);
}
