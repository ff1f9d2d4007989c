import type { CaseState } from '../../../domain/enforcement/case-state.ts';
import type { Warning } from '../../../domain/warning/warning.ts';
import type { LedgerEvent } from '../../../store/ledger.ts';
import type { CityWind } from '../city-winds.ts';
import type { Contents } from '../contents.ts';
import type { Rerun } from '../rerun.ts';

/** What the page of a package is made from. */
export interface EvidenceReport {
  readonly contents: Contents;
  /** The entries of the warning or case itself, and what it has become by them. */
  readonly own: readonly LedgerEvent[];
  readonly state: Warning | CaseState;
  readonly run: Rerun;
  readonly winds: readonly CityWind[];
}
