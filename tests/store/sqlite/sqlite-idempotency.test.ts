import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SqliteIdempotency } from '../../../store/sqlite/sqlite-idempotency.ts';
import { idempotencyContract } from '../../contract/idempotency-contract.ts';

describe('SqliteIdempotency', () => {
  idempotencyContract(async () => SqliteIdempotency.open({ path: ':memory:' }));

  it('[PSH-14] keeps as many and as long as it is told', async () => {
    const store = SqliteIdempotency.open({ path: ':memory:', keptPerClient: 2, keptMs: 100 });
    const entry = { client: 'c1', fingerprint: 'f1', answer: '{}' };
    for (const now of [1, 2, 3]) await store.remember({ ...entry, key: `k${now}`, now });
    const kept = async (now: number) => {
      const found = ['k1', 'k2', 'k3'].map(async (key) =>
        (await store.find({ client: 'c1', key, now })) ? [key] : [],
      );
      return (await Promise.all(found)).flat();
    };
    expect(await kept(4)).toEqual(['k2', 'k3']);
    expect(await kept(102)).toEqual(['k3']);
    await store.close();
  });
});

describe('the file of SqliteIdempotency', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lianfang-idempotency-'));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('[PSH-12] has the answers after a restart', async () => {
    const path = join(folder, 'answers.sqlite');
    const before = SqliteIdempotency.open({ path });
    await before.remember({ client: 'c1', key: 'k1', fingerprint: 'f1', answer: '{}', now: 5 });
    await before.close();
    const after = SqliteIdempotency.open({ path });
    expect(await after.find({ client: 'c1', key: 'k1', now: 6 })).toEqual({ fingerprint: 'f1', answer: '{}' });
    await after.close();
  });
});
