import type { LedgerEvent } from '../../../store/ledger.ts';
import { clockText } from './timeline-table.ts';

/** `11-23 09:00 | xi | hears: acknowledge of ji is overdue`: what the clocks said, as a row says it; undefined of any other event. */
export function heardText({ type, at, data }: LedgerEvent): string | undefined {
  if (type === 'warning.silence_noted')
    return line(at, data['to'], `the silence of ${data['member']} ${data['meaning']}`, data);
  if (type === 'warning.overdue')
    return line(at, data['to'], `${data['duty']} of ${data['jurisdiction']} is overdue`, data);
  if (type === 'case.deadline_passed')
    return line(at, data['to'], `${data['duty']} of ${data['owedBy']} is overdue`, data);
  return undefined;
}

function line(at: number, to: unknown, what: string, { late }: LedgerEvent['data']): string {
  return `${clockText(at)} | ${to ?? 'nobody'} | hears: ${what}${late === true ? ', late' : ''}`;
}

/** Both sides hear: who owes it, and who is told of this step. */
export function toldTo({ data }: LedgerEvent): readonly unknown[] {
  return (data['told'] ?? data['tell'] ?? []) as readonly unknown[];
}
