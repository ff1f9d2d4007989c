import { applyCaseEvent } from '../../domain/enforcement/apply-case-event.ts';
import type { CaseEvent } from '../../domain/enforcement/case-event.ts';
import type { CaseState } from '../../domain/enforcement/case-state.ts';
import { applyWarningEvent } from '../../domain/warning/apply-warning-event.ts';
import type { Warning } from '../../domain/warning/warning.ts';
import type { WarningEvent } from '../../domain/warning/warning-event.ts';
import type { LedgerEvent } from '../../store/ledger.ts';
import type { EvidenceObject } from './evidence-object.ts';

/** What becomes of the object by its own entries. Throws where they cannot follow on each other. */
export function foldObject({ kind }: EvidenceObject, own: readonly LedgerEvent[]): Warning | CaseState {
  const events = own as readonly unknown[];
  const state =
    kind === 'warning'
      ? (events as readonly WarningEvent[]).reduce<Warning | undefined>(applyWarningEvent, undefined)
      : (events as readonly CaseEvent[]).reduce<CaseState | undefined>(applyCaseEvent, undefined);
  if (state === undefined) throw new Error('it has no entries');
  return state;
}
