import type { CaseCommandType } from './case-command.ts';
import { type CaseStage, STAGE_NAME } from './case-stage.ts';
import { type Refusal, refusal } from './refusal.ts';

/** What can happen to a case: a command, or silence, when the time for the answer runs out. */
export type CaseStep = CaseCommandType | 'silence';
type Place = 'none' | CaseStage;

/** The stages that a step can lead to; false where it has no place. */
type Cell = readonly CaseStage[] | false;
type Row = Readonly<Record<Place, Cell>>;

const NOWHERE = {
  none: false,
  opened: false,
  referred: false,
  arbitration: false,
  accepted: false,
  inspected: false,
  found: false,
  ordered: false,
  closing: false,
  closed: false,
  withdrawn: false,
} as const satisfies Row;

/** The work between acceptance and the last signature, each step leaving the case where it is. */
const AT_WORK = {
  accepted: ['accepted'],
  inspected: ['inspected'],
  found: ['found'],
  ordered: ['ordered'],
  closing: ['closing'],
} as const satisfies Partial<Row>;

const WHILE_OPEN = {
  ...NOWHERE,
  opened: ['opened'],
  referred: ['referred'],
  arbitration: ['arbitration'],
  ...AT_WORK,
} as const satisfies Row;

/** Every step at every stage (ENF-3): a step without its row, or a stage without its cell, does not compile. */
export const CASE_TABLE: Readonly<Record<CaseStep, Row>> = {
  open: { ...NOWHERE, none: ['opened'] },
  refer: { ...NOWHERE, opened: ['referred'] },
  accept: { ...NOWHERE, referred: ['accepted', 'inspected'], arbitration: ['accepted', 'inspected'] },
  decline: { ...NOWHERE, referred: ['arbitration'] },
  silence: { ...NOWHERE, referred: ['arbitration'] },
  withdraw: { ...NOWHERE, opened: ['withdrawn'], referred: ['withdrawn'], arbitration: ['withdrawn'] },
  decide: {
    ...NOWHERE,
    arbitration: ['accepted', 'inspected'],
    accepted: ['accepted'],
    inspected: ['accepted', 'inspected'],
    found: ['accepted', 'found'],
    ordered: ['accepted', 'ordered'],
    closing: ['accepted', 'closing'],
  },
  call_inspection: { ...NOWHERE, referred: ['referred'], arbitration: ['arbitration'] },
  inspect: { ...NOWHERE, referred: ['referred'], arbitration: ['arbitration'], accepted: ['inspected'] },
  find: { ...NOWHERE, inspected: ['found', 'closing'] },
  order: { ...NOWHERE, found: ['ordered'] },
  report_rectified: { ...NOWHERE, ordered: ['ordered'] },
  recheck: { ...NOWHERE, ordered: ['closing', 'found'] },
  freeze: { ...NOWHERE, closing: ['closing'] },
  sign: { ...NOWHERE, closing: ['closing', 'closed'] },
  amend: WHILE_OPEN,
  dispute: { ...NOWHERE, ...AT_WORK },
  decide_listing: { ...NOWHERE, ...AT_WORK },
  report_accident: WHILE_OPEN,
  give_notice: WHILE_OPEN,
  verify_accident: WHILE_OPEN,
  pause: WHILE_OPEN,
  resume: WHILE_OPEN,
};

/** Whether the command has its place at this stage at all. */
export function outOfPlace(stage: CaseStage | undefined, command: CaseCommandType): Refusal | undefined {
  const row = CASE_TABLE[command];
  if (row[stage ?? 'none'] !== false) return undefined;
  if (stage === undefined)
    return refusal('ENF-3', `no "${command}": there is no such case`, `不能“${command}”：无此案件`);
  const { en, zh } = STAGE_NAME[stage];
  return refusal('ENF-3', `no "${command}" now: the case is ${en}`, `此时不能“${command}”：案件${zh}`);
}
