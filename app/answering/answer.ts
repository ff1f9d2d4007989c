import type { CaseCommand } from '../../domain/enforcement/case-command.ts';
import type { WarningCommand } from '../../domain/warning/warning-command.ts';

/**
 * What a modelled jurisdiction will do and when, epoch ms. `key` is the idempotency key: the same for the same step of the same warning or
 * case, whenever it is asked for. `version`: of the warning or case for which it was thought of.
 */
export type ModelledAnswer = { readonly at: number; readonly version: number } & (
  | { readonly kind: 'warning'; readonly order: Order<WarningCommand> }
  | { readonly kind: 'case'; readonly order: Order<CaseCommand> }
);

/** As the coordination takes it; no id with the opening of a case. */
export interface Order<Command> {
  readonly id?: string;
  readonly command: Command;
  readonly key: string;
}
