import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import type { Json, NewEvent } from '../../store/ledger.ts';
import type { LastStep, Refusal } from './answer.ts';
import type { Happening } from './notices/protocol-event.ts';

/** What every warning and case has. */
export interface Proceeding {
  readonly id: string;
  /** How many events it has. */
  readonly version: number;
  readonly exercise: boolean;
  readonly last: LastStep;
}

export interface ProtocolContext<State> {
  /** Epoch ms. */
  readonly now: number;
  /** The version in force at `now`. */
  readonly agreement: AgreementFile;
  readonly punctualMs: number;
  readonly digest: (value: Json) => string;
  readonly book: { all(): readonly State[] };
}

export interface ProtocolDecision {
  /** With a refusal they are only what the clocks had to say before the command. */
  readonly events: readonly NewEvent[];
  readonly refusal?: Refusal;
}

/** One of the machines of `domain/`, as the service runs it. */
export interface Protocol<State extends Proceeding, Command extends { readonly type: string }> {
  /** Streams are `<stream>/<id>`. */
  readonly stream: string;
  /** Before the year in the ids of real ones and of drills. */
  readonly prefix: { readonly real: string; readonly exercise: string };
  /** Whether the command begins a new one. */
  begins(command: Command): boolean;
  isExercise(command: Command): boolean;
  /** The command with the id that the service gave. */
  numbered(command: Command, id: string): Command;
  decide(state: State | undefined, command: Command, context: ProtocolContext<State>): ProtocolDecision;
  /** What the clocks say by `context.now`. */
  onDeadline(state: State, context: ProtocolContext<State>): readonly NewEvent[];
  /** When the next clock speaks, epoch ms. */
  nextDueAt(state: State): number | undefined;
  /** What cannot follow is a broken record and throws. */
  apply(state: State | undefined, event: NewEvent): State;
  /** For whoever tells of it. */
  happening(event: NewEvent, before: State | undefined, after: State): Happening;
}
