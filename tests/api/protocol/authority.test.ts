import { describe, expect, it } from 'vitest';
import { PEOPLE, proposal, protocols } from './protocol-fixture.ts';

const READ = ['/warnings', '/cases', '/ledger'];

describe('who may do what', () => {
  it('[PRO-1] a command without people, without token, or with a wrong one is refused', async () => {
    const nobody = await protocols({ people: [] });
    const refused = await nobody.post('/warnings', proposal());
    expect([refused.status, refused.body.code]).toEqual([403, 'no_people']);
    expect(refused.body.detail).toContain('`people`');

    const api = await protocols();
    const without = await api.post('/warnings', proposal());
    expect([without.status, without.body.code]).toEqual([401, 'unauthorized']);
    expect(without.headers.get('www-authenticate')).toBe('Bearer');
    const wrong = await api.post('/warnings', proposal(), { by: 'duty-nowhere' });
    expect([wrong.status, wrong.body.code]).toEqual([401, 'unauthorized']);
    expect(wrong.headers.get('www-authenticate')).toContain('invalid_token');
    expect((await api.get('/ledger', 'coordinator')).body.last).toBe(0);
  });

  it('[PRO-1] who speaks is the token’s owner, and a body that says otherwise is refused', async () => {
    const api = await protocols();
    const by = { person: 'coordinator', role: 'coordinator', jurisdiction: 'guo' };
    const lie = await api.post('/warnings', { ...proposal(), by }, { by: 'duty-jia' });
    expect([lie.status, lie.body.errors]).toEqual([
      400,
      [{ path: 'by', message: 'no such field: who speaks is known from the token' }],
    ]);
    const { body } = await api.post('/warnings', proposal(), { by: 'coordinator' });
    expect(body.warning.last.by).toEqual(by);
    expect(body.events[0].data.by).toEqual(by);
  });

  it('[PRO-8] a post that may not, and a side whose step it is not, get 403 with the rule and the reason', async () => {
    const api = await protocols();
    const post = await api.post('/warnings', proposal(), { by: 'inspector-jia' });
    expect([post.status, post.body.code, post.body.rule]).toEqual([403, 'not_permitted', 'WRN-2']);
    expect(post.body.reason).toEqual({
      en: expect.stringContaining('may not propose'),
      zh: expect.stringContaining('无权'),
    });
    const id = (await api.post('/warnings', proposal(), { by: 'coordinator' })).body.warning.id;
    const side = await api.post(`/warnings/${id}/issue_at_once`, { grade: 'red', reason: '-' }, { by: 'leader-jia' });
    expect([side.status, side.body.rule, side.body.version]).toEqual([403, 'WRN-3', 1]);
    const place = await api.post(`/warnings/${id}/lift`, { reason: '-' }, { by: 'coordinator' });
    expect([place.status, place.body.code, place.body.rule]).toEqual([409, 'refused', 'WRN-7']);
    expect(place.body).not.toHaveProperty('first');
  });

  it('[PRO-3] reading needs a token when there are people; a bad token is refused even where none is needed', async () => {
    const api = await protocols();
    for (const path of READ) {
      expect([path, (await api.get(path)).status]).toEqual([path, 401]);
      expect([path, (await api.get(path, 'inspector-xin')).status]).toEqual([path, 200]);
    }
    const open = await protocols({ http: { protocol_readers: 'everybody' } });
    for (const path of READ) expect([path, (await open.get(path)).status]).toEqual([path, 200]);
    expect((await open.get('/warnings', 'duty-nowhere')).status).toBe(401);
    expect((await open.get('/installation')).body).toMatchObject({ reading: 'open', people: true });
  });

  it('[PRO-3] without people it is open on this machine and closed beyond', async () => {
    const here = await protocols({ people: [] });
    for (const path of READ) expect([path, (await here.get(path)).status]).toEqual([path, 200]);
    const beyond = await protocols({ people: [], http: { host: '0.0.0.0' } });
    for (const path of READ) {
      const { status, body } = await beyond.get(path);
      expect([path, status, body.code]).toEqual([path, 403, 'no_people']);
    }
    expect((await beyond.get('/installation')).body).toMatchObject({ reading: 'closed', people: false });
  });

  it('[PRO-13] names are told to people, and to nobody else', async () => {
    const api = await protocols({ http: { protocol_readers: 'everybody' } });
    const id = (await api.post('/warnings', proposal(), { by: 'coordinator' })).body.warning.id;
    for (const path of [`/warnings/${id}`, `/warnings/${id}/events`, '/ledger', '/agreement', '/installation']) {
      const { body } = await api.get(path);
      expect([path, JSON.stringify(body).includes('姓名')]).toEqual([path, false]);
    }
    expect((await api.get('/people')).status).toBe(401);
    const { body } = await api.get('/people', 'duty-jia');
    expect(body.items).toHaveLength(PEOPLE.length);
    expect(JSON.stringify(body)).not.toMatch(/hash|token/);
    expect((await api.get('/me', 'duty-jia')).body).toEqual({
      id: 'duty-jia',
      name: '姓名 duty-jia',
      role: 'duty-officer',
      jurisdiction: 'jia',
      roleName: { zh: '值班员', en: 'Duty officer' },
      jurisdictionName: { zh: '甲市', en: 'Jia City' },
    });
  });

  it('[PRO-15] agreement, grades and installation are open to everybody', async () => {
    const api = await protocols();
    const agreement = (await api.get('/agreement')).body;
    expect(agreement).toMatchObject({
      region: { id: 'demo', coordinator: 'guo' },
      versions: [{ from: expect.any(String) }],
    });
    expect(agreement.jurisdictions.find(({ id }: { id: string }) => id === 'jia')).toMatchObject({
      level: 'city',
      superior: 'xi',
      neighbours: ['yi', 'wu'],
    });
    expect(agreement.roles.map(({ id }: { id: string }) => id)).toContain('duty-officer');
    expect((await api.get(`/agreement?version=${agreement.version}`)).body).toEqual(agreement);
    expect((await api.get('/agreement?version=none')).body.errors).toMatchObject([{ path: 'version' }]);
    expect((await api.get('/grades')).body).toEqual({ items: [] });
    expect((await api.get('/installation')).body).toMatchObject({ clockRate: 1, exercise: false, reading: 'people' });
  });
});
