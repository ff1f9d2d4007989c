import { describe, expect, it } from 'vitest';
import { NoticeList, NoticeView } from '../../../api/parties-contract.ts';
import { type Protocols, proposal, protocols } from './protocol-fixture.ts';

async function consulting(api: Protocols): Promise<string> {
  const { id } = (await api.post('/warnings', proposal(), { by: 'coordinator' })).body.warning;
  await api.post(`/warnings/${id}/consult`, {}, { by: 'coordinator' });
  return id;
}

async function noticesOf(api: Protocols, query: string): Promise<NoticeList> {
  const { status, body } = await api.get(`/notices?${query}`, 'duty-jia');
  expect(status).toBe(200);
  return NoticeList.parse(body);
}

describe('notices over HTTP', () => {
  it('[PRO-14] tell a jurisdiction in both languages what happened and what it owes until when', async () => {
    const api = await protocols();
    const id = await consulting(api);
    const { items, unread } = await noticesOf(api, 'jurisdiction=jia');
    expect(unread).toBe(items.length);
    const asked = items.find(({ event }) => event === 'warning.consultation_opened');
    expect(asked).toMatchObject({ jurisdiction: 'jia', subject: { kind: 'warning', id }, seq: 2, exercise: false });
    expect(asked?.message.zh).toContain('会商');
    const clock = (await api.get(`/warnings/${id}`, 'duty-jia')).body.clocks.find(
      ({ by }: { by: string }) => by === 'jia',
    );
    expect(asked?.dueAt).toBe(clock.dueAt);
  });

  it('[PRO-14] are read by a person of the jurisdiction that they are for, once', async () => {
    const api = await protocols();
    await consulting(api);
    const before = await noticesOf(api, 'jurisdiction=jia');
    const [notice] = before.items;
    const path = `/notices/${encodeURIComponent(notice?.id ?? '')}/read`;
    const other = await api.post(path, undefined, { by: 'duty-yi' });
    expect([other.status, other.body.code, other.body.rule]).toEqual([403, 'not_permitted', 'COO-12']);
    expect((await api.post(path, undefined)).status).toBe(401);

    const read = await api.post(path, undefined, { by: 'duty-jia' });
    expect(NoticeView.parse(read.body)).toMatchObject({ id: notice?.id, state: 'read' });
    const last = async () => (await api.get('/ledger', 'duty-jia')).body.last;
    const recorded = await last();
    expect((await api.post(path, undefined, { by: 'head-jia' })).status).toBe(200);
    expect(await last()).toBe(recorded);
    expect((await noticesOf(api, 'jurisdiction=jia')).unread).toBe(before.unread - 1);
    expect((await noticesOf(api, 'jurisdiction=jia&state=read')).items.map(({ id }) => id)).toEqual([notice?.id]);
    await api.restart();
    expect((await noticesOf(api, 'jurisdiction=jia&state=read')).items).toHaveLength(1);
  });

  it('[PRO-14] are answered when what is owed because of them is done', async () => {
    const api = await protocols();
    const id = await consulting(api);
    await api.post(`/warnings/${id}/take_position`, { member: 'jia', position: 'agree' }, { by: 'head-jia' });
    const { items } = await noticesOf(api, 'jurisdiction=jia&state=answered');
    expect(items.map(({ event }) => event)).toContain('warning.consultation_opened');
    const unknown = await api.post('/notices/none/read', undefined, { by: 'duty-jia' });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'unknown_notice']);
    expect((await api.get('/notices?state=lost', 'duty-jia')).body.code).toBe('bad_query');
    const nowhere = await api.get('/notices?jurisdiction=zz', 'duty-jia');
    expect([nowhere.status, nowhere.body.code, nowhere.body.errors[0].path]).toEqual([
      400,
      'bad_query',
      'jurisdiction',
    ]);
  });
});
