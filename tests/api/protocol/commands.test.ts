import { describe, expect, it } from 'vitest';
import { complaint, type Protocols, proposal, protocols } from './protocol-fixture.ts';

async function begun(api: Protocols, more: object = {}): Promise<string> {
  return (await api.post('/warnings', proposal(more), { by: 'coordinator' })).body.warning.id;
}

async function recorded(api: Protocols): Promise<number> {
  return (await api.get('/ledger', 'coordinator')).body.last;
}

describe('the body of a command', () => {
  it('[PRO-4] is refused with all its mistakes at once, before anything happens', async () => {
    const api = await protocols();
    const bad = proposal({
      grade: 'purple',
      window: { from: '2026-11-22 14:00', to: null },
      cities: [],
      colour: 'red',
    });
    const { status, body } = await api.post('/warnings', bad, { by: 'coordinator' });
    expect([status, body.code]).toEqual([400, 'bad_body']);
    expect(body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
      'cities',
      'colour',
      'grade',
      'window.from',
    ]);
    expect(await recorded(api)).toBe(0);
  });

  it.each([
    ['not JSON', '{"reason":', {}, 400, 'bad_body'],
    ['no object', '[]', {}, 400, 'bad_body'],
    ['no text', String.raw`{"reason":"\ud800"}`, {}, 400, 'bad_body'],
    ['not JSON by its type', '{}', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
    ['too large', JSON.stringify({ reason: 'x'.repeat(300_000) }), {}, 413, 'body_too_large'],
    ['without its key', '{}', { 'idempotency-key': '' }, 400, 'bad_idempotency_key'],
    ['with a bad version', '{}', { 'if-match': '7' }, 400, 'bad_version'],
  ])('[PRO-4] is refused when it is %s', async (_, text, headers, status, code) => {
    const api = await protocols();
    const id = await begun(api);
    const said = await api.post(`/warnings/${id}/withdraw`, text, { by: 'coordinator', headers });
    expect([said.status, said.body.code]).toEqual([status, code]);
    expect(await recorded(api)).toBe(1);
  });

  it('[PRO-4] is that of a command that there is', async () => {
    const api = await protocols();
    const id = await begun(api);
    for (const path of [`/warnings/${id}/tell_air`, `/warnings/${id}/toString`]) {
      const said = await api.post(path, {}, { by: 'coordinator' });
      expect([said.status, said.body.code]).toEqual([404, 'not_found']);
    }
    const stranger = await api.post('/warnings/W-2026-009/consult', {}, { by: 'coordinator' });
    expect([stranger.status, stranger.body.code]).toEqual([404, 'unknown_warning']);
    const nowhere = await api.post('/cases/C-2026-009/freeze', {}, { by: 'coordinator' });
    expect([nowhere.status, nowhere.body.code]).toEqual([404, 'unknown_case']);
  });
});

describe('a command that comes twice', () => {
  it('[PRO-6] is done once and answered the same, after a restart too', async () => {
    const api = await protocols();
    const send = () => api.post('/warnings', proposal(), { by: 'coordinator', key: 'once' });
    const first = await send();
    const second = await send();
    await api.restart();
    const third = await send();
    expect([first.body.repeated, second.body.repeated, third.body.repeated]).toEqual([false, true, true]);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(second.body.events).toEqual(first.body.events);
    expect(third.body.events).toEqual(first.body.events);
    expect(await recorded(api)).toBe(1);
  });

  it('[PRO-6] may be sent again with the version it was sent with, though that has passed by its own doing', async () => {
    const api = await protocols();
    const id = await begun(api);
    const send = () => api.post(`/warnings/${id}/consult`, {}, { by: 'coordinator', key: 'once', version: 1 });
    expect((await send()).status).toBe(200);
    expect((await send()).body).toMatchObject({ repeated: true, events: [{ type: 'warning.consultation_opened' }] });
  });

  it('[PRO-6] is refused when the key was another’s', async () => {
    const api = await protocols();
    const id = await begun(api);
    await api.post(`/warnings/${id}/consult`, {}, { by: 'coordinator', key: 'once' });
    const other = await api.post(`/warnings/${id}/withdraw`, { reason: '-' }, { by: 'coordinator', key: 'once' });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
    expect(await recorded(api)).toBe(2);
  });
});

describe('two people at once', () => {
  it('[PRO-7] one wins; the other is told who was first with what', async () => {
    const api = await protocols();
    const id = await begun(api);
    const answers = await Promise.all([
      api.post(`/warnings/${id}/consult`, {}, { by: 'coordinator', version: 1 }),
      api.post(`/warnings/${id}/withdraw`, { reason: '误报' }, { by: 'coordinator', version: 1 }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const won = answers.find(({ status }) => status === 200)?.body.warning;
    const lost = answers.find(({ status }) => status === 409)?.body;
    expect(lost).toMatchObject({ code: 'version_conflict', rule: 'WRN-6', version: 2, first: won.last });
    expect(lost.detail).toContain('coordinator');
  });

  it('[PRO-7] on a case as well, and whoever names no version is not held to one', async () => {
    const api = await protocols();
    const id = (await api.post('/cases', complaint(), { by: 'duty-bing' })).body.case.id;
    await api.post(`/cases/${id}/refer`, { to: 'yi', reason: '上风向' }, { by: 'duty-bing', version: 1 });
    const late = await api.post(`/cases/${id}/withdraw`, { reason: '-' }, { by: 'duty-bing', version: 1 });
    expect(late.body).toMatchObject({ code: 'version_conflict', rule: 'ENF-4', version: 2 });
    expect(late.body.first).toMatchObject({ type: 'case.referred', by: { person: 'duty-bing' } });
    expect((await api.post(`/cases/${id}/withdraw`, { reason: '-' }, { by: 'duty-bing', version: '*' })).status).toBe(
      200,
    );
  });
});
