import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SqliteAccounts } from '../../../store/sqlite/sqlite-accounts.ts';
import { StoreUnavailable } from '../../../store/timeseries.ts';
import { accountsContract, NOTHING } from '../../contract/accounts-contract.ts';

describe('SqliteAccounts', () => {
  accountsContract(async () => SqliteAccounts.open({ path: ':memory:' }));
});

describe('the file of SqliteAccounts', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lianfang-accounts-'));
    path = join(folder, 'accounts.sqlite');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('has everything after a restart', async () => {
    const before = SqliteAccounts.open({ path });
    await before.save({
      accounts: [{ station: 'b', city: 'bing', lastAt: 5 }],
      days: [{ station: 'b', day: '2026-11-22', add: { ...NOTHING, received: 1, stored: 1 } }],
    });
    await before.close();
    const after = SqliteAccounts.open({ path });
    expect(await after.load()).toEqual([{ station: 'b', city: 'bing', lastAt: 5 }]);
    expect((await after.days({ from: '2026-11-22', to: '2026-11-22' }))[0]?.stored).toBe(1);
    await after.close();
  });

  it('saves all or nothing, and says that it is unavailable while another process holds the lock', async () => {
    const store = SqliteAccounts.open({ path });
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    const change = { accounts: [{ station: 'b', city: 'bing' }], days: [] };
    await expect(store.save(change)).rejects.toBeInstanceOf(StoreUnavailable);
    other.exec('ROLLBACK');
    other.close();
    expect(await store.load()).toEqual([]);
    await store.save(change);
    expect(await store.load()).toHaveLength(1);
    await store.close();
  });
});
