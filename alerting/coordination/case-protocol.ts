import { applyCaseEvent } from '../../domain/enforcement/apply-case-event.ts';
import type { CaseCommand } from '../../domain/enforcement/case-command.ts';
import { caseDeadlines, onCaseDeadlines } from '../../domain/enforcement/case-deadlines.ts';
import type { CaseContext } from '../../domain/enforcement/case-desk.ts';
import type { CaseEvent } from '../../domain/enforcement/case-event.ts';
import type { CaseState } from '../../domain/enforcement/case-state.ts';
import { decideCase } from '../../domain/enforcement/decide-case.ts';
import type { Json, NewEvent } from '../../store/ledger.ts';
import type { Protocol, ProtocolContext } from './protocol.ts';

type Open = Extract<CaseCommand, { readonly type: 'open' }>;

/** A command of the enforcement machine; who opens a case need not name it. */
export type CaseOrderCommand = Exclude<CaseCommand, Open> | (Omit<Open, 'case'> & { readonly case?: string });

/** Joint enforcement (docs/spec/enforcement.md). */
export const CASE_PROTOCOL: Protocol<CaseState, CaseOrderCommand> = {
  stream: 'case',
  prefix: { real: 'C', exercise: 'XC' },
  begins: ({ type }) => type === 'open',
  isExercise: (command) => command.type === 'open' && command.exercise === true,
  numbered: (command, id) => (command.type === 'open' ? { ...command, case: id } : command),
  decide(state, command, context) {
    const { events, refusal } = decideCase(state, command as CaseCommand, contextOf(context));
    return { events: events as unknown as readonly NewEvent[], ...(refusal === undefined ? {} : { refusal }) };
  },
  onDeadline: (state, context) => onCaseDeadlines(state, contextOf(context)) as unknown as readonly NewEvent[],
  nextDueAt: (state) => caseDeadlines(state)[0]?.at,
  apply: (state, event) => applyCaseEvent(state, event as unknown as CaseEvent),
  happening: (event, before, after) => ({ kind: 'case', event: event as unknown as CaseEvent, before, after }),
};

function contextOf({ now, agreement, punctualMs, digest }: ProtocolContext<CaseState>): CaseContext {
  return { now, agreement, punctualMs, digest: (record) => digest(record as unknown as Json) };
}
