import { describe, expect, it } from 'vitest';
import { Revisions } from '../../../ingest/fates/revisions.ts';
import type { OlderVersion } from '../../../store/arrivals.ts';
import { SqliteArrivals } from '../../../store/sqlite/sqlite-arrivals.ts';
import { SqliteTimeseries } from '../../../store/sqlite/sqlite-timeseries.ts';
import { CLEAN, fixture, HAZE, HOUR_MS, NOW, reading } from '../fixture.ts';

async function rig() {
  const store = SqliteTimeseries.open({ path: ':memory:' });
  const arrivals = SqliteArrivals.open({ path: ':memory:' });
  const api = await fixture({ deps: { readings: store, revisions: new Revisions({ store, arrivals }) } });
  return { ...api, store, arrivals };
}

function older(at: number, pm25: number, replacedAt = NOW): OlderVersion {
  const identity = { station: 'b1', at, periodS: 3600 };
  return { ...identity, replacedAt, reading: reading('b1', at, { ...CLEAN, pm25 }, { flags: { o3: 'C' }, seq: 3 }) };
}

describe('/api/v1/stations/{id}/revisions', () => {
  it('[LAT-9] shows what readings said before, and when that was replaced', async () => {
    const { json, store, arrivals } = await rig();
    await store.write([reading('b1', NOW, HAZE)]);
    const lost = { station: 'b1', at: NOW - HOUR_MS, periodS: 3600, replacedAt: NOW + 1, reading: null };
    await arrivals.record({ superseded: [older(NOW, 21, NOW + 60_000), lost], late: [] });
    expect(await json('/api/v1/stations/b1/revisions')).toEqual({
      items: [
        {
          station: 'b1',
          at: '2026-11-22T13:00:00+08:00',
          period: 3600,
          replacedAt: '2026-11-22T14:00:00.001+08:00',
          values: null,
        },
        {
          station: 'b1',
          at: '2026-11-22T14:00:00+08:00',
          period: 3600,
          replacedAt: '2026-11-22T14:01:00+08:00',
          seq: 3,
          values: { ...CLEAN, pm25: 21 },
          flags: { o3: 'C' },
        },
      ],
      next: null,
    });
    expect((await json('/api/v1/stations/b2/revisions')).items).toEqual([]);
    expect((await json('/api/v1/stations/b1/revisions?from=2026-11-22T13:30:00Z')).items).toEqual([]);
  });

  it('[LAT-9] gives every version once over pages of any size', async () => {
    const { json, store, arrivals } = await rig();
    const ats = [NOW - 2 * HOUR_MS, NOW - HOUR_MS, NOW];
    await store.write(ats.map((at) => reading('b1', at, HAZE)));
    await arrivals.record({ superseded: ats.flatMap((at) => [1, 2, 3].map((pm25) => older(at, pm25))), late: [] });
    for (const limit of [1, 2, 4, 9, 10]) {
      const seen: string[] = [];
      let cursor = '';
      do {
        const page = await json(`/api/v1/stations/b1/revisions?limit=${limit}${cursor}`);
        seen.push(...page.items.map((item) => `${item.at} ${JSON.stringify(item)}`));
        cursor = page.next === null ? '' : `&cursor=${page.next}`;
      } while (cursor !== '');
      expect(new Set(seen).size).toBe(9);
      expect(seen).toEqual([...seen].sort());
    }
  });

  it('[LAT-3] does not show as older what is the stored version', async () => {
    const { json, store, arrivals } = await rig();
    const current = older(NOW, 21).reading ?? reading('b1', NOW, CLEAN);
    await store.write([current]);
    await arrivals.record({ superseded: [older(NOW, 21), older(NOW, 22)], late: [] });
    const { items } = await json('/api/v1/stations/b1/revisions');
    expect(items).toMatchObject([{ values: { pm25: 22 } }]);
  });

  it('says 404 for a station that is not registered, and 400 for a cursor of another list', async () => {
    const { json } = await rig();
    expect(await json('/api/v1/stations/b7/revisions')).toMatchObject({ code: 'unknown_station' });
    expect(await json('/api/v1/stations/b1/revisions?cursor=abc')).toMatchObject({ code: 'bad_cursor' });
  });
});

describe('/api/v1/readings', () => {
  it('[LAT-9] says of a reading that it is revised or late, and nothing of others', async () => {
    const { json, store, arrivals } = await rig();
    const [first, second, third] = [NOW - 2 * HOUR_MS, NOW - HOUR_MS, NOW];
    await store.write([first, second, third].map((at) => reading('b1', at, HAZE)));
    await arrivals.record({
      superseded: [older(second, 21)],
      late: [{ station: 'b1', at: first, periodS: 3600, receivedAt: NOW + 90 * HOUR_MS }],
    });
    const { items } = await json('/api/v1/readings?station=b1');
    const marks = items.map((item) => ({
      ...('late' in item && { late: item.late }),
      ...('revised' in item && { revised: item.revised }),
    }));
    expect(marks).toEqual([{ late: '2026-11-26T08:00:00+08:00' }, { revised: true }, {}]);
  });
});
