import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import type { CaseActor, CaseCommand, Officer } from '../../domain/enforcement/case-command.ts';
import { sidesOf } from '../../domain/enforcement/case-parties.ts';
import type { CaseState } from '../../domain/enforcement/case-state.ts';
import { decideCase } from '../../domain/enforcement/decide-case.ts';
import type { CommandOffer } from '../protocol-contract.ts';
import { offeredChoices, type Trial } from './offered-choices.ts';

interface OfferContext {
  /** Epoch ms. */
  readonly now: number;
  readonly agreement: AgreementFile;
}

const DAY_MS = 86_400_000;
/** A text where one is wanted: what is tried is thrown away. */
const WORDS = '-';
const NO_HASH = '0'.repeat(64);
const said = { account: WORDS, reason: WORDS, attachments: [] };

/** What the person may do with the case now, found by trying it on the machine itself (PRO-9). Nothing of it is recorded. */
export function caseOffers(state: CaseState, by: CaseActor, context: OfferContext): CommandOffer[] {
  const tried = { ...context, digest: () => NO_HASH, punctualMs: Infinity };
  return offeredChoices(
    trials(state, by, context),
    (command) => decideCase(state, command, tried).refusal === undefined,
  );
}

function* trials(state: CaseState, by: CaseActor, context: OfferContext): Iterable<Trial<CaseCommand>> {
  const { account, reason, attachments } = said;
  const places = context.agreement.jurisdictions.map(({ id }) => id);
  for (const to of places) {
    yield { command: { type: 'refer', by, to, reason, attachments }, choices: { to } };
  }
  yield { command: { type: 'accept', by, attachments } };
  yield { command: { type: 'decline', by, reason, attachments } };
  yield { command: { type: 'withdraw', by, reason } };
  for (const owner of places) {
    for (const resume of ['inspection', 'where_it_was'] as const) {
      yield { command: { type: 'decide', by, owner, resume, reason, attachments }, choices: { owner, resume } };
    }
  }
  yield { command: { type: 'call_inspection', by, reason } };
  yield* workTrials(state, by, context);
  yield { command: { type: 'freeze', by } };
  const hash = state.frozen?.hash ?? NO_HASH;
  yield { command: { type: 'sign', by, hash }, choices: { hash } };
  yield { command: { type: 'amend', by, ...said } };
  yield { command: { type: 'dispute', by, reason, attachments } };
  yield { command: { type: 'decide_listing', by, until: context.now + DAY_MS, reason } };
  yield* accidentTrials(state, by, { ...context, places });
  for (const { id: obligation } of state.clocks.open) {
    for (const { id: why } of context.agreement.clocks.pause_reasons) {
      yield { command: { type: 'pause', by, obligation, reason: why }, choices: { obligation, reason: why } };
    }
    yield { command: { type: 'resume', by, obligation }, choices: { obligation } };
  }
  yield { command: { type: 'report_accident', by, level: 'IV', knownAt: context.now, account, attachments } };
}

function* workTrials(state: CaseState, by: CaseActor, { now }: OfferContext): Iterable<Trial<CaseCommand>> {
  const { account, attachments } = said;
  const visit = { visitedAt: now, officers: officersOf(state), account, attachments };
  yield { command: { type: 'inspect', by, ...visit } };
  yield { command: { type: 'find', by, violation: true, ...said } };
  const receipt = { name: WORDS, sha256: NO_HASH, bytes: 0 };
  yield {
    command: { type: 'order', by, account, servedAt: now, receipt, days: null, dailyFineYuan: null, attachments },
  };
  yield { command: { type: 'report_rectified', by, account, attachments } };
  for (const result of ['rectified', 'continuing'] as const) {
    yield { command: { type: 'recheck', by, ...visit, result }, choices: { result } };
  }
}

function* accidentTrials(
  { accidents }: CaseState,
  by: CaseActor,
  { places }: { readonly places: readonly string[] },
): Iterable<Trial<CaseCommand>> {
  const { account, attachments } = said;
  for (const { id: accident } of accidents) {
    for (const to of places) {
      yield { command: { type: 'give_notice', by, accident, to }, choices: { accident, to } };
    }
    yield { command: { type: 'verify_accident', by, accident, account, attachments }, choices: { accident } };
  }
}

/** As many of each side as any visit needs. */
function officersOf(state: CaseState): Officer[] {
  return [...new Set([...sidesOf(state), state.owner])].flatMap((jurisdiction) =>
    ['1', '2'].map((certificate) => ({ name: WORDS, jurisdiction, certificate })),
  );
}
