import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alert, fixture, HOUR_MS, NOW } from '../fixture.ts';

const seqs = (page: { items: { seq: number }[] }) => page.items.map(({ seq }) => seq);

describe('/api/v1/alerts', () => {
  it('shows the newest event first, times with offset', async () => {
    const { json, alerts } = await fixture();
    alerts.add(alert(3));
    alerts.add(alert(7, { state: 'returned', returnedAt: NOW }));
    const page = await json('/api/v1/alerts');
    expect(seqs(page)).toEqual([7, 3]);
    expect(page.items[0]).toMatchObject({
      state: 'returned',
      raisedAt: '2026-11-22T13:00:00+08:00',
      returnedAt: '2026-11-22T14:00:00+08:00',
      message: { zh: '丙市 AQI 301，高于 200' },
    });
  });

  it('filters by state, subject, rule, priority and the time it was raised', async () => {
    const { json, alerts } = await fixture();
    alerts.add(alert(1, { priority: 1, subject: { kind: 'station', id: '丁:1' } }));
    alerts.add(alert(2, { rule: 'other', raisedAt: NOW - 48 * HOUR_MS }));
    alerts.add(alert(3, { state: 'returned', returnedAt: NOW }));
    expect(seqs(await json('/api/v1/alerts?state=raised'))).toEqual([2, 1]);
    expect(seqs(await json(`/api/v1/alerts?subject=${encodeURIComponent('station:丁:1')}`))).toEqual([1]);
    expect(seqs(await json('/api/v1/alerts?subject=city'))).toEqual([3, 2]);
    expect(seqs(await json('/api/v1/alerts?rule=other'))).toEqual([2]);
    expect(seqs(await json('/api/v1/alerts?priority=1'))).toEqual([1]);
    expect(seqs(await json('/api/v1/alerts?from=2026-11-22T13:00:00%2B08:00'))).toEqual([3, 1]);
    expect(seqs(await json('/api/v1/alerts?to=2026-11-22T13:00:00%2B08:00'))).toEqual([2]);
    expect(await json('/api/v1/alerts?subject=planet:x&priority=5')).toMatchObject({
      errors: [{ path: 'subject' }, { path: 'priority' }],
    });
  });

  it('gives pages that together are the whole, for any page size', async () => {
    const { json, alerts } = await fixture();
    for (let seq = 1; seq <= 23; seq += 1) alerts.add(alert(seq * 3));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 24 }), async (limit) => {
        const found: number[] = [];
        let cursor = '';
        for (;;) {
          const page = await json(`/api/v1/alerts?limit=${limit}${cursor}`);
          found.push(...seqs(page));
          if (page.next === null) break;
          cursor = `&cursor=${page.next}`;
        }
        expect(found).toEqual(Array.from({ length: 23 }, (_, position) => (23 - position) * 3));
      }),
    );
  });

  it('shows one by its id, colons and all', async () => {
    const { json, alerts } = await fixture();
    alerts.add(alert(5));
    expect((await json('/api/v1/alerts/city-aqi-200:city:bing:5')).seq).toBe(5);
    expect((await json('/api/v1/alerts/none')).code).toBe('unknown_alert');
  });

  it('writes all of them as CSV, over the pages of the board', async () => {
    const { get, alerts } = await fixture();
    for (let seq = 1; seq <= 1_001; seq += 1) alerts.add(alert(seq));
    alerts.add(alert(1_002, { message: { zh: '=1+1', en: 'say "two", please' } }));
    const lines = (await (await get('/api/v1/alerts?format=csv')).text()).trimEnd().split('\n');
    expect(lines).toHaveLength(1_003);
    expect(lines[1]).toBe(
      'city-aqi-200:city:bing:1002,city-aqi-200,city,bing,2,raised,2026-11-22T13:00:00+08:00,,aqi,301,200,' +
        '=1+1,"say ""two"", please",above for 1 h,1002',
    );
  });
});
