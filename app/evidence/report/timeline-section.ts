import type { By } from '../../../domain/warning/actor.ts';
import type { LedgerEvent } from '../../../store/ledger.ts';
import { both, escaped, table } from '../../report/html.ts';
import type { RegionTime } from '../../report/region-time.ts';
import { eventName } from './event-names.ts';

/** What happened, one line an event, in the order of the ledger. `nameOf`: names of jurisdictions as HTML. */
export function timelineSection(
  own: readonly LedgerEvent[],
  { time, nameOf }: { readonly time: RegionTime; readonly nameOf: (id: string) => string },
): string {
  const rows = own.map(({ seq, type, at, data }) => {
    const name = eventName(type);
    const by = data['by'] as By;
    const who =
      'machine' in by
        ? escaped(by.machine)
        : `${escaped(by.person)} · ${escaped(by.role)} · ${nameOf(by.jurisdiction)}`;
    return [time.minute(at), `${both(name.zh, name.en)}${lateMark(data)}`, who, detailOf(data, nameOf), String(seq)];
  });
  const head = [
    both('时间', 'time'),
    both('事件', 'event'),
    both('何人', 'who'),
    both('内容', 'what'),
    both('台账序号', 'entry'),
  ];
  return `<h2>${both('经过', 'What happened')}</h2>${table(head, rows)}`;
}

function lateMark(data: LedgerEvent['data']): string {
  return data['late'] === true ? ` <span class="late">${both('补报', 'told late')}</span>` : '';
}

/** What most readers want of an event; all of it is in `ledger/entries.jsonl`. */
function detailOf(data: LedgerEvent['data'], nameOf: (id: string) => string): string {
  const parts: string[] = [];
  for (const field of ['city', 'member', 'to', 'owner', 'respondent', 'owedBy', 'jurisdiction']) {
    const id = data[field];
    if (typeof id === 'string') parts.push(nameOf(id));
  }
  for (const field of ['grade', 'position', 'duty', 'step', 'day', 'stage']) {
    const value = data[field];
    if (typeof value === 'string' || typeof value === 'number') parts.push(escaped(`${field} ${value}`));
  }
  for (const field of ['reason', 'account', 'measures', 'text']) {
    const words = data[field];
    if (typeof words === 'string' && words !== '')
      parts.push(escaped(words.length > 300 ? `${words.slice(0, 300)}…` : words));
  }
  return parts.join(' · ');
}
