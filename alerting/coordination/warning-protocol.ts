import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import { applyWarningEvent } from '../../domain/warning/apply-warning-event.ts';
import { decide } from '../../domain/warning/decide.ts';
import { nextDeadline, onDeadline } from '../../domain/warning/on-deadline.ts';
import type { WarningContext } from '../../domain/warning/proceedings.ts';
import { isSameEpisode, mergeGapMs } from '../../domain/warning/same-episode.ts';
import type { Warning } from '../../domain/warning/warning.ts';
import type { Propose, WarningCommand } from '../../domain/warning/warning-command.ts';
import type { WarningEvent } from '../../domain/warning/warning-event.ts';
import type { NewEvent } from '../../store/ledger.ts';
import type { Protocol, ProtocolContext } from './protocol.ts';

/** A command of the warning machine; who proposes a new warning need not name it. */
export type WarningOrderCommand =
  | Exclude<WarningCommand, Propose>
  | (Omit<Propose, 'warning'> & { readonly warning?: string });

/** The joint warning (docs/spec/warning.md). */
export const WARNING_PROTOCOL: Protocol<Warning, WarningOrderCommand> = {
  stream: 'warning',
  prefix: { real: 'W', exercise: 'X' },
  begins: ({ type }) => type === 'propose',
  isExercise: (command) => command.type === 'propose' && command.exercise === true,
  numbered: (command, id) => (command.type === 'propose' ? { ...command, warning: id } : command),
  decide(warning, command, context) {
    const { events, refusal } = decide(warning, command as WarningCommand, contextOf(warning, command, context));
    return { events: events as readonly NewEvent[], ...(refusal === undefined ? {} : { refusal }) };
  },
  onDeadline: (warning, context) => onDeadline(warning, context) as readonly NewEvent[],
  nextDueAt: (warning) => nextDeadline(warning)?.at,
  apply: (warning, event) => applyWarningEvent(warning, event as unknown as WarningEvent),
  happening: (event, before, after) => ({ kind: 'warning', event: event as unknown as WarningEvent, before, after }),
};

/** A proposal that would begin a warning is held against the episodes that are not over (WRN-9); a drill against drills only. */
function contextOf(
  warning: Warning | undefined,
  command: WarningOrderCommand,
  context: ProtocolContext<Warning>,
): WarningContext {
  if (warning !== undefined || command.type !== 'propose') return context;
  const previous = openEpisode(context.book.all(), command, context.agreement);
  return previous === undefined ? context : { ...context, previous };
}

/** The warning to whose episode pollution of that kind and time belongs; the newest where several are. */
export function openEpisode(
  warnings: readonly Warning[],
  { kind, window, exercise = false }: Pick<Propose, 'kind' | 'window' | 'exercise'>,
  agreement: AgreementFile,
): Warning | undefined {
  const gap = mergeGapMs(agreement);
  const begins = { kind, from: window.from };
  return warnings.findLast((one) => one.exercise === exercise && isSameEpisode(one, begins, gap));
}
