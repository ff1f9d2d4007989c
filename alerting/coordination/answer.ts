import type { Text } from '../../domain/rule/text.ts';
import type { LedgerEvent } from '../../store/ledger.ts';

/** Why a command was not carried out: a sentence of docs/spec/{warning,enforcement,coordination}.md by its id, and a text for people. */
export interface Refusal {
  readonly rule: `${'WRN' | 'ENF' | 'COO'}-${number}`;
  readonly reason: Text;
}

/** Who acted: a person in a post, or a part of the program. */
export type Speaker =
  | { readonly person: string; readonly role: string; readonly jurisdiction: string }
  | { readonly machine: string };

/** What is told to whoever was second. */
export interface LastStep {
  readonly type: string;
  readonly by: Speaker;
  /** Epoch ms. */
  readonly at: number;
}

export type Done<State> = {
  readonly outcome: 'done';
  /** As it stood after the command. */
  readonly state: State;
  /** What the command made, as recorded; what clocks had to say before it is not among them. */
  readonly events: readonly LedgerEvent[];
  /** This idempotency key was carried out before: nothing new has happened (COO-4). */
  readonly repeated: boolean;
};

export type Refused = {
  readonly outcome: 'refused';
  readonly refusal: Refusal;
  /** Of the warning or case now; 0: there is none. */
  readonly version: number;
  readonly last?: LastStep;
};

export type Answer<State> = Done<State> | Refused;
