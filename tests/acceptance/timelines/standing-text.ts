import type { Clockwork } from '../../../domain/deadline/clockwork.ts';
import type { CaseState } from '../../../domain/enforcement/case-state.ts';
import { gradeInForce, type Warning } from '../../../domain/warning/warning.ts';
import { clockText } from './timeline-table.ts';

/** `in_force orange, consulting red`. */
export function warningText(warning: Warning): string {
  const { standing, round, issues } = warning;
  const grade = gradeInForce(warning);
  const open =
    round === null
      ? ''
      : `, ${round.stage} ${round.recommendation?.grade ?? round.grade}${round.unfounded ? ' unfounded' : ''}`;
  const last = issues.at(-1);
  const change =
    last === undefined || standing !== 'in_force' ? '' : ` (${last.change}${last.atOnce ? ' at once' : ''})`;
  return `${standing}${grade === 'none' ? '' : ` ${grade}`}${change}${open}`;
}

/** `closing, of bing, frozen, signed by yi`. */
export function caseText({ stage, owner, dispute, frozen, signatures, supervision, fines }: CaseState): string {
  const parts = [stage, `of ${owner}`];
  if (dispute !== null) parts.push(`before ${dispute.arbiter}`);
  if (frozen !== null) parts.push('frozen');
  if (signatures.length > 0) parts.push(`signed by ${signatures.map(({ jurisdiction }) => jurisdiction).join(' ')}`);
  if (supervision?.state === 'listed') parts.push(`listed by ${supervision.by}`);
  if (supervision?.state === 'proposed') parts.push(`listing proposed to ${supervision.to}`);
  for (const { days, yuan } of fines) parts.push(`fined ${yuan} yuan for ${days} days`);
  return parts.join(', ');
}

/** `acknowledge by 11-23 09:00, own_warning by 11-23 10:30`; `nothing`. */
export function owedText({ open }: Clockwork, by: string): string {
  const owed = open.filter((one) => one.by === by).sort((a, b) => a.dueAt - b.dueAt);
  const paused = (pauses: (typeof owed)[number]['pauses']) => (pauses.at(-1)?.to === null ? ', paused' : '');
  const texts = owed.map(({ duty, dueAt, pauses }) => `${duty} by ${clockText(dueAt)}${paused(pauses)}`);
  return texts.length === 0 ? 'nothing' : texts.join('; ');
}
