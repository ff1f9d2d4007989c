import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AccountsStore, DayFigures, StationAccount } from '../../store/accounts.ts';

export const NOTHING: DayFigures = {
  received: 0,
  stored: 0,
  duplicate: 0,
  revised: 0,
  late: 0,
  refused: {},
  seqOpened: 0,
  seqFilled: 0,
  seqLost: 0,
  restarts: 0,
  coverage: {},
};

/** What every `AccountsStore` must do; run it on each implementation. */
export function accountsContract(open: () => Promise<AccountsStore>): void {
  let store: AccountsStore;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  const full: StationAccount = {
    station: '丁,1',
    city: 'ding',
    sequence: {
      count: 2,
      base: 1,
      highest: 9_007_199_254_740_991,
      newestAt: 1_795_000_000_000,
      missing: [3, 4, 8, 8],
      merged: 1,
      previous: { highest: 77, newestAt: 5 },
    },
    lastAt: 1_795_000_000_000,
    lastReceivedAt: 1_795_000_000_001,
    intervalS: 60,
    intervalAt: 1_795_000_000_000,
    status: { text: '断线 "offline"', at: 7 },
  };

  it('gives accounts back as they were saved last', async () => {
    expect(await store.load()).toEqual([]);
    await store.save({ accounts: [full, { station: 'b', city: 'bing' }], days: [] });
    await store.save({ accounts: [{ station: 'b', city: 'bing', lastAt: 5 }], days: [] });
    expect(await store.load()).toEqual([{ station: 'b', city: 'bing', lastAt: 5 }, full]);
  });

  it('adds to days, and keeps the last word on what is missing', async () => {
    const add = { ...NOTHING, received: 3, stored: 2, refused: { future: 1 }, coverage: { 60: 2 }, seqOpened: 4 };
    await store.save({ accounts: [], days: [{ station: 'b', day: '2026-11-22', add, seqMissing: 4 }] });
    const more = {
      ...NOTHING,
      received: 2,
      duplicate: 1,
      refused: { future: 1, not_json: 2 },
      coverage: { 60: 1, 0: 5 },
    };
    await store.save({
      accounts: [],
      days: [
        { station: 'b', day: '2026-11-22', add: more, seqMissing: 1 },
        { station: 'b', day: '2026-11-22', add: NOTHING },
      ],
    });
    expect(await store.days({ from: '2026-11-22', to: '2026-11-22' })).toEqual([
      {
        ...NOTHING,
        station: 'b',
        day: '2026-11-22',
        received: 5,
        stored: 2,
        duplicate: 1,
        seqOpened: 4,
        refused: { future: 2, not_json: 2 },
        coverage: { 0: 5, 60: 3 },
        seqMissing: 1,
      },
    ]);
  });

  it('lists days from and to inclusive, by day and station, of one station when asked', async () => {
    const days = ['2026-11-20', '2026-11-21', '2026-11-22'].flatMap((day) =>
      ['b', 'a'].map((station) => ({ station, day, add: NOTHING })),
    );
    await store.save({ accounts: [], days });
    const keys = async (query: Parameters<AccountsStore['days']>[0]) =>
      (await store.days(query)).map(({ day, station }) => `${day} ${station}`);
    expect(await keys({ from: '2026-11-21', to: '2026-11-22' })).toEqual([
      '2026-11-21 a',
      '2026-11-21 b',
      '2026-11-22 a',
      '2026-11-22 b',
    ]);
    expect(await keys({ from: '2026-11-21', to: '2026-12-31', station: 'a' })).toEqual([
      '2026-11-21 a',
      '2026-11-22 a',
    ]);
  });

  it('knows what was missing before a day, over days that do not say', async () => {
    await store.save({
      accounts: [],
      days: [
        { station: 'b', day: '2026-11-19', add: NOTHING, seqMissing: 7 },
        { station: 'b', day: '2026-11-20', add: NOTHING },
      ],
    });
    expect(await store.missingBefore('b', '2026-11-22')).toBe(7);
    expect(await store.missingBefore('b', '2026-11-19')).toBe(0);
    expect(await store.missingBefore('a', '2026-11-22')).toBe(0);
  });
}
