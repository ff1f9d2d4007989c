import { nameOf } from './actor.ts';
import { tellAir } from './air-steps.ts';
import { applyWarningEvent } from './apply-warning-event.ts';
import {
  acknowledge,
  confirmStop,
  issueOwn,
  liftOwn,
  reportDay,
  reportMeasures,
  startResponse,
  submitSummary,
} from './city-steps.ts';
import { pauseClock, resumeClock } from './clock-steps.ts';
import { lift, review } from './closing-steps.ts';
import { concluded, consult, takePosition } from './consultation-steps.ts';
import { issueAtOnce, issueWarning } from './issue-steps.ts';
import { spoken } from './on-deadline.ts';
import { isRefusal, type Outcome, Proceedings, type WarningContext } from './proceedings.ts';
import { propose, withdraw } from './propose.ts';
import { type Refusal, refusal } from './refusal.ts';
import { outOfPlace } from './step-table.ts';
import type { Warning } from './warning.ts';
import type { CommandType, WarningCommand } from './warning-command.ts';
import type { WarningEvent } from './warning-event.ts';

/** Events to be appended, in order. With a refusal they are only what the clocks had to say before the command. */
export interface Decision {
  readonly events: readonly WarningEvent[];
  readonly refusal?: Refusal;
}

type Handler<Type extends CommandType> = (
  proceedings: Proceedings,
  command: Extract<WarningCommand, { readonly type: Type }>,
) => Outcome;

const HANDLERS: { readonly [Type in CommandType]: Handler<Type> } = {
  propose,
  withdraw,
  consult,
  take_position: takePosition,
  issue: issueWarning,
  issue_at_once: issueAtOnce,
  lift,
  tell_air: tellAir,
  acknowledge,
  issue_own: issueOwn,
  start_response: startResponse,
  report_measures: reportMeasures,
  report_day: reportDay,
  lift_own: liftOwn,
  confirm_stop: confirmStop,
  submit_summary: submitSummary,
  review,
  pause_clock: pauseClock,
  resume_clock: resumeClock,
};

/**
 * What a command makes of a warning (docs/spec/warning.md); undefined: there is none yet. The only place where a warning changes: live,
 * at a restart, in a replay and in a drill. Clocks whose time was over before the command speak first (WRN-35); an answer in the very
 * instant of its deadline is in time.
 */
export function decide(warning: Warning | undefined, command: WarningCommand, context: WarningContext): Decision {
  const stale = movedOn(warning, command);
  if (stale !== undefined) return { events: [], refusal: stale };
  const before = warning === undefined ? [] : spoken(warning, context, context.now - 1);
  const current = before.reduce<Warning | undefined>(applyWarningEvent, warning);
  const misplaced = outOfPlace(current, command.type);
  if (misplaced !== undefined) return { events: before, refusal: misplaced };
  const proceedings = new Proceedings(current, command.by, context);
  const handler = HANDLERS[command.type] as (proceedings: Proceedings, command: WarningCommand) => Outcome;
  const outcome = handler(proceedings, command);
  if (isRefusal(outcome)) return { events: before, refusal: outcome };
  const after = outcome.reduce<Warning | undefined>(applyWarningEvent, current);
  const conclusion = after === undefined ? [] : concluded(new Proceedings(after, { machine: 'consultation' }, context));
  return { events: [...before, ...outcome, ...conclusion] };
}

/** Of two at once the first wins, and the second is told who it was (WRN-6). */
function movedOn(warning: Warning | undefined, { expectedVersion }: WarningCommand): Refusal | undefined {
  const version = warning?.version ?? 0;
  if (expectedVersion === undefined || expectedVersion === version) return undefined;
  const last = warning?.last;
  const who = last === undefined ? '' : `: ${last.type}, ${nameOf(last.by)}`;
  return refusal(
    'WRN-6',
    `the warning is at version ${version}, not ${expectedVersion}${who}`,
    `预警已至第 ${version} 版，而非第 ${expectedVersion} 版${who.replace(': ', '：')}`,
  );
}
