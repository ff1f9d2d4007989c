import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../domain/air/reading.ts';
import { CLEAN, fixture, HAZE, HOUR_MS, NOW, reading } from '../fixture.ts';

const hours = (count: number): Reading[] =>
  Array.from({ length: count }, (_, hour) =>
    ['b1', 'b2', '丁,1'].map((id) => reading(id, NOW - hour * HOUR_MS, HAZE)),
  ).flat();

const range = 'from=2026-11-20T00:00:00%2B08:00&to=2026-11-23T00:00:00%2B08:00';

describe('/api/v1/readings', () => {
  it('shows the last 24 hours when nothing is asked for, the present hour included', async () => {
    const { json, store } = await fixture();
    await store.write(hours(30));
    const page = await json('/api/v1/readings?station=b1');
    expect(page.items).toHaveLength(24);
    expect(page.items[0]?.at).toBe('2026-11-21T15:00:00+08:00');
    expect(page.items[23]?.at).toBe('2026-11-22T14:00:00+08:00');
    expect(page.next).toBeNull();
  });

  it('takes the range as half-open, and an unescaped plus for a plus', async () => {
    const { json, store } = await fixture();
    await store.write(hours(3));
    const page = await json('/api/v1/readings?station=b1&from=2026-11-22T12:00:00+08:00&to=2026-11-22T14:00:00+08:00');
    expect(page.items.map(({ at }) => at.slice(11, 13))).toEqual(['12', '13']);
  });

  it('refuses a range that ends before it begins', async () => {
    const { json } = await fixture();
    const problem = await json('/api/v1/readings?from=2026-11-22T12:00:00Z&to=2026-11-22T12:00:00Z');
    expect(problem).toMatchObject({ code: 'bad_query', errors: [{ path: 'from' }] });
  });

  it('shows a reading as it was sent, flags beside values', async () => {
    const { json, store } = await fixture();
    await store.write([reading('b1', NOW, HAZE, { seq: 7, periodS: 60, flags: { o3: 'C' } })]);
    expect((await json('/api/v1/readings')).items).toEqual([
      {
        station: 'b1',
        city: 'bing',
        at: '2026-11-22T14:00:00+08:00',
        period: 60,
        seq: 7,
        values: HAZE,
        flags: { o3: 'C' },
      },
    ]);
  });

  it('takes stations repeated, by comma, and by city', async () => {
    const { json, store } = await fixture();
    await store.write(hours(1));
    const ids = async (query: string) => (await json(`/api/v1/readings?${query}`)).items.map(({ station }) => station);
    expect(await ids('station=b1&station=b2')).toEqual(['b1', 'b2']);
    expect(await ids('station=b2,b1')).toEqual(['b1', 'b2']);
    expect(await ids(`station=${encodeURIComponent('丁,1')}`)).toEqual(['丁,1']);
    expect(await ids('city=ding')).toEqual(['丁,1']);
    expect(await ids('city=ding&station=b1')).toEqual(['b1', '丁,1']);
  });

  it('gives pages that together are the whole, for any page size, many stations at one instant', async () => {
    const { json, store } = await fixture();
    await store.write([...hours(5), ...hours(5).map((hourly) => ({ ...hourly, periodS: 60 }))]);
    const whole = (await json(`/api/v1/readings?${range}`)).items;
    expect(whole).toHaveLength(30);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 31 }), async (limit) => {
        const pages: unknown[] = [];
        let cursor = '';
        for (;;) {
          const page = await json(`/api/v1/readings?${range}&limit=${limit}${cursor}`);
          expect(page.items.length).toBeLessThanOrEqual(limit);
          pages.push(...page.items);
          if (page.next === null) break;
          cursor = `&cursor=${page.next}`;
        }
        expect(pages).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  it.each(['x', 'WzFd', '%00'])('refuses the cursor %s, which it never gave', async (cursor) => {
    const { json } = await fixture();
    expect((await json(`/api/v1/readings?cursor=${cursor}`)).code).toBe('bad_cursor');
  });

  it('streams the public readings CSV, whole, with every cell as it is', async () => {
    const { get, store } = await fixture();
    await store.write([reading('丁,1', NOW, { pm25: 62, co: 1.3, temp: -4.1 }), reading('b1', NOW, CLEAN)]);
    const response = await get('/api/v1/readings', { Accept: 'text/csv' });
    expect(response.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="readings_.+\.csv"$/);
    expect(await response.text()).toBe(
      'ts,station,pm25,pm10,so2,no2,co,o3,wind_speed,wind_dir,temp,dew_point,rh,pressure,rain\n' +
        '2026-11-22T14:00:00+08:00,b1,20,40,5,20,0.5,60,,,,,,,\n' +
        '2026-11-22T14:00:00+08:00,"丁,1",62,,,,1.3,,,,-4.1,,,,\n',
    );
  });

  it('gives CSV over all pages of the store, or as many rows as asked for; an empty range is a header', async () => {
    const { get, store } = await fixture();
    await store.write(
      Array.from({ length: 6_001 }, (_, minute) => reading('b1', NOW - minute * 60_000, CLEAN, { periodS: 60 })),
    );
    const lines = async (query: string) =>
      (await (await get(`/api/v1/readings?format=csv&${query}`)).text()).split('\n').length - 2;
    expect(await lines('from=2026-11-01T00:00:00Z')).toBe(6_001);
    expect(await lines('from=2026-11-01T00:00:00Z&limit=10')).toBe(10);
    expect(await lines('from=2020-11-01T00:00:00Z&to=2020-11-02T00:00:00Z')).toBe(0);
  });

  it('breaks a CSV off when the store goes away in the middle', async () => {
    let reads = 0;
    const failing = {
      read: async (query: { limit: number }) => {
        reads += 1;
        if (reads > 1) throw new Error('gone');
        return Array.from({ length: query.limit }, (_, minute) => reading('b1', NOW + minute, CLEAN));
      },
    };
    const { get } = await fixture({ deps: { readings: failing } });
    const response = await get('/api/v1/readings?format=csv');
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });
});
