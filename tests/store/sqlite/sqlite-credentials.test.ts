import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Credential, CredentialConflict } from '../../../store/credentials.ts';
import { SqliteCredentials } from '../../../store/sqlite/sqlite-credentials.ts';

let folder: string;
let store: SqliteCredentials;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lianfang-credentials-'));
  store = SqliteCredentials.open({ path: join(folder, 'credentials.sqlite') });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

function credential(changes: Partial<Credential> = {}): Credential {
  return { id: 'a', station: 'S1', kind: 'mqtt', generation: 1, hash: '$7$x', createdAt: 1, ...changes };
}

describe('SqliteCredentials', () => {
  it('keeps them over a restart, ordered, and filters by station and kind', async () => {
    const all = [
      credential({ id: 'd', station: '甲-1', kind: 'http' }),
      credential({ id: 'c', station: '甲-1', generation: 2 }),
      credential({ id: 'b', station: '甲-1', validUntil: 9, endReason: 'rotated' }),
      credential(),
    ];
    await store.change({ add: all });
    await store.close();
    store = SqliteCredentials.open({ path: join(folder, 'credentials.sqlite') });
    expect((await store.list()).map(({ id }) => id)).toEqual(['a', 'd', 'b', 'c']);
    expect((await store.list({ station: '甲-1', kind: 'mqtt' })).map(({ id }) => id)).toEqual(['b', 'c']);
    expect((await store.list({ kind: 'http' })).map(({ id }) => id)).toEqual(['d']);
    expect(await store.find('b')).toEqual(all[2]);
    expect(await store.find('z')).toBeUndefined();
  });

  it('stores nothing of a change when a generation is taken', async () => {
    await store.change({ add: [credential()] });
    const change = {
      add: [credential({ id: 'b', generation: 2 }), credential({ id: 'c', generation: 1 })],
      end: [{ id: 'a', validUntil: 5, reason: 'rotated' as const }],
    };
    await expect(store.change(change)).rejects.toBeInstanceOf(CredentialConflict);
    expect(await store.list()).toEqual([credential()]);
  });

  it('[CRD-5] keeps the earliest end that was ever set', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 8 }), fc.uuid(), async (ends, id) => {
        await store.change({ add: [credential({ id, station: id })] });
        for (const validUntil of ends) await store.change({ end: [{ id, validUntil, reason: 'revoked' }] });
        expect((await store.find(id))?.validUntil).toBe(Math.min(...ends));
      }),
      { numRuns: 25 },
    );
  });

  it('[CRD-6] sees what another connection to the file has changed', async () => {
    const other = SqliteCredentials.open({ path: join(folder, 'credentials.sqlite') });
    await other.change({ add: [credential()] });
    expect(await store.find('a')).toEqual(credential());
    await other.change({ end: [{ id: 'a', validUntil: 5, reason: 'revoked' }] });
    expect(await store.find('a')).toEqual(credential({ validUntil: 5, endReason: 'revoked' }));
    await other.close();
  });

  it('does not open a file of another store', async () => {
    const { SqliteLedger } = await import('../../../store/sqlite/sqlite-ledger.ts');
    const path = join(folder, 'ledger.sqlite');
    await SqliteLedger.open({ path }).close();
    expect(() => SqliteCredentials.open({ path })).toThrow('not a file of this kind');
  });
});
