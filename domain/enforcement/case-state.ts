import type { Clockwork } from '../deadline/clockwork.ts';
import type { BorderStrip } from './border-strip.ts';
import type { AccidentLevel, Grounds } from './case-command.ts';
import type { CaseBy } from './case-event.ts';
import type { CaseStage } from './case-stage.ts';
import type { FineSpan } from './daily-fine.ts';

/** One thing that was put on the record; the co-signature is on the list of all of them. */
export type RecordEntry = {
  readonly type: string;
  readonly at: number;
  readonly by: CaseBy;
  readonly agreement: string;
  /** What the event says. */
  readonly says: object;
};

/** What is hashed when a version is frozen. */
export type CaseRecord = {
  readonly case: string;
  readonly exercise: boolean;
  readonly entries: readonly RecordEntry[];
};

export type Dispute = {
  readonly arbiter: string;
  readonly cause: 'declined' | 'silent' | 'disputed';
  readonly at: number;
  readonly reason: string | null;
};

export type ServedOrder = {
  readonly round: number;
  readonly servedAt: number;
  readonly limitAt: number;
  readonly dailyFine: { readonly yuanPerDay: number; readonly fromDay: string } | null;
};

export type Signature = { readonly jurisdiction: string; readonly person: string; readonly at: number };

export type Accident = {
  readonly id: string;
  readonly by: string;
  readonly level: AccidentLevel;
  readonly knownAt: number;
  /** Neighbours have to look for themselves and report (Order 17 of 2011, art. 8); superiors only hear of it. */
  readonly neighbours: readonly string[];
  readonly superiors: readonly string[];
  readonly notified: readonly string[];
  readonly verified: readonly string[];
};

/** A joint-enforcement case as its events tell it. Plain JSON; instants are epoch ms. */
export type CaseState = {
  readonly id: string;
  /** Events so far. */
  readonly version: number;
  readonly stage: CaseStage;
  readonly exercise: boolean;
  readonly openedAt: number;
  readonly grounds: Grounds;
  readonly site: { readonly name: string; readonly borderKm: number | null; readonly strip: BorderStrip };
  /** The one jurisdiction whose case it is (ENF-6). */
  readonly owner: string;
  readonly sender: string;
  /** The suspected side; null until the case is referred. */
  readonly respondent: string | null;
  readonly dispute: Dispute | null;
  /** An inspection was called before anybody had accepted. */
  readonly inspectionCalled: boolean;
  /** The last visit to the site, inspection or recheck. */
  readonly visitedAt: number | null;
  readonly violation: boolean | null;
  /** The order in force. */
  readonly order: ServedOrder | null;
  readonly rounds: number;
  readonly fines: readonly FineSpan[];
  readonly supervision:
    | { readonly state: 'proposed'; readonly to: string; readonly at: number }
    | { readonly state: 'listed'; readonly by: string; readonly at: number; readonly until: number }
    | null;
  readonly accidents: readonly Accident[];
  readonly record: readonly RecordEntry[];
  readonly frozen: { readonly hash: string; readonly at: number; readonly entries: number } | null;
  /** All of them are on `frozen.hash`. */
  readonly signatures: readonly Signature[];
  readonly clocks: Clockwork;
  /** What was done last, and by whom. */
  readonly last: { readonly type: string; readonly at: number; readonly by: CaseBy };
};
