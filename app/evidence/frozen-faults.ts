import { createHash } from 'node:crypto';
import { applyCaseEvent } from '../../domain/enforcement/apply-case-event.ts';
import type { CaseEvent } from '../../domain/enforcement/case-event.ts';
import type { CaseState } from '../../domain/enforcement/case-state.ts';
import { canonicalJson } from '../../store/canonical-json.ts';
import type { Json, LedgerEvent } from '../../store/ledger.ts';
import { PRIMARY } from './contents.ts';
import type { PackageFault } from './package-fault.ts';

/** Frozen versions of a case whose hash is not that of its record (EVI-20). Throws where somebody signed another hash than was frozen. */
export function frozenFaults(own: readonly LedgerEvent[]): PackageFault[] {
  const faults: PackageFault[] = [];
  let state: CaseState | undefined;
  for (const entry of own) {
    const event = entry as unknown as CaseEvent;
    const tell = (reason: string) => faults.push({ file: PRIMARY.entries, reason: `entry ${entry.seq}: ${reason}` });
    if (event.type === 'case.frozen' && state !== undefined) {
      const { id, exercise, record } = state;
      const text = canonicalJson({ case: id, exercise, entries: record } as unknown as Json);
      if (createHash('sha256').update(text).digest('hex') !== event.data.hash)
        tell('the frozen hash is not that of the record');
    }
    state = applyCaseEvent(state, event);
  }
  return faults;
}
