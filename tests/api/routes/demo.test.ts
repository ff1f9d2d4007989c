import { describe, expect, it } from 'vitest';
import type { DemoPeople, DemoPerson } from '../../../api/demo-contract.ts';
import { answerOf, fixture } from '../fixture.ts';

const text = { zh: '甲', en: 'Jia' };
function port() {
  const taken = new Set<string>();
  const person = (id: string, jurisdiction: string): DemoPerson => ({
    id,
    name: id,
    role: 'visitor',
    roleName: text,
    jurisdiction,
    jurisdictionName: text,
    token: `token-of-${id}`,
    manner: 'prompt',
    taken: taken.has(jurisdiction),
  });
  return {
    people: () => [person('jia-visitor', 'jia'), person('yi-visitor', 'yi')],
    take: ({ jurisdiction }: DemoPerson) => void taken.add(jurisdiction),
    giveBack: ({ jurisdiction }: DemoPerson) => void taken.delete(jurisdiction),
  };
}

/** Takenness by person. */
async function takenOf(response: Response): Promise<Record<string, boolean>> {
  expect(response.status).toBe(200);
  const { items } = (await response.json()) as DemoPeople;
  return Object.fromEntries(items.map(({ id, taken }) => [id, taken]));
}

describe('taking a part in the demonstration', () => {
  it('people are listed with their tokens, taken and given back', async () => {
    const { app } = await fixture({ deps: { demo: port() } });
    const people = await app.request('/api/v1/demo/people');
    expect(await people.clone().json()).toMatchObject({
      items: [{ id: 'jia-visitor', token: 'token-of-jia-visitor' }, {}],
    });
    expect(await takenOf(people)).toEqual({ 'jia-visitor': false, 'yi-visitor': false });
    const post = (path: string) => app.request(`/api/v1/demo/people/${path}`, { method: 'POST' });
    expect(await takenOf(await post('yi-visitor/take'))).toEqual({ 'jia-visitor': false, 'yi-visitor': true });
    expect(await takenOf(await post('yi-visitor/give_back'))).toEqual({ 'jia-visitor': false, 'yi-visitor': false });
    expect((await answerOf(await post('nobody/take'))).code).toBe('not_found');
  });

  it('elsewhere the addresses are not there', async () => {
    const { get } = await fixture();
    expect((await get('/api/v1/demo/people')).status).toBe(404);
  });

  it('a name that somebody has made to point to this machine gets nothing', async () => {
    const { app } = await fixture({ deps: { demo: port() } });
    for (const host of ['evil.example', '127.0.0.1.evil.example']) {
      const response = await app.request(`http://${host}/api/v1/demo/people`);
      expect(response.status).toBe(404);
      expect(await response.text()).not.toContain('token-of');
    }
    expect((await app.request('http://127.0.0.1:8080/api/v1/demo/people')).status).toBe(200);
  });
});
