import { createHash } from 'node:crypto';
import { formatIso } from '../../domain/time.ts';
import { complaint } from '../api/protocol/protocol-fixture.ts';
import type { ProtocolPages } from './protocol-pages.ts';

const RECEIPT = { name: '送达回证.pdf', sha256: createHash('sha256').update('receipt').digest('hex'), bytes: 7 };
const officers = ['bing', 'yi'].flatMap((jurisdiction) =>
  ['1', '2'].map((number) => ({ name: `某${number}`, jurisdiction, certificate: `${jurisdiction}-${number}` })),
);

/** Opened by Bing and referred to Yi. */
export async function referred({ give }: ProtocolPages): Promise<string> {
  const { case: opened } = await give('duty-bing', '/cases', complaint());
  await give('duty-bing', `/cases/${opened.id}/refer`, { to: 'yi', reason: '点位在乙市工业园内' });
  return opened.id;
}

/** Accepted, inspected, ordered, rechecked: all that is left is the co-signature of both. */
export async function closing(pages: ProtocolPages): Promise<string> {
  const id = await referred(pages);
  const now = formatIso(pages.api.clock.now());
  const act = (by: string, command: string, body: object = {}) => pages.give(by, `/cases/${id}/${command}`, body);
  await act('head-yi', 'accept');
  await act('inspector-yi', 'inspect', { visitedAt: now, officers, account: '夜间生产，治理设施未运行' });
  await act('inspector-yi', 'find', { violation: true, account: '超标排放', reason: '' });
  await act('head-yi', 'order', {
    account: '责令停产整改',
    servedAt: now,
    receipt: RECEIPT,
    days: 10,
    dailyFineYuan: 50_000,
  });
  await act('head-yi', 'report_rectified', { account: '治理设施已恢复' });
  await act('inspector-yi', 'recheck', { visitedAt: now, officers, result: 'rectified', account: '复查合格' });
  return id;
}
