import { type Refusal, refusal } from './refusal.ts';
import { type RoundStage, type Standing, stageOf, standingOf, type Warning } from './warning.ts';
import type { CommandType } from './warning-command.ts';

/** What can happen to a warning: a command, or silence, when the time for a position runs out. */
export type WarningStep = CommandType | 'silence';

/** Where a step can lead to from each place; false where it has no place. */
type Row<Place extends string> = Readonly<Record<Place, readonly Place[] | false>>;

const NOWHERE = {
  absent: false,
  pending: false,
  in_force: false,
  lifted: false,
  reviewed: false,
  withdrawn: false,
} as const satisfies Row<Standing>;
/** Leaves the warning where it is. */
const WHILE_OPEN = {
  ...NOWHERE,
  pending: ['pending'],
  in_force: ['in_force'],
  lifted: ['lifted'],
} as const satisfies Row<Standing>;
const IN_FORCE = { ...NOWHERE, in_force: ['in_force'] } as const satisfies Row<Standing>;
const AT_ITS_END = { ...NOWHERE, lifted: ['lifted'] } as const satisfies Row<Standing>;
const BRINGS_INTO_FORCE = {
  ...NOWHERE,
  pending: ['in_force'],
  in_force: ['in_force'],
  lifted: ['in_force'],
} as const satisfies Row<Standing>;

/** Every step at every standing: a row or a cell that is missing does not compile. */
export const AT_STANDING: Readonly<Record<WarningStep, Row<Standing>>> = {
  propose: { ...WHILE_OPEN, absent: ['pending'] },
  withdraw: { ...WHILE_OPEN, pending: ['withdrawn'] },
  consult: WHILE_OPEN,
  take_position: WHILE_OPEN,
  silence: WHILE_OPEN,
  issue: BRINGS_INTO_FORCE,
  issue_at_once: BRINGS_INTO_FORCE,
  tell_air: WHILE_OPEN,
  lift: { ...NOWHERE, in_force: ['lifted'] },
  acknowledge: IN_FORCE,
  issue_own: IN_FORCE,
  start_response: IN_FORCE,
  report_measures: IN_FORCE,
  report_day: IN_FORCE,
  lift_own: AT_ITS_END,
  confirm_stop: AT_ITS_END,
  submit_summary: AT_ITS_END,
  review: { ...NOWHERE, lifted: ['reviewed'] },
  pause_clock: WHILE_OPEN,
  resume_clock: WHILE_OPEN,
};

const NEVER = {
  none: false,
  proposed: false,
  consulting: false,
  recommended: false,
  rejected: false,
} as const satisfies Row<RoundStage>;
/** Whatever the open question; leaves it where it is. */
const BESIDE = {
  none: ['none'],
  proposed: ['proposed'],
  consulting: ['consulting'],
  recommended: ['recommended'],
  rejected: ['rejected'],
} as const satisfies Row<RoundStage>;
const ANSWERS = {
  none: ['none'],
  proposed: ['none'],
  consulting: ['none'],
  recommended: ['none'],
  rejected: ['none'],
} as const;
/** The last position, or the last silence, ends the consultation; a change that finds no quorum is dropped. */
const CONSULTING = {
  ...NEVER,
  consulting: ['consulting', 'recommended', 'rejected', 'none'],
} as const satisfies Row<RoundStage>;

/** Every step at every stage of the open question, where the standing allows it. */
export const AT_STAGE: Readonly<Record<WarningStep, Row<RoundStage>>> = {
  propose: {
    none: ['proposed'],
    proposed: ['proposed'],
    consulting: ['proposed'],
    recommended: ['proposed'],
    rejected: ['proposed'],
  },
  withdraw: { ...ANSWERS, none: false },
  consult: { ...NEVER, proposed: ['consulting'] },
  take_position: CONSULTING,
  silence: CONSULTING,
  issue: { ...NEVER, proposed: ['none'], recommended: ['none'] },
  issue_at_once: ANSWERS,
  tell_air: BESIDE,
  lift: ANSWERS,
  acknowledge: BESIDE,
  issue_own: BESIDE,
  start_response: BESIDE,
  report_measures: BESIDE,
  report_day: BESIDE,
  lift_own: BESIDE,
  confirm_stop: BESIDE,
  submit_summary: BESIDE,
  review: { ...NEVER, none: ['none'] },
  pause_clock: BESIDE,
  resume_clock: BESIDE,
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
  if (AT_STANDING[type][standing] !== false) {
    if (AT_STAGE[type][stage] !== false) return undefined;
    const [en, zh] = STAGE_NAMES[stage];
    return refusal('WRN-7', `no "${type}" now: ${en}`, `此时不能“${type}”：${zh}`);
  }
  const [en, zh] = STANDING_NAMES[standing];
  return refusal('WRN-7', `no "${type}" now: ${en}`, `此时不能“${type}”：${zh}`);
}
