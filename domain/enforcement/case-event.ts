import type { ClockChange } from '../deadline/clockwork.ts';
import type { Commanded } from '../deadline/commanded.ts';
import type { BorderStrip } from './border-strip.ts';
import type { AccidentLevel, Attachment, CaseActor, Grounds, Officer } from './case-command.ts';
import type { CaseDuty } from './case-duty.ts';
import type { CaseStage } from './case-stage.ts';
import type { FineSpan } from './daily-fine.ts';

type Files = { readonly attachments: readonly Attachment[] };
type Visit = Files & {
  readonly visitedAt: number;
  readonly officers: readonly Officer[];
  readonly account: string;
  readonly stage: CaseStage;
};

/** What each event says beside `CaseEventBase`. Everything a reader needs is in it: no later agreement or program changes it. */
type CaseEventData = {
  opened: Files & {
    readonly owner: string;
    readonly grounds: Grounds;
    readonly site: { readonly name: string; readonly borderKm: number | null; readonly strip: BorderStrip };
    readonly account: string;
  };
  referred: Files & { readonly to: string; readonly reason: string };
  accepted: Files & { readonly owner: string; readonly stage: CaseStage };
  declined: Files & { readonly reason: string; readonly arbiter: string };
  /** The suspected side let the clock run out. */
  unanswered: { readonly respondent: string; readonly dueAt: number; readonly arbiter: string };
  withdrawn: { readonly reason: string };
  decided: Files & {
    readonly owner: string;
    readonly respondent: string;
    readonly stage: CaseStage;
    readonly reason: string;
  };
  inspection_called: { readonly reason: string };
  inspected: Visit;
  findings_recorded: Files & {
    readonly violation: boolean;
    readonly account: string;
    readonly reason: string;
    readonly stage: CaseStage;
  };
  order_served: Files & {
    /** Counts the orders of the case from 1. */
    readonly round: number;
    readonly account: string;
    readonly servedAt: number;
    readonly limitAt: number;
    readonly receipt: Attachment;
    /** Informative: `fromDay` is the day after service. */
    readonly dailyFine: { readonly yuanPerDay: number; readonly fromDay: string } | null;
  };
  rectification_reported: Files & { readonly account: string };
  /** `fine`: what the daily fine has come to in this round. */
  rechecked: Visit & { readonly result: 'rectified' | 'continuing'; readonly fine: FineSpan | null };
  /** `entries`: how many entries of the record the hash is of. */
  frozen: { readonly hash: string; readonly entries: number };
  signed: { readonly hash: string; readonly jurisdiction: string };
  closed: { readonly hash: string; readonly signedBy: readonly string[] };
  amended: Files & { readonly account: string; readonly reason: string };
  disputed: Files & { readonly reason: string; readonly arbiter: string };
  /** Overdue for so long that listed supervision is to be decided on by `to`. */
  supervision_proposed: { readonly obligation: string; readonly to: string };
  listed: { readonly supervisor: string; readonly until: number; readonly reason: string };
  listing_declined: { readonly reason: string };
  accident_reported: Files & {
    readonly accident: string;
    readonly level: AccidentLevel;
    readonly knownAt: number;
    readonly account: string;
    readonly neighbours: readonly string[];
    readonly superiors: readonly string[];
  };
  accident_notified: { readonly accident: string; readonly to: string };
  accident_verified: Files & { readonly accident: string; readonly account: string };
  clock_paused: { readonly obligation: string; readonly reason: string };
  clock_resumed: { readonly obligation: string };
  /** `to`: the superior who hears of it; null where none stands above. */
  deadline_passed: {
    readonly obligation: string;
    readonly duty: CaseDuty;
    readonly owedBy: string;
    readonly dueAt: number;
    readonly step: number;
    readonly to: string | null;
    readonly lateByMs: number;
    readonly late: boolean;
  };
};

export type CaseEventName = keyof CaseEventData;
export type CaseEventSays<Name extends CaseEventName> = CaseEventData[Name];

/** Who did it: a person, or the clock. */
export type CaseBy = CaseActor | { readonly machine: 'clock' };

export type CaseEventBase = {
  readonly case: string;
  readonly by: CaseBy;
  /** The version of the agreement that was obeyed. */
  readonly agreement: string;
  readonly exercise?: true;
  /** Jurisdictions that have to hear of it. */
  readonly tell: readonly string[];
  readonly clocks?: ClockChange;
  /** Hash of the frozen version that this edit made void, with its signatures (ENF-19). */
  readonly voids?: string;
} & Commanded;

export type CaseEventOf<Name extends CaseEventName> = {
  readonly type: `case.${Name}`;
  /** Epoch ms. */
  readonly at: number;
  readonly data: CaseEventBase & CaseEventData[Name];
};

/** One entry of a case's stream in the ledger. Plain JSON. */
export type CaseEvent = { [Name in CaseEventName]: CaseEventOf<Name> }[CaseEventName];
