import { describe, expect, it } from 'vitest';
import { WarningAnswer, WarningSummary, WarningView } from '../../../api/protocol-contract.ts';
import { HOUR_MS, type Protocols, proposal, protocols } from './protocol-fixture.ts';

const CITIES = ['jia', 'yi', 'bing', 'ding'];

async function begun(api: Protocols): Promise<string> {
  const { status, body } = await api.post('/warnings', proposal(), { by: 'coordinator' });
  expect(status).toBe(200);
  return body.warning.id;
}

describe('a joint warning over HTTP', () => {
  it('[PRO-10] goes from the proposal to the review, each step told as its events tell it', async () => {
    const api = await protocols();
    const given: string[] = [];
    const give = async (by: string, command: string, body: object = {}) => {
      const said = await api.post(`/warnings/${id}/${command}`, body, { by });
      expect([command, said.status, said.body.rule]).toEqual([command, 200, undefined]);
      const answer = WarningAnswer.parse(said.body);
      expect(said.headers.get('etag')).toBe(`"${answer.warning.version}"`);
      expect(answer.repeated).toBe(false);
      given.push(...answer.events.map(({ type }) => type));
      return answer.warning;
    };
    const id = await begun(api);
    expect(id).toBe('W-2026-001');

    await give('coordinator', 'consult');
    await give('head-jia', 'take_position', { member: 'jia', position: 'agree' });
    await give('head-yi', 'take_position', { member: 'yi', position: 'agree_higher', grade: 'red' });
    await give('head-bing', 'take_position', { member: 'bing', position: 'object', reason: '本市空气良好' });
    const consulted = await give('head-ding', 'take_position', { member: 'ding', position: 'agree' });
    expect(consulted).toMatchObject({ standing: 'pending', stage: 'recommended', grade: 'none' });
    expect(consulted.round?.positions.map(({ member, position }) => `${member} ${position}`).sort()).toEqual([
      'bing object',
      'ding agree',
      'jia agree',
      'yi agree_higher',
    ]);

    const issued = await give('coordinator', 'issue', { grade: 'orange', responseAt: '2026-11-22T16:00:00+08:00' });
    expect(issued).toMatchObject({ standing: 'in_force', grade: 'orange', issuedAt: '2026-11-22T14:00:00+08:00' });
    expect(issued.progress.map(({ city }) => city)).toEqual(CITIES);
    expect(issued.clocks.filter(({ duty }) => duty === 'acknowledge').map(({ by }) => by)).toEqual([...CITIES].sort());

    for (const city of CITIES) {
      await give(`duty-${city}`, 'acknowledge', { city });
      await give(`leader-${city}`, 'issue_own', { city, grade: city === 'yi' ? 'red' : 'orange' });
      await give(`duty-${city}`, 'start_response', { city, grade: 'orange' });
      await give(`duty-${city}`, 'report_measures', {
        city,
        measures: '停限产',
        enterprises: 12,
        reductionPercent: { pm25: 20 },
      });
    }
    await api.clock.pass(19 * HOUR_MS);
    const day = await give('duty-jia', 'report_day', { city: 'jia', day: '2026-11-23', text: '执行正常' });
    expect(day.progress[0]?.dailyReports).toEqual(['2026-11-23']);

    await give('coordinator', 'lift', { reason: '冷空气到达', pollutionEndedAt: '2026-11-23T08:00:00+08:00' });
    for (const city of CITIES) {
      await give(`leader-${city}`, 'lift_own', { city });
      await give(`duty-${city}`, 'confirm_stop', { city });
      await give(`duty-${city}`, 'submit_summary', { city, text: '总结' });
    }
    await api.clock.pass(60 * HOUR_MS);
    const reviewed = await give('coordinator', 'review', { text: '评估' });
    expect(reviewed).toMatchObject({ standing: 'reviewed', grade: 'none', clocks: [], next: null, overdue: 0 });
    expect(reviewed.commands).toEqual([]);
    expect(given).toContain('warning.consulted');

    const { body } = await api.get(`/warnings/${id}/events?limit=1000`, 'duty-xin');
    expect(body.items).toHaveLength(reviewed.version);
    expect(body.items.map(({ version }: { version: number }) => version)).toEqual(
      body.items.map((_: unknown, place: number) => place + 1),
    );
    expect(body.next).toBeNull();
  });

  it('[PRO-10] says what is owed by whom until when, who has heard and who hears next, by the server’s clock', async () => {
    const api = await protocols();
    const id = await begun(api);
    const decision = { duty: 'decision', by: 'guo', from: '2026-11-22T14:00:00+08:00' };
    const first = (await api.get(`/warnings/${id}`, 'duty-jia')).body;
    expect(first.clocks).toMatchObject([{ ...decision, overdue: false, paused: null, told: [], next: { step: 1 } }]);
    expect(first).toMatchObject({ overdue: 0, next: { duty: 'decision', by: 'guo', at: first.clocks[0].dueAt } });

    await api.clock.pass(Date.parse(first.clocks[0].dueAt) - api.clock.now());
    const late = (await api.get(`/warnings/${id}`, 'duty-jia')).body;
    // Nobody stands above the nation: the sides themselves are told, and that is all.
    expect(late.clocks).toMatchObject([{ overdue: true, told: [{ at: first.clocks[0].dueAt, to: null }], next: null }]);
    expect(late).toMatchObject({ overdue: 1, last: { type: 'warning.overdue', by: { machine: 'clock' } } });
  });

  it('[PRO-10] lists the newest first, narrowed by standing, kind, time and exercise, page by page', async () => {
    const api = await protocols();
    const one = await begun(api);
    await api.post(`/warnings/${one}/withdraw`, { reason: '误报' }, { by: 'coordinator' });
    await api.clock.pass(HOUR_MS);
    const ozone = proposal({ kind: 'ozone', grade: 'none' });
    const two = (await api.post('/warnings', ozone, { by: 'coordinator' })).body.warning.id;
    const drill = (await api.post('/warnings', proposal({ exercise: true }), { by: 'coordinator' })).body.warning.id;
    expect([one, two, drill]).toEqual(['W-2026-001', 'W-2026-002', 'X-2026-001']);
    const ids = async (query: string) => {
      const { body } = await api.get(`/warnings?${query}`, 'duty-jia');
      return body.items.map((item: unknown) => WarningSummary.parse(item).id);
    };
    expect(await ids('')).toEqual([drill, two, one]);
    expect(await ids('standing=withdrawn')).toEqual([one]);
    expect(await ids('kind=ozone')).toEqual([two]);
    expect(await ids('exercise=false')).toEqual([two, one]);
    expect(await ids('from=2026-11-22T15:00:00%2B08:00')).toEqual([drill, two]);
    expect(await ids('to=2026-11-22T15:00:00%2B08:00')).toEqual([one]);
    const page = (await api.get('/warnings?limit=2', 'duty-jia')).body;
    expect(await ids(`limit=2&cursor=${page.next}`)).toEqual([one]);
    expect((await api.get('/warnings?cursor=bm9uZQ', 'duty-jia')).body.code).toBe('bad_cursor');
    expect((await api.get('/warnings?colour=red', 'duty-jia')).body.code).toBe('bad_query');
    expect((await api.get('/warnings/W-1', 'duty-jia')).body.code).toBe('unknown_warning');
  });

  it('[PRO-5] is numbered by the service, which says where it is', async () => {
    const api = await protocols();
    const { headers, body } = await api.post('/warnings', proposal(), { by: 'coordinator' });
    expect(headers.get('location')).toBe('/api/v1/warnings/W-2026-001');
    const { status, body: seen } = await api.get('/warnings/W-2026-001', 'coordinator');
    expect(status).toBe(200);
    expect(WarningView.parse(seen)).toEqual(body.warning);
  });

  it('[PRO-16] is an exercise where the installation is a drill, whatever the sender says', async () => {
    const api = await protocols({ exercise: true });
    const { body } = await api.post('/warnings', proposal(), { by: 'coordinator' });
    expect(body.warning).toMatchObject({ id: 'X-2026-001', exercise: true });
    expect((await api.get('/installation')).body).toMatchObject({ exercise: true });
  });
});
