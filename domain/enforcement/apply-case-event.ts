import { applyClockChange, NO_CLOCKS } from '../deadline/clockwork.ts';
import type { CaseEvent, CaseEventName, CaseEventOf } from './case-event.ts';
import type { Accident, CaseState } from './case-state.ts';
import { recordEntry } from './on-record.ts';

type Fold<Name extends CaseEventName> = (state: CaseState, event: CaseEventOf<Name>) => Partial<CaseState>;

/** One event more. The state of a case is this and nothing else (ENF-27); what cannot follow on it is a broken record and throws. */
export function applyCaseEvent(state: CaseState | undefined, event: CaseEvent): CaseState {
  const { type, at, data } = event;
  const before = state ?? begun(event);
  if (data.case !== before.id) throw new Error(`${type} of case ${data.case} among the events of ${before.id}`);
  const fold = FOLDS[type.slice('case.'.length) as CaseEventName] as (
    state: CaseState,
    event: CaseEvent,
  ) => Partial<CaseState>;
  const entry = recordEntry(event);
  const voided = data.voids === undefined ? {} : { frozen: null, signatures: [] };
  return {
    ...before,
    ...voided,
    ...fold(before, event),
    record: entry === undefined ? before.record : [...before.record, entry],
    clocks: data.clocks === undefined ? before.clocks : applyClockChange(before.clocks, data.clocks, at),
    version: before.version + 1,
    last: { type, at, by: data.by },
  };
}

function begun({ type, at, data }: CaseEvent): CaseState {
  if (type !== 'case.opened' || !('grounds' in data)) {
    throw new Error(`${type} of case ${data.case}, which was never opened`);
  }
  return {
    id: data.case,
    version: 0,
    stage: 'opened',
    exercise: data.exercise === true,
    openedAt: at,
    grounds: data.grounds,
    site: data.site,
    owner: data.owner,
    sender: data.owner,
    respondent: null,
    dispute: null,
    inspectionCalled: false,
    visitedAt: null,
    violation: null,
    order: null,
    rounds: 0,
    fines: [],
    supervision: null,
    accidents: [],
    record: [],
    frozen: null,
    signatures: [],
    clocks: NO_CLOCKS,
    last: { type, at, by: data.by },
  };
}

const FOLDS: { readonly [Name in CaseEventName]: Fold<Name> } = {
  opened: ({ id, version }) => {
    if (version > 0) throw new Error(`case ${id} is opened a second time`);
    return {};
  },
  referred: (_, { data }) => ({ stage: 'referred', respondent: data.to }),
  accepted: (_, { data }) => ({ stage: data.stage, owner: data.owner, dispute: null }),
  declined: (_, { at, data: { arbiter, reason } }) => ({
    stage: 'arbitration',
    dispute: { arbiter, cause: 'declined', at, reason },
  }),
  unanswered: (_, { at, data: { arbiter } }) => ({
    stage: 'arbitration',
    dispute: { arbiter, cause: 'silent', at, reason: null },
  }),
  withdrawn: () => ({ stage: 'withdrawn', dispute: null }),
  decided: ({ stage: from, order, violation }, { data: { owner, respondent, stage } }) => ({
    stage,
    owner,
    respondent,
    dispute: null,
    // Begun anew: what was ordered before is on the record, and no longer what the recheck asks for.
    ...(stage === from ? { order, violation } : { order: null, violation: null }),
  }),
  inspection_called: () => ({ inspectionCalled: true }),
  inspected: (_, { data: { stage, visitedAt } }) => ({ stage, visitedAt }),
  findings_recorded: (_, { data: { stage, violation } }) => ({ stage, violation }),
  order_served: (_, { data: { round, servedAt, limitAt, dailyFine } }) => ({
    stage: 'ordered',
    rounds: round,
    order: { round, servedAt, limitAt, dailyFine },
  }),
  rectification_reported: () => ({}),
  rechecked: ({ fines }, { data: { stage, visitedAt, fine } }) => ({
    stage,
    visitedAt,
    fines: fine === null ? fines : [...fines, fine],
  }),
  frozen: (_, { at, data: { hash, entries } }) => ({ frozen: { hash, at, entries } }),
  signed: ({ id, frozen, signatures }, { at, data: { by, hash, jurisdiction } }) => {
    if (hash !== frozen?.hash) throw new Error(`a signature on ${hash}, which is not the frozen version of case ${id}`);
    const person = 'person' in by ? by.person : by.machine;
    return { signatures: [...signatures, { jurisdiction, person, at }] };
  },
  closed: ({ id, frozen, signatures }, { data: { hash, signedBy } }) => {
    const signed = signatures.map(({ jurisdiction }) => jurisdiction);
    if (hash !== frozen?.hash || signedBy.some((one) => !signed.includes(one))) {
      throw new Error(`case ${id} is closed without all signatures on ${hash}`);
    }
    return { stage: 'closed' };
  },
  amended: () => ({}),
  disputed: (_, { at, data: { arbiter, reason } }) => ({ dispute: { arbiter, cause: 'disputed', at, reason } }),
  supervision_proposed: (_, { at, data: { to } }) => ({ supervision: { state: 'proposed', to, at } }),
  listed: (_, { at, data: { supervisor: by, until } }) => ({ supervision: { state: 'listed', by, at, until } }),
  listing_declined: () => ({ supervision: null }),
  accident_reported: ({ accidents }, { data }) => {
    const { accident: id, level, knownAt, neighbours, superiors, by } = data;
    const from = 'jurisdiction' in by ? by.jurisdiction : by.machine;
    const told = { notified: [], verified: [] };
    return { accidents: [...accidents, { id, by: from, level, knownAt, neighbours, superiors, ...told }] };
  },
  accident_notified: ({ accidents }, { data: { accident, to } }) => ({
    accidents: withAccident(accidents, accident, (one) => ({ notified: [...one.notified, to] })),
  }),
  accident_verified: ({ accidents }, { data: { accident, by } }) => {
    const from = 'jurisdiction' in by ? by.jurisdiction : by.machine;
    return { accidents: withAccident(accidents, accident, (one) => ({ verified: [...one.verified, from] })) };
  },
  clock_paused: () => ({}),
  clock_resumed: () => ({}),
  deadline_passed: () => ({}),
};

function withAccident(
  accidents: readonly Accident[],
  id: string,
  change: (one: Accident) => Partial<Accident>,
): readonly Accident[] {
  return accidents.map((one) => (one.id === id ? { ...one, ...change(one) } : one));
}
