import type { CaseActor, CaseCommand } from '../../domain/enforcement/case-command.ts';
import type { WarningCommand } from '../../domain/warning/warning-command.ts';

type WithoutBy<Command> = Command extends { readonly by: unknown } ? Omit<Command, 'by'> : never;

/** A command before it is known who gives it. */
export type WarningStep = WithoutBy<WarningCommand>;
export type CaseStep = WithoutBy<CaseCommand>;

/** A step that is to be done. No time: nobody does it; no `by`: nobody may. */
export interface Planned<Step> {
  readonly key: string;
  /** Epoch ms. */
  readonly at: number | undefined;
  readonly by: CaseActor | undefined;
  readonly command: Step;
}
