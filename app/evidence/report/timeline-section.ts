import type { AgreementFile } from '../../../domain/agreement/agreement-file.ts';
import type { By } from '../../../domain/warning/actor.ts';
import type { LedgerEvent } from '../../../store/ledger.ts';
import { both, escaped, table } from '../../report/html.ts';
import type { RegionTime } from '../../report/region-time.ts';
import { eventName } from './event-names.ts';
import { nameIn } from './name-in.ts';
import { whoIn } from './who-in.ts';
import { wordFor } from './words.ts';

/** What happened, one line an event, in the order of the ledger. `agreement`: for the names of jurisdictions and posts. */
export function timelineSection(
  own: readonly LedgerEvent[],
  { time, agreement }: { readonly time: RegionTime; readonly agreement: AgreementFile },
): string {
  const nameOf = nameIn(agreement);
  const whoOf = whoIn(agreement);
  const rows = own.map(({ seq, type, at, data }) => {
    const name = eventName(type);
    const who = whoOf(data['by'] as By);
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
  for (const field of ['grade', 'position', 'duty', 'stage'] as const) {
    const value = data[field];
    if (typeof value === 'string') parts.push(wordFor(field, value));
  }
  const { step, day } = data;
  if (typeof step === 'number') parts.push(both(`第 ${step} 次上报`, `told upwards, step ${step}`));
  if (typeof day === 'string') parts.push(escaped(day));
  for (const field of ['reason', 'account', 'measures', 'text']) {
    const words = data[field];
    if (typeof words === 'string' && words !== '')
      parts.push(escaped(words.length > 300 ? `${words.slice(0, 300)}…` : words));
  }
  return parts.join(' · ');
}
