import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SqliteLedger } from '../../../store/sqlite/sqlite-ledger.ts';
import { SqliteTimeseries } from '../../../store/sqlite/sqlite-timeseries.ts';
import { StoreUnavailable } from '../../../store/timeseries.ts';
import { reading, timeseriesContract } from '../../contract/timeseries-contract.ts';
import { killWriterAfter } from './kill-writer-after.ts';

let folder: string;
let files = 0;
const newPath = () => join(folder, `${files++}.db`);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lianfang-sqlite-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('SqliteTimeseries in a file', () => {
  timeseriesContract(async () => SqliteTimeseries.open({ path: newPath() }), { propertyRuns: 25 });
});

describe('SqliteTimeseries in memory', () => {
  timeseriesContract(async () => SqliteTimeseries.open({ path: ':memory:' }), { propertyRuns: 100 });
});

describe('the file of SqliteTimeseries', () => {
  it('keeps what was written when it is opened again', async () => {
    const path = newPath();
    const first = SqliteTimeseries.open({ path });
    await first.write([reading()]);
    await first.close();
    const second = SqliteTimeseries.open({ path });
    expect(await second.read({ from: 0, to: Number.MAX_SAFE_INTEGER, limit: 10 })).toEqual([reading()]);
    await second.close();
    await second.close();
    await expect(second.ready()).rejects.toBeInstanceOf(StoreUnavailable);
  });

  it('is refused when it is a ledger', async () => {
    const path = newPath();
    await SqliteLedger.open({ path }).close();
    expect(() => SqliteTimeseries.open({ path })).toThrow('not a file of this kind');
  });

  it('in a folder that is not there is StoreUnavailable', () => {
    expect(() => SqliteTimeseries.open({ path: join(folder, 'no', 'x.db') })).toThrow(StoreUnavailable);
  });

  it('holds every acknowledged batch after SIGKILL in the middle of writing', async () => {
    for (const batches of [1, 20, 60]) {
      const path = newPath();
      const acknowledged = await killWriterAfter({ path, store: 'timeseries', acknowledgements: batches });
      expect(acknowledged).toBeGreaterThanOrEqual(batches);
      const store = SqliteTimeseries.open({ path });
      const stored = await store.count({ from: 0, to: Number.MAX_SAFE_INTEGER });
      // Whole batches of 50 only, and at most the one that was not acknowledged yet.
      expect([acknowledged * 50, (acknowledged + 1) * 50]).toContain(stored);
      await store.close();
    }
  });
});
