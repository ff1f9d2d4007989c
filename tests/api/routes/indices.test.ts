import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLEAN, fixture, HAZE, HOUR_MS, NOW, reading } from '../fixture.ts';

const MIDNIGHT = Date.parse('2026-11-22T00:00:00+08:00');
const range = 'from=2026-11-20T00:00:00%2B08:00&to=2026-11-23T00:00:00%2B08:00';

describe('/api/v1/indices', () => {
  it('computes an hour of a station and of its city by the edition of the day', async () => {
    const { json, store } = await fixture();
    // 2026: HAZE is PM2.5 250 -> 300; the city's mean of 250 and 20 is 135 -> 179 (PM10 195 -> 129; SO2 12.5 and CO 1.25 are rounded to even first).
    await store.write([reading('b1', NOW, HAZE), reading('b2', NOW, CLEAN), reading('b9', NOW, HAZE)]);
    const { items } = await json('/api/v1/indices?station=b1&city=bing');
    expect(items).toEqual([
      {
        subject: { kind: 'city', id: 'bing' },
        at: '2026-11-22T14:00:00+08:00',
        standard: 'HJ 633-2026',
        report: 'hourly',
        aqi: 179,
        level: 4,
        primary: ['pm25'],
        iaqi: { pm25: 179, pm10: 129, so2: 4, no2: 28, co: 12, o3: 13 },
        concentrations: { pm25: 135, pm10: 195, so2: 12.5, no2: 55, co: 1.25, o3: 40 },
        stations: { valid: 2, total: 2 },
      },
      expect.objectContaining({ subject: { kind: 'station', id: 'b1' }, aqi: 300, level: 5, primary: ['pm25'] }),
    ]);
  });

  it('uses the 2012 edition for history', async () => {
    const { json, store } = await fixture();
    await store.write([reading('b1', Date.parse('2016-12-20T10:00:00+08:00'), { ...CLEAN, pm25: 75 })]);
    const { items } = await json('/api/v1/indices?station=b1&from=2016-12-20T00:00:00Z&to=2016-12-21T00:00:00Z');
    expect(items).toMatchObject([{ standard: 'HJ 633-2012', aqi: 100 }]);
  });

  it('leaves flagged values out, and an index that the edition withholds is null', async () => {
    const { json, store } = await fixture();
    await store.write([reading('b1', NOW, HAZE, { flags: { pm25: 'C', pm10: 'M' } })]);
    const { items } = await json('/api/v1/indices?station=b1');
    expect(items).toMatchObject([{ aqi: null, level: null, primary: [], iaqi: { no2: 45 } }]);
    expect(items[0]?.concentrations).not.toHaveProperty('pm25');
  });

  it('makes an hour of shorter readings, 45 minutes of it at least', async () => {
    const { json, store } = await fixture();
    const minutes = (from: number, to: number, hour: number) =>
      Array.from({ length: to - from }, (_, minute) =>
        reading('b1', hour + (from + minute + 1) * 60_000, CLEAN, { periodS: 60 }),
      );
    await store.write([...minutes(0, 44, NOW - 2 * HOUR_MS), ...minutes(0, 45, NOW - HOUR_MS)]);
    const { items } = await json('/api/v1/indices?station=b1');
    expect(items.map((item) => [item.at.slice(11, 16), item.aqi])).toEqual([
      ['13:00', null],
      ['14:00', 40],
    ]);
  });

  it('gives every city when nothing is named, and only hours of which something was measured', async () => {
    const { json, store } = await fixture();
    await store.write([reading('b1', NOW, CLEAN), reading('丁,1', NOW - 5 * HOUR_MS, CLEAN)]);
    const { items } = await json('/api/v1/indices');
    expect(items.map(({ at, subject }) => [at.slice(11, 13), subject.id])).toEqual([
      ['09', 'ding'],
      ['14', 'bing'],
    ]);
    expect(items[1]?.stations).toEqual({ valid: 1, total: 2 });
  });

  it('computes a natural day, stamped by its end, from at least 20 hours', async () => {
    const { json, store } = await fixture();
    const day = Array.from({ length: 24 }, (_, hour) => MIDNIGHT - 24 * HOUR_MS + (hour + 1) * HOUR_MS);
    await store.write(day.map((at, hour) => reading('b1', at, { ...CLEAN, pm25: 100, o3: hour < 12 ? 60 : 120 })));
    await store.write(day.slice(0, 15).map((at) => reading('b2', at, HAZE)));
    const { items } = await json(`/api/v1/indices?report=daily&station=b1,b2&city=bing&${range}`);
    // b2 has 15 hours: too few for 24 h means (20), and for the largest 8 h mean of O3 (14 means).
    expect(items).toMatchObject([
      { subject: { id: 'bing' }, at: '2026-11-22T00:00:00+08:00', stations: { valid: 1, total: 2 } },
      { subject: { id: 'b1' }, concentrations: { pm25: 100, o3: 120 }, aqi: 137 },
    ]);
  });

  it('takes the city of a day as the mean of its stations of that day', async () => {
    const { json, store } = await fixture();
    const day = Array.from({ length: 24 }, (_, hour) => MIDNIGHT - hour * HOUR_MS);
    await store.write(
      day.flatMap((at) => [reading('b1', at, HAZE), reading('b2', at, CLEAN), reading('b9', at, HAZE)]),
    );
    const { items } = await json(`/api/v1/indices?report=daily&city=bing&${range}`);
    expect(items).toMatchObject([
      { aqi: 179, concentrations: { pm25: 135, o3: 40 }, stations: { valid: 2, total: 2 } },
    ]);
  });

  it('includes a day exactly when its end lies in the range', async () => {
    const { json, store } = await fixture();
    const hours = Array.from({ length: 72 }, (_, hour) => MIDNIGHT - hour * HOUR_MS);
    await store.write(hours.map((at) => reading('b1', at, CLEAN)));
    const days = async (from: string, to: string) => {
      const query = `from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`;
      const { items } = await json(`/api/v1/indices?report=daily&station=b1&${query}`);
      return items.map(({ at }) => at.slice(8, 10));
    };
    expect(await days('2026-11-20T00:00:00+08:00', '2026-11-22T00:00:00+08:00')).toEqual(['20', '21']);
    expect(await days('2026-11-20T00:00:01+08:00', '2026-11-22T00:00:01+08:00')).toEqual(['21', '22']);
    expect(await days('2026-11-20T00:00:01+08:00', '2026-11-20T12:00:00+08:00')).toEqual([]);
  });

  it('gives pages that together are the whole, for any page size', async () => {
    const { json, store } = await fixture();
    const hours = Array.from({ length: 4 }, (_, hour) => NOW - hour * HOUR_MS);
    await store.write(hours.flatMap((at) => ['b1', 'b2', '丁,1'].map((id) => reading(id, at, CLEAN))));
    const query = `${range}&station=b1,b2&city=bing,ding`;
    const whole = (await json(`/api/v1/indices?${query}`)).items;
    expect(whole).toHaveLength(16);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 17 }), async (limit) => {
        const pages: unknown[] = [];
        let cursor = '';
        for (;;) {
          const page = await json(`/api/v1/indices?${query}&limit=${limit}${cursor}`);
          pages.push(...page.items);
          if (page.next === null) break;
          cursor = `&cursor=${page.next}`;
        }
        expect(pages).toEqual(whole);
      }),
      { numRuns: 12 },
    );
  });

  it('writes CSV with NA where there is no index and primaries joined by +', async () => {
    const { get, store } = await fixture();
    await store.write([
      reading('b1', NOW, { pm25: 20 }),
      reading('b2', NOW, { ...CLEAN, pm25: 60, pm10: 120 }),
      reading('丁,1', NOW, CLEAN),
    ]);
    const lines = (await (await get('/api/v1/indices?station=b1,b2&format=csv')).text()).split('\n');
    expect(lines).toEqual([
      'ts,kind,subject,standard,report,aqi,level,primary,iaqi_pm25,iaqi_pm10,iaqi_so2,iaqi_no2,iaqi_co,iaqi_o3,' +
        'pm25,pm10,so2,no2,co,o3,stations_valid,stations_total',
      '2026-11-22T14:00:00+08:00,station,b1,HJ 633-2026,hourly,NA,NA,,29,,,,,,20,,,,,,,',
      '2026-11-22T14:00:00+08:00,station,b2,HJ 633-2026,hourly,100,2,pm25+pm10,100,100,2,10,5,19,60,120,5,20,0.5,60,,',
      '',
    ]);
  });
});
