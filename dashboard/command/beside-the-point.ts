import type { RefusalProblem } from '../../api/protocol-contract.ts';

/** Steps of one city in a warning: the same step of another city changes nothing about them. */
const OF_ONE_CITY: ReadonlySet<string> = new Set([
  'acknowledge',
  'issue_own',
  'start_response',
  'report_measures',
  'report_day',
  'lift_own',
  'confirm_stop',
  'submit_summary',
]);
const OF_CITIES: ReadonlySet<string> = new Set([
  'warning.received',
  'warning.own_issued',
  'warning.response_started',
  'warning.measures_reported',
  'warning.day_reported',
  'warning.own_lifted',
  'warning.stopped',
  'warning.summary_submitted',
  'warning.overdue',
]);

/**
 * Whether the warning has only moved on by what another city did for itself, or by a clock: then the command may be sent again for the version
 * that there is now. Eight cities answer at once, and nobody should lose a race that he was not in.
 */
export function isBesideThePoint(command: string, { rule, first }: RefusalProblem, own: string | undefined): boolean {
  if (rule !== 'WRN-6' || first === undefined) return false;
  const { by, type } = first;
  if ('jurisdiction' in by && by.jurisdiction === own) return false;
  if (command === 'take_position') return type === 'warning.position_taken';
  return OF_ONE_CITY.has(command) && OF_CITIES.has(type);
}
