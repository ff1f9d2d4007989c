import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CaseAnswer, CaseSummary, type CaseView } from '../../../api/protocol-contract.ts';
import { complaint, HOUR_MS, type Protocols, protocols } from './protocol-fixture.ts';

const RECEIPT = { name: '送达回证.pdf', sha256: createHash('sha256').update('receipt').digest('hex'), bytes: 7 };
const officers = ['bing', 'yi'].flatMap((jurisdiction) =>
  ['1', '2'].map((number) => ({ name: `某${number}`, jurisdiction, certificate: `${jurisdiction}-${number}` })),
);

async function opened(api: Protocols): Promise<string> {
  const { status, body } = await api.post('/cases', complaint(), { by: 'duty-bing' });
  expect(status).toBe(200);
  return body.case.id;
}

function states({ checklist }: CaseView): string {
  return checklist.map(({ duty, by, state }) => `${duty} ${by}: ${state}`).join('; ');
}

describe('a joint-enforcement case over HTTP', () => {
  it('[PRO-10] goes from the referral to the co-signature on one frozen version', async () => {
    const api = await protocols();
    const id = await opened(api);
    expect(id).toBe('C-2026-001');
    const give = async (by: string, command: string, body: object = {}) => {
      const said = await api.post(`/cases/${id}/${command}`, body, { by });
      expect([command, said.status, said.body.rule]).toEqual([command, 200, undefined]);
      return CaseAnswer.parse(said.body).case;
    };
    const referred = await give('duty-bing', 'refer', { to: 'yi', reason: '点位在乙市' });
    expect(referred).toMatchObject({ stage: 'referred', owner: 'bing', respondent: 'yi', parties: ['bing', 'yi'] });
    expect(states(referred)).toBe(
      'referral bing: done; answer yi: next; inspection bing: later; findings bing: later; order bing: later; ' +
        'rectification bing: later; recheck bing: later; signature bing: later; signature yi: later',
    );

    expect(await give('head-yi', 'accept')).toMatchObject({ stage: 'accepted', owner: 'yi' });
    const inspected = await give('inspector-yi', 'inspect', {
      visitedAt: '2026-11-22T14:00:00+08:00',
      officers,
      account: '现场检查',
    });
    expect(inspected).toMatchObject({ stage: 'inspected', visitedAt: '2026-11-22T14:00:00+08:00' });
    await give('inspector-yi', 'find', { violation: true, account: '超标排放', reason: '' });
    const ordered = await give('head-yi', 'order', {
      account: '责令改正',
      servedAt: '2026-11-22T14:00:00+08:00',
      receipt: RECEIPT,
      days: 10,
      dailyFineYuan: 50_000,
    });
    expect(ordered.order).toEqual({
      round: 1,
      servedAt: '2026-11-22T14:00:00+08:00',
      limitAt: '2026-12-03T00:00:00+08:00',
      dailyFine: { yuanPerDay: 50_000, fromDay: '2026-11-23' },
    });
    await api.clock.pass(11 * HOUR_MS);
    expect(states(await give('head-yi', 'report_rectified', { account: '已改正' }))).toContain(
      'order yi: done; rectification yi: done; recheck yi: overdue; signature bing: later',
    );
    const visitedAt = '2026-11-23T00:30:00+08:00';
    const closing = await give('inspector-yi', 'recheck', {
      visitedAt,
      officers,
      result: 'rectified',
      account: '复查合格',
    });
    expect(closing.stage).toBe('closing');

    const frozen = await give('head-yi', 'freeze');
    const hash = frozen.frozen?.hash ?? '';
    expect(frozen.record).toHaveLength(frozen.frozen?.entries ?? 0);
    await give('head-bing', 'sign', { hash });
    const amended = await give('head-yi', 'amend', { account: '补充说明', reason: '补充' });
    expect(amended).toMatchObject({ frozen: null, signatures: [] });
    const old = await api.post(`/cases/${id}/sign`, { hash }, { by: 'head-yi' });
    expect([old.status, old.body.code, old.body.rule]).toEqual([409, 'refused', 'ENF-17']);

    const again = (await give('head-yi', 'freeze')).frozen?.hash ?? '';
    expect(again).not.toBe(hash);
    const wrong = await api.post(`/cases/${id}/sign`, { hash }, { by: 'head-yi' });
    expect([wrong.status, wrong.body.rule]).toEqual([409, 'ENF-18']);
    await give('head-yi', 'sign', { hash: again });
    const closed = await give('head-bing', 'sign', { hash: again });
    expect(closed).toMatchObject({ stage: 'closed', clocks: [], next: null, commands: [] });
    expect(closed.signatures.map(({ jurisdiction }) => jurisdiction).sort()).toEqual(['bing', 'yi']);
    expect(states(closed)).toContain('recheck yi: done_late; signature bing: done; signature yi: done');
  });

  it('[PRO-10] goes before the common superior when it is declined, and the checklist says so', async () => {
    const api = await protocols();
    const id = await opened(api);
    await api.post(`/cases/${id}/refer`, { to: 'yi', reason: '上风向' }, { by: 'duty-bing' });
    const declined = (await api.post(`/cases/${id}/decline`, { reason: '不在我市' }, { by: 'head-yi' })).body.case;
    expect(declined).toMatchObject({
      stage: 'arbitration',
      owner: 'bing',
      dispute: { arbiter: 'guo', cause: 'declined', reason: '不在我市' },
    });
    expect(states(declined)).toContain('answer yi: done');
    expect(states(declined)).toContain('arbitration guo: next');
    const decided = await api.post(
      `/cases/${id}/decide`,
      { owner: 'yi', resume: 'inspection', reason: '在乙市' },
      { by: 'coordinator' },
    );
    expect(decided.body.case).toMatchObject({ stage: 'accepted', owner: 'yi', dispute: null });
    expect(states(decided.body.case)).not.toContain('arbitration');
  });

  it('[PRO-10] is listed the newest first, by stage and by party', async () => {
    const api = await protocols();
    const one = await opened(api);
    await api.post(`/cases/${one}/refer`, { to: 'yi', reason: '上风向' }, { by: 'duty-bing' });
    const two = (await api.post('/cases', complaint(), { by: 'duty-jia' })).body.case.id;
    const ids = async (query: string) => {
      const { body } = await api.get(`/cases?${query}`, 'duty-jia');
      return body.items.map((item: unknown) => CaseSummary.parse(item).id);
    };
    expect(await ids('')).toEqual([two, one]);
    expect(await ids('stage=referred')).toEqual([one]);
    expect(await ids('party=yi')).toEqual([one]);
    expect(await ids('party=jia')).toEqual([two]);
    expect((await api.get('/cases/C-1', 'duty-jia')).body.code).toBe('unknown_case');
    const { body } = await api.get(`/cases/${one}/events`, 'duty-jia');
    expect(body.items.map(({ type }: { type: string }) => type)).toEqual(['case.opened', 'case.referred']);
  });
});
