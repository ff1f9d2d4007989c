import { describe, expect, it } from 'vitest';
import { type Answer, CLEAN, fixture, HOUR_MS, NOW, reading, STATIONS } from '../fixture.ts';

describe('/api/v1/stations and /cities', () => {
  it('lists stations page by page without loss or repeat', async () => {
    const { json } = await fixture();
    const ids: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const page: Answer = await json(`/api/v1/stations?limit=1${next === '' ? '' : `&cursor=${next}`}`);
      expect(page.items).toHaveLength(1);
      ids.push(...page.items.map(({ id }) => id));
      next = page.next;
    }
    expect(ids).toEqual(STATIONS.map(({ id }) => id));
  });

  it('lists cities page by page, and refuses to go on from one that is not there', async () => {
    const { json } = await fixture();
    const first = await json('/api/v1/cities?limit=1');
    const second = await json(`/api/v1/cities?limit=1&cursor=${first.next}`);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(['bing', 'ding']);
    expect(second.next).toBeNull();
    const gone = Buffer.from('["gone"]').toString('base64url');
    expect((await json(`/api/v1/cities?cursor=${gone}`)).code).toBe('bad_cursor');
  });

  it('shows the newest reading by measurement time, whatever came last', async () => {
    const { json, tell } = await fixture();
    expect((await json('/api/v1/stations/b1')).lastAt).toBeNull();
    tell({ type: 'readings', readings: [reading('b1', NOW, CLEAN), reading('b1', NOW - HOUR_MS, CLEAN)] });
    expect((await json('/api/v1/stations/b1')).lastAt).toBe('2026-11-22T14:00:00+08:00');
  });

  it('finds a station by an escaped name, and says so when there is none', async () => {
    const { json, get } = await fixture();
    expect((await json(`/api/v1/stations/${encodeURIComponent('丁,1')}`)).city).toBe('ding');
    expect(await (await get('/api/v1/stations/x')).json()).toMatchObject({ status: 404, code: 'unknown_station' });
  });

  it('filters stations by city, and lists cities in the given order with their stations', async () => {
    const { json } = await fixture();
    const stations = await json('/api/v1/stations?city=bing');
    expect(stations.items.map(({ id }) => id)).toEqual(['b1', 'b2', 'b9']);
    expect(await json('/api/v1/cities')).toEqual({
      items: [
        { id: 'bing', name: { zh: '丙市', en: 'Bing City' }, stations: 3 },
        { id: 'ding', name: { zh: '丁市', en: 'Ding City' }, stations: 1, adcode: '999904' },
      ],
      next: null,
    });
    expect((await json('/api/v1/cities/x')).code).toBe('unknown_city');
  });
});
