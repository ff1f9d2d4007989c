import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SqliteArrivals } from '../../../store/sqlite/sqlite-arrivals.ts';
import { StoreUnavailable } from '../../../store/timeseries.ts';
import { arrivalsContract } from '../../contract/arrivals-contract.ts';

describe('[LAT-3] [LAT-11] SqliteArrivals', () => {
  arrivalsContract(async () => SqliteArrivals.open({ path: ':memory:' }));

  it('is all or nothing while another process holds the lock, and has everything after a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lianfang-arrivals-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const path = join(folder, 'arrivals.sqlite');
    const before = SqliteArrivals.open({ path });
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    const identity = { station: 's1', at: 5, periodS: 60 };
    const arrived = {
      superseded: [{ ...identity, replacedAt: 9, reading: null }],
      late: [{ ...identity, receivedAt: 9 }],
    };
    await expect(before.record(arrived)).rejects.toBeInstanceOf(StoreUnavailable);
    other.exec('ROLLBACK');
    other.close();
    const stored = { ...identity, city: 'c', values: { pm25: 1 }, flags: {} };
    expect(await before.marks([stored])).toEqual([{ isRevised: false }]);
    await before.record(arrived);
    await before.close();
    const after = SqliteArrivals.open({ path });
    expect(await after.marks([stored])).toEqual([{ isRevised: true, lateSince: 9 }]);
    await after.close();
  });
});
