import { type Refusal, refusal } from './refusal.ts';
import { type RoundStage, type Standing, stageOf, standingOf, type Warning } from './warning.ts';
import type { CommandType } from './warning-command.ts';

type Row<Key extends string> = Readonly<Record<Key, boolean>>;

/** Every command at every standing: a cell that is missing does not compile. */
export const AT_STANDING: Readonly<Record<CommandType, Row<Standing>>> = {
  propose: { absent: true, pending: true, in_force: true, lifted: true, reviewed: false, withdrawn: false },
  withdraw: { absent: false, pending: true, in_force: true, lifted: true, reviewed: false, withdrawn: false },
  consult: { absent: false, pending: true, in_force: true, lifted: true, reviewed: false, withdrawn: false },
  take_position: { absent: false, pending: true, in_force: true, lifted: true, reviewed: false, withdrawn: false },
  issue: { absent: false, pending: true, in_force: true, lifted: true, reviewed: false, withdrawn: false },
  issue_at_once: { absent: false, pending: true, in_force: true, lifted: true, reviewed: false, withdrawn: false },
  tell_air: { absent: false, pending: true, in_force: true, lifted: true, reviewed: false, withdrawn: false },
  lift: { absent: false, pending: false, in_force: true, lifted: false, reviewed: false, withdrawn: false },
  acknowledge: { absent: false, pending: false, in_force: true, lifted: false, reviewed: false, withdrawn: false },
  issue_own: { absent: false, pending: false, in_force: true, lifted: false, reviewed: false, withdrawn: false },
  start_response: { absent: false, pending: false, in_force: true, lifted: false, reviewed: false, withdrawn: false },
  report_measures: { absent: false, pending: false, in_force: true, lifted: false, reviewed: false, withdrawn: false },
  report_day: { absent: false, pending: false, in_force: true, lifted: false, reviewed: false, withdrawn: false },
  lift_own: { absent: false, pending: false, in_force: false, lifted: true, reviewed: false, withdrawn: false },
  confirm_stop: { absent: false, pending: false, in_force: false, lifted: true, reviewed: false, withdrawn: false },
  submit_summary: { absent: false, pending: false, in_force: false, lifted: true, reviewed: false, withdrawn: false },
  review: { absent: false, pending: false, in_force: false, lifted: true, reviewed: false, withdrawn: false },
  pause_clock: { absent: false, pending: true, in_force: true, lifted: true, reviewed: false, withdrawn: false },
  resume_clock: { absent: false, pending: true, in_force: true, lifted: true, reviewed: false, withdrawn: false },
};

/** Every command at every stage of the open question, where the standing allows it. */
export const AT_STAGE: Readonly<Record<CommandType, Row<RoundStage>>> = {
  propose: { none: true, proposed: true, consulting: true, recommended: true, rejected: true },
  withdraw: { none: false, proposed: true, consulting: true, recommended: true, rejected: true },
  consult: { none: false, proposed: true, consulting: false, recommended: false, rejected: false },
  take_position: { none: false, proposed: false, consulting: true, recommended: false, rejected: false },
  issue: { none: false, proposed: true, consulting: false, recommended: true, rejected: false },
  issue_at_once: { none: true, proposed: true, consulting: true, recommended: true, rejected: true },
  tell_air: { none: true, proposed: true, consulting: true, recommended: true, rejected: true },
  lift: { none: true, proposed: true, consulting: true, recommended: true, rejected: true },
  acknowledge: { none: true, proposed: true, consulting: true, recommended: true, rejected: true },
  issue_own: { none: true, proposed: true, consulting: true, recommended: true, rejected: true },
  start_response: { none: true, proposed: true, consulting: true, recommended: true, rejected: true },
  report_measures: { none: true, proposed: true, consulting: true, recommended: true, rejected: true },
  report_day: { none: true, proposed: true, consulting: true, recommended: true, rejected: true },
  lift_own: { none: true, proposed: true, consulting: true, recommended: true, rejected: true },
  confirm_stop: { none: true, proposed: true, consulting: true, recommended: true, rejected: true },
  submit_summary: { none: true, proposed: true, consulting: true, recommended: true, rejected: true },
  review: { none: true, proposed: false, consulting: false, recommended: false, rejected: false },
  pause_clock: { none: true, proposed: true, consulting: true, recommended: true, rejected: true },
  resume_clock: { none: true, proposed: true, consulting: true, recommended: true, rejected: true },
};

const STANDING_NAMES: Readonly<Record<Standing, readonly [en: string, zh: string]>> = {
  absent: ['there is no such warning', '尚无此预警'],
  pending: ['nothing has been issued', '尚未发布'],
  in_force: ['the warning is in force', '预警生效中'],
  lifted: ['the warning is lifted', '预警已解除'],
  reviewed: ['the warning is closed by its review', '预警已评估归档'],
  withdrawn: ['the proposal was withdrawn', '提议已撤回'],
};

const STAGE_NAMES: Readonly<Record<RoundStage, readonly [en: string, zh: string]>> = {
  none: ['no proposal is open', '无待决提议'],
  proposed: ['the proposal waits for its consultation', '提议待会商'],
  consulting: ['the consultation is open', '会商进行中'],
  recommended: ['the consultation is over and its result waits for a decision', '会商已结束，待决定'],
  rejected: ['the consultation found no quorum', '会商未达法定数'],
};

/** Whether the command has its place at this point at all (WRN-7). */
export function outOfPlace(warning: Warning | undefined, type: CommandType): Refusal | undefined {
  const [standing, stage] = [standingOf(warning), stageOf(warning)];
  if (AT_STANDING[type][standing]) {
    if (AT_STAGE[type][stage]) return undefined;
    const [en, zh] = STAGE_NAMES[stage];
    return refusal('WRN-7', `no "${type}" now: ${en}`, `此时不能“${type}”：${zh}`);
  }
  const [en, zh] = STANDING_NAMES[standing];
  return refusal('WRN-7', `no "${type}" now: ${en}`, `此时不能“${type}”：${zh}`);
}
