import { accept, decide, decline, dispute } from './answer-and-decide.ts';
import { applyCaseEvent } from './apply-case-event.ts';
import { unauthorized, wrongSide } from './case-authority.ts';
import type { CaseCommand, CaseCommandOf, CaseCommandType } from './case-command.ts';
import { toldBy } from './case-deadlines.ts';
import { type CaseContext, CaseDesk } from './case-desk.ts';
import type { CaseEvent } from './case-event.ts';
import { type CaseOutcome, isRefusal } from './case-outcome.ts';
import type { CaseState } from './case-state.ts';
import { outOfPlace } from './case-table.ts';
import { amend, freeze, sign } from './co-sign.ts';
import { callInspection, find, inspect } from './inspect-and-find.ts';
import { open, refer, withdraw } from './open-and-refer.ts';
import { order, recheck, reportRectified } from './order-and-recheck.ts';
import { type Refusal, refusal } from './refusal.ts';
import { giveNotice, reportAccident, verifyAccident } from './report-accident.ts';
import { decideListing, pause, resume } from './supervise.ts';

/** Events to be appended, in order. With a refusal they are only what the clocks had to say before the command. */
export interface CaseDecision {
  readonly events: readonly CaseEvent[];
  readonly refusal?: Refusal;
}

/**
 * What a command does to a case (docs/spec/enforcement.md); undefined: there is none yet. Clocks whose time was over before the command
 * speak first (ENF-28); what is done in the very instant of its deadline is in time.
 */
export function decideCase(state: CaseState | undefined, command: CaseCommand, context: CaseContext): CaseDecision {
  const early = unauthorized(context.agreement, command.by, command.type) ?? outrun(state, command);
  if (early !== undefined) return { events: [], refusal: early };
  const before = state === undefined ? [] : toldBy(state, context, context.now - 1);
  const current = before.reduce<CaseState | undefined>(applyCaseEvent, state);
  const outcome = judged(current, command, context);
  return isRefusal(outcome) ? { events: before, refusal: outcome } : { events: [...before, ...outcome] };
}

function judged(state: CaseState | undefined, command: CaseCommand, context: CaseContext): CaseOutcome {
  const { type, by } = command;
  const misplaced = outOfPlace(state?.stage, type);
  if (misplaced !== undefined) return misplaced;
  const desk = new CaseDesk(by, context);
  if (command.type === 'open') return open(desk, command);
  if (state === undefined) throw new Error(`"${type}" has a place without a case`);
  return wrongSide(state, by, type) ?? carriedOut(desk, state, command);
}

/** Of two at once one wins, and the other is told who (ENF-4). */
function outrun(state: CaseState | undefined, { expectedVersion }: CaseCommand): Refusal | undefined {
  const version = state?.version ?? 0;
  if (expectedVersion === undefined || expectedVersion === version) return undefined;
  if (state === undefined) return refusal('ENF-4', 'there is no such case', '无此案件');
  const { by, type: done } = state.last;
  const who = 'machine' in by ? by.machine : `${by.person} (${by.jurisdiction})`;
  return refusal(
    'ENF-4',
    `${who} was first with ${done}: the case is at version ${version}, not ${expectedVersion}`,
    `${who} 已先行办理 ${done}：案件为第 ${version} 版，而非第 ${expectedVersion} 版`,
  );
}

type OnCase = Exclude<CaseCommandType, 'open'>;
type Step<Type extends OnCase> = (desk: CaseDesk, state: CaseState, command: CaseCommandOf<Type>) => CaseOutcome;

const STEPS: { readonly [Type in OnCase]: Step<Type> } = {
  refer,
  accept,
  decline,
  withdraw,
  decide,
  call_inspection: callInspection,
  inspect,
  find,
  order,
  report_rectified: reportRectified,
  recheck,
  freeze,
  sign,
  amend,
  dispute,
  decide_listing: decideListing,
  report_accident: reportAccident,
  give_notice: giveNotice,
  verify_accident: verifyAccident,
  pause,
  resume,
};

function carriedOut(desk: CaseDesk, state: CaseState, command: CaseCommandOf<OnCase>): CaseOutcome {
  // The step is that of the command's own type; the compiler does not follow that through the record.
  const step = STEPS[command.type] as (desk: CaseDesk, state: CaseState, command: CaseCommand) => CaseOutcome;
  return step(desk, state, command);
}
