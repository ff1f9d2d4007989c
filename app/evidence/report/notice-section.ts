import type { AgreementFile } from '../../../domain/agreement/agreement-file.ts';
import type { KeptDelivery } from '../../../store/sqlite/ledger-archive.ts';
import { both, escaped, table } from '../../report/html.ts';
import type { RegionTime } from '../../report/region-time.ts';
import { eventName } from './event-names.ts';
import { nameIn } from './name-in.ts';

const MOST = 100;
const STATES: Readonly<Record<KeptDelivery['state'], readonly [string, string]>> = {
  pending: ['待发', 'waiting'],
  sent: ['已送达渠道', 'taken by the channel'],
  dead: ['放弃', 'given up'],
};

/** Who was told of the object itself on which channel, and what became of it; notices of the air are in the file alone. */
export function noticeSection(
  all: readonly KeptDelivery[],
  {
    kind,
    time,
    agreement,
  }: { readonly kind: 'warning' | 'case'; readonly time: RegionTime; readonly agreement: AgreementFile },
): string {
  const nameOf = nameIn(agreement);
  const notices = all.filter(({ payload }) => String(payload['type']).startsWith(`${kind}.`));
  if (notices.length === 0) return '';
  const rows = notices
    .slice(0, MOST)
    .map(({ seq, channel, payload, state, attempts, finishedAt, reason }) => [
      String(seq),
      escaped(channel),
      eventText(String(payload['type'])),
      nameOf(String(payload['to'] ?? payload['jurisdiction'] ?? '')),
      both(...STATES[state]),
      finishedAt === null ? '–' : time.minute(finishedAt),
      String(attempts),
      escaped(reason ?? ''),
    ]);
  const left = all.length - rows.length;
  return [
    `<h2>${both('通知与回执', 'Notices and receipts')}</h2>`,
    // Receipts are rows of the outbox, outside the hash chain: nothing in the package proves them.
    `<p>${both(
      '通知的送达时间仅为运行方所述，应通知何人何事可由台账推出。',
      'Delivery times of notices are the operator’s word; who was to be told what follows from the entries.',
    )}</p>`,
    table(
      [
        both('台账序号', 'entry'),
        both('渠道', 'channel'),
        both('事件', 'event'),
        both('收件方', 'to'),
        both('状态', 'state'),
        both('时间', 'time'),
        both('次数', 'attempts'),
        both('原因', 'reason'),
      ],
      rows,
    ),
    left === 0
      ? ''
      : `<p class="dim">${both(`另有 ${left} 条见 notices.jsonl。`, `${left} more in notices.jsonl.`)}</p>`,
  ].join('');
}

function eventText(type: string): string {
  const { zh, en } = eventName(type);
  return both(zh, en);
}
