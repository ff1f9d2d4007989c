import type { CaseCommandType } from '../../domain/enforcement/case-command.ts';
import type { CommandType } from '../../domain/warning/warning-command.ts';

/**
 * How a field is asked for. `choice`: one of what the offer names, else of `values`; `words`: text of several lines; `line`: one line; `time`:
 * an instant of Beijing time; `file`, `files`: known by their digest, the content stays here; `percents`: reductions by pollutant.
 */
export type FieldKind =
  | 'choice'
  | 'words'
  | 'line'
  | 'number'
  | 'time'
  | 'window'
  | 'cities'
  | 'officers'
  | 'file'
  | 'files'
  | 'percents'
  | 'hash';

export interface Field {
  readonly name: string;
  /** Where its value stands in the body, `site.name`; its name unless told. */
  readonly path?: string;
  readonly kind: FieldKind;
  /** May stay empty: it is then left out, or null where `empty` says so. */
  readonly optional?: boolean;
  readonly empty?: 'null' | 'blank';
  /** Of a choice that the offer does not name. */
  readonly values?: readonly string[];
  /** A choice of yes and no, sent as a boolean. */
  readonly boolean?: boolean;
  /** Asked for only where the field named has this value. */
  readonly when?: { readonly field: string; readonly is: readonly string[] };
  /** What is sent where it is not asked for. */
  readonly otherwise?: string;
}

export interface CommandForm {
  readonly fields: readonly Field[];
  /** Reaches many people or ends something: what will be done is said once more and wants a second press. */
  readonly confirm?: boolean;
}

const reason: Field = { name: 'reason', kind: 'words' };
const account: Field = { name: 'account', kind: 'words' };
const text: Field = { name: 'text', kind: 'words' };
const city: Field = { name: 'city', kind: 'choice' };
const grade: Field = { name: 'grade', kind: 'choice' };
const obligation: Field = { name: 'obligation', kind: 'choice' };
const pauseReason: Field = { name: 'pauseReason', path: 'reason', kind: 'choice' };
const attachments: Field = { name: 'attachments', kind: 'files', optional: true };
const officers: Field = { name: 'officers', kind: 'officers' };
const visitedAt: Field = { name: 'visitedAt', kind: 'time' };
const responseAt: Field = { name: 'responseAt', kind: 'time', optional: true };

/** What each command of a warning asks for. A machine's command has no form. */
export const WARNING_FORMS: Readonly<Record<Exclude<CommandType, 'tell_air'>, CommandForm>> = {
  propose: {
    fields: [
      { name: 'kind', kind: 'choice', values: ['colour', 'ozone', 'dust'] },
      {
        ...grade,
        values: ['blue', 'yellow', 'orange', 'red'],
        when: { field: 'kind', is: ['colour'] },
        otherwise: 'none',
      },
      { name: 'cities', kind: 'cities' },
      { name: 'window', kind: 'window' },
      { name: 'basis', kind: 'choice', values: ['observed', 'forecast', 'both'] },
      reason,
    ],
  },
  withdraw: { fields: [reason] },
  consult: { fields: [] },
  take_position: {
    fields: [
      { name: 'member', kind: 'choice' },
      { name: 'position', kind: 'choice', values: ['agree', 'agree_higher', 'object'] },
      { ...grade, when: { field: 'position', is: ['agree_higher'] } },
      { ...reason, optional: true },
    ],
  },
  issue: { fields: [grade, responseAt, { ...reason, optional: true }], confirm: true },
  issue_at_once: { fields: [grade, responseAt, reason], confirm: true },
  lift: { fields: [{ name: 'pollutionEndedAt', kind: 'time', optional: true }, reason], confirm: true },
  acknowledge: { fields: [city] },
  issue_own: { fields: [city, grade], confirm: true },
  start_response: { fields: [city, grade] },
  report_measures: {
    fields: [
      city,
      { name: 'measures', kind: 'words' },
      { name: 'enterprises', kind: 'number' },
      { name: 'reductionPercent', kind: 'percents' },
    ],
  },
  report_day: { fields: [city, { name: 'day', kind: 'choice' }, text] },
  lift_own: { fields: [city], confirm: true },
  confirm_stop: { fields: [city] },
  submit_summary: { fields: [city, text] },
  review: { fields: [text], confirm: true },
  pause_clock: { fields: [obligation, pauseReason] },
  resume_clock: { fields: [obligation] },
};

/** What each command of a case asks for. */
export const CASE_FORMS: Readonly<Record<CaseCommandType, CommandForm>> = {
  open: {
    fields: [
      { name: 'groundsKind', path: 'grounds.kind', kind: 'choice', values: ['alert', 'trace', 'complaint'] },
      { name: 'groundsId', path: 'grounds.id', kind: 'line' },
      { name: 'siteName', path: 'site.name', kind: 'line' },
      { name: 'borderKm', path: 'site.borderKm', kind: 'number', optional: true, empty: 'null' },
      account,
      attachments,
    ],
  },
  refer: { fields: [{ name: 'to', kind: 'choice' }, reason, attachments] },
  accept: { fields: [attachments] },
  decline: { fields: [reason, attachments] },
  withdraw: { fields: [reason], confirm: true },
  decide: {
    fields: [
      { name: 'owner', kind: 'choice' },
      { name: 'resume', kind: 'choice', values: ['inspection', 'where_it_was'] },
      reason,
      attachments,
    ],
  },
  call_inspection: { fields: [reason] },
  inspect: { fields: [visitedAt, officers, account, attachments] },
  find: {
    fields: [
      { name: 'violation', kind: 'choice', values: ['true', 'false'], boolean: true },
      account,
      { ...reason, optional: true, empty: 'blank' },
      attachments,
    ],
  },
  order: {
    fields: [
      account,
      { name: 'servedAt', kind: 'time' },
      { name: 'receipt', kind: 'file' },
      { name: 'days', kind: 'number', optional: true, empty: 'null' },
      { name: 'dailyFineYuan', kind: 'number', optional: true, empty: 'null' },
      attachments,
    ],
    confirm: true,
  },
  report_rectified: { fields: [account, attachments] },
  recheck: {
    fields: [
      visitedAt,
      officers,
      { name: 'result', kind: 'choice', values: ['rectified', 'continuing'] },
      account,
      attachments,
    ],
  },
  freeze: { fields: [] },
  sign: { fields: [{ name: 'hash', kind: 'hash' }] },
  amend: { fields: [account, reason, attachments] },
  dispute: { fields: [reason, attachments] },
  decide_listing: { fields: [{ name: 'until', kind: 'time', optional: true, empty: 'null' }, reason] },
  report_accident: {
    fields: [
      { name: 'level', kind: 'choice', values: ['I', 'II', 'III', 'IV'] },
      { name: 'knownAt', kind: 'time' },
      account,
      attachments,
    ],
  },
  give_notice: {
    fields: [
      { name: 'accident', kind: 'choice' },
      { name: 'to', kind: 'choice' },
    ],
  },
  verify_accident: { fields: [{ name: 'accident', kind: 'choice' }, account, attachments] },
  pause: { fields: [obligation, pauseReason] },
  resume: { fields: [obligation] },
};
