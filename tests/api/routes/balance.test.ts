import { describe, expect, it } from 'vitest';
import { StationAccounts } from '../../../ingest/accounts/station-accounts.ts';
import { refuse } from '../../../ingest/refusal.ts';
import { StationRegistry } from '../../../ingest/registry.ts';
import { SqliteAccounts } from '../../../store/sqlite/sqlite-accounts.ts';
import { StoreUnavailable } from '../../../store/timeseries.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { CLEAN, fixture, HOUR_MS, NOW, reading, STATIONS } from '../fixture.ts';

interface Sheet {
  readonly code: string;
  readonly errors: { readonly path: string }[];
  readonly standing: Record<string, unknown>;
  readonly totals: Record<string, unknown>;
  readonly absent: Record<string, unknown>[];
  readonly items: Record<string, unknown>[];
}

/** The books as they are in the house, over a real database, with an hour of 丁,1 and two of b1. */
async function withBooks() {
  const clock = new ManualClock(NOW);
  const store = SqliteAccounts.open({ path: ':memory:' });
  const registry = new StationRegistry(STATIONS);
  const log = { info() {}, warn() {}, error() {} };
  const balance = await StationAccounts.open({ store, registry, clock, log, tell: () => {} });
  const facts = { fate: 'new', late: false, receivedAt: NOW } as const;
  balance.stored(reading('b1', NOW - 3 * HOUR_MS, CLEAN, { seq: 5 }), facts);
  balance.stored(reading('b1', NOW, CLEAN, { seq: 8 }), facts);
  balance.refused('b1', refuse('future', { seq: 9 }), NOW);
  balance.stored(reading('丁,1', NOW - 5 * HOUR_MS, CLEAN), facts);
  balance.status({ station: 'b1', city: 'bing' }, { text: '{"state":"online"}', at: NOW, retained: false });
  await balance.save();
  const api = await fixture({ deps: { balance } });
  const sheet = async (path: string) => (await (await api.get(path)).json()) as Sheet;
  return { ...api, sheet, store, balance };
}

describe('/api/v1/stations/{id}/balance', () => {
  it('[BAL-6] shows how a station stands and its last seven days', async () => {
    const { sheet } = await withBooks();
    const { standing, items } = await sheet('/api/v1/stations/b1/balance');
    expect(standing).toEqual({
      station: 'b1',
      city: 'bing',
      neverReported: false,
      absentSince: null,
      lastAt: '2026-11-22T14:00:00+08:00',
      lastReceivedAt: '2026-11-22T14:00:00+08:00',
      interval: 3600,
      status: { text: '{"state":"online"}', at: '2026-11-22T14:00:00+08:00', state: 'online' },
      sequence: { count: 1, from: 5, stored: 5, highest: 9, missing: [[6, 7]], merged: 0 },
    });
    expect(items.map(({ day }) => day)).toEqual([16, 17, 18, 19, 20, 21, 22].map((day) => `2026-11-${day}`));
    expect(items.at(-1)).toEqual({
      station: 'b1',
      city: 'bing',
      day: '2026-11-22',
      received: 3,
      stored: 2,
      duplicate: 0,
      revised: 0,
      late: 0,
      refused: { future: 1 },
      missing: { opened: 2, filled: 0, lost: 0, open: 2 },
      restarts: 0,
      coverage: [{ period: 3600, present: 2, expected: 14 }],
    });
  });

  it('[ABS-7] the state is in the view of the station, where it has said one', async () => {
    const { json } = await withBooks();
    const status = { text: '{"state":"online"}', at: '2026-11-22T14:00:00+08:00', state: 'online' };
    expect(await json('/api/v1/stations/b1')).toMatchObject({ status });
    expect(await json('/api/v1/stations/b2')).not.toHaveProperty('status');
  });

  it('[BAL-6] says what is wrong with a question', async () => {
    const { sheet } = await withBooks();
    expect((await sheet('/api/v1/stations/x/balance')).code).toBe('unknown_station');
    for (const query of ['from=2026-11-23', 'from=2026-02-30', 'from=2025-11-01', 'from=yesterday']) {
      expect(await sheet(`/api/v1/stations/b1/balance?${query}`)).toMatchObject({
        code: 'bad_query',
        errors: [{ path: 'from' }],
      });
    }
    expect((await sheet('/api/v1/stations/b1/balance?day=2026-11-22')).code).toBe('bad_query');
  });
});

describe('/api/v1/balance', () => {
  it('[BAL-6] shows every registered station, also one that never reported, and the sums', async () => {
    const { sheet } = await withBooks();
    const { totals, items } = await sheet('/api/v1/balance?day=2026-11-22');
    expect(items.map(({ station, received }) => [station, received])).toEqual([
      ['b1', 3],
      ['b2', 0],
      ['b9', 0],
      ['丁,1', 1],
    ]);
    expect(totals).toMatchObject({ stations: 4, reporting: 2, neverReported: 2, received: 4, stored: 3, missing: 2 });
    expect((await sheet('/api/v1/balance')).items).toEqual(items);
  });

  it('[ABS-8] names the stations that are absent now', async () => {
    const { sheet } = await withBooks();
    expect((await sheet('/api/v1/balance')).absent).toEqual([
      { station: 'b2', city: 'bing', since: null },
      { station: 'b9', city: 'bing', since: null },
      { station: '丁,1', city: 'ding', since: '2026-11-22T10:00:00+08:00' },
    ]);
  });

  it('[BAL-6] is to be had as CSV', async () => {
    const { get } = await withBooks();
    const response = await get('/api/v1/balance?day=2026-11-22&format=csv');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="balance_2026-11-22.csv"');
    expect((await response.text()).split('\n')).toEqual([
      'day,station,city,received,stored,duplicate,revised,late,refused,missing_opened,missing_filled,missing_lost,missing_open,restarts,periods',
      '2026-11-22,b1,bing,3,2,0,0,0,future 1,2,0,0,2,0,3600 2/14',
      '2026-11-22,b2,bing,0,0,0,0,0,,0,0,0,0,0,',
      '2026-11-22,b9,bing,0,0,0,0,0,,0,0,0,0,0,',
      '2026-11-22,"丁,1",ding,1,1,0,0,0,,0,0,0,0,0,3600 1/14',
      '',
    ]);
    const one = await get('/api/v1/stations/b1/balance?from=2026-11-22', { Accept: 'text/csv' });
    expect((await one.text()).split('\n')).toHaveLength(3);
  });

  it('[BAL-6] is a problem while the books cannot be read, and is not there when nobody keeps any', async () => {
    const { sheet, store } = await withBooks();
    store.days = () => Promise.reject(new StoreUnavailable('SQLite: busy'));
    expect((await sheet('/api/v1/balance')).code).toBe('store_unavailable');
    const { json } = await fixture();
    expect((await json('/api/v1/balance')).code).toBe('not_found');
  });

  it('[BAL-6] is described in the OpenAPI document', async () => {
    const { get } = await withBooks();
    const { paths } = (await (await get('/api/v1/openapi.json')).json()) as { paths: Record<string, unknown> };
    expect(Object.keys(paths)).toEqual(expect.arrayContaining(['/api/v1/balance', '/api/v1/stations/{id}/balance']));
  });
});
