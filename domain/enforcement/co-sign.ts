import type { CaseCommandOf } from './case-command.ts';
import { type CaseDesk, openOf } from './case-desk.ts';
import type { CaseOutcome } from './case-outcome.ts';
import { partiesOf } from './case-parties.ts';
import type { CaseState } from './case-state.ts';
import { accidentRuns } from './open-and-refer.ts';
import { refusal, unexplained } from './refusal.ts';

/** The owner puts one version before all parties; what they sign is its hash (ENF-17). */
export function freeze(desk: CaseDesk, state: CaseState): CaseOutcome {
  if (state.frozen !== null) return refusal('ENF-17', 'this version is frozen already', '该版本已冻结');
  if (state.dispute !== null) {
    const { arbiter } = state.dispute;
    return refusal('ENF-17', `a dispute is before "${arbiter}"`, `有争议待“${arbiter}”裁决`);
  }
  const refused = accidentRuns(state);
  if (refused !== undefined) return refused;
  const { id, exercise, record } = state;
  const hash = desk.context.digest({ case: id, exercise, entries: record });
  const opens = desk.oweSignatures(state, partiesOf(state));
  return [
    desk.write(state, 'frozen', { hash, entries: record.length }, opens.length === 0 ? {} : { clocks: { opens } }),
  ];
}

/** The last of the signatures closes the case (ENF-18). */
export function sign(desk: CaseDesk, state: CaseState, { by, hash }: CaseCommandOf<'sign'>): CaseOutcome {
  const { frozen, signatures } = state;
  if (frozen === null) return refusal('ENF-17', 'no version is frozen: there is nothing to sign', '尚无冻结版本可签署');
  if (hash !== frozen.hash) {
    return refusal('ENF-18', `${hash} is not the frozen version ${frozen.hash}`, `${hash} 不是冻结版本 ${frozen.hash}`);
  }
  const { jurisdiction } = by;
  const signed = signatures.map((one) => one.jurisdiction);
  if (signed.includes(jurisdiction)) {
    return refusal('ENF-18', `"${jurisdiction}" has signed this version`, `“${jurisdiction}”已签署该版本`);
  }
  const keeps = openOf(state, ['signature'], jurisdiction);
  const signature = desk.write(state, 'signed', { hash, jurisdiction }, { clocks: { keeps } });
  const signedBy = [...signed, jurisdiction];
  if (!partiesOf(state).every((party) => signedBy.includes(party))) return [signature];
  const kept = openOf(state, ['supervision']);
  const voids = state.clocks.open.map(({ id }) => id).filter((id) => !keeps.includes(id) && !kept.includes(id));
  return [signature, desk.write(state, 'closed', { hash, signedBy }, { clocks: { keeps: kept, voids } })];
}

/** Adds to the record: what was written stays, what is wrong in it is said beside it (ENF-19). */
export function amend(desk: CaseDesk, state: CaseState, command: CaseCommandOf<'amend'>): CaseOutcome {
  const { account, reason, attachments } = command;
  return unexplained(reason) ?? [desk.write(state, 'amended', { account, reason, attachments })];
}
