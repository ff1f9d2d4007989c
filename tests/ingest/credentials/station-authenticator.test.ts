import { beforeEach, describe, expect, it } from 'vitest';
import { CredentialBook } from '../../../ingest/credentials/credential-book.ts';
import { StationAuthenticator } from '../../../ingest/credentials/station-authenticator.ts';
import { SqliteCredentials } from '../../../store/sqlite/sqlite-credentials.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { NOW } from '../samples.ts';
import { seededBytes } from './seeded-bytes.ts';

const DAY = 86_400_000;

let clock: ManualClock;
let store: SqliteCredentials;
let book: CredentialBook;
let subject: StationAuthenticator;

beforeEach(() => {
  clock = new ManualClock(NOW);
  store = SqliteCredentials.open({ path: ':memory:' });
  book = new CredentialBook({ store, clock, random: seededBytes('book') });
  subject = new StationAuthenticator({ store, clock, random: seededBytes('key') });
  return () => store.close();
});

async function verdict(
  password: string,
  { station = 'S1', kind = 'mqtt' as 'mqtt' | 'hj212', from = '10.0.0.1' } = {},
) {
  const found = await subject.verifyPassword({ kind, station, password, from });
  return found.ok ? `${found.station} ok` : found.reason;
}

describe('CredentialBook', () => {
  it('[CRD-2] keeps nothing of the secret', async () => {
    for (const kind of ['mqtt', 'http', 'hj212'] as const) {
      const { secret } = await book.create('S1', kind);
      const stored = JSON.stringify(await store.list());
      expect(stored).not.toContain(secret);
      expect(stored).not.toContain(secret.split('_').at(-1));
    }
  });

  it('[CRD-3] issues no second one beside a valid one, and rotates only what is there', async () => {
    await expect(book.rotate('S1', 'mqtt', { overlapMs: DAY })).rejects.toMatchObject({ reason: 'has_none' });
    await book.create('S1', 'mqtt');
    await expect(book.create('S1', 'mqtt')).rejects.toMatchObject({ reason: 'has_one' });
    await book.create('S1', 'http');
    await book.create('S2', 'mqtt');
    await book.revoke('S1', 'mqtt');
    const { credential } = await book.create('S1', 'mqtt');
    expect(credential.generation).toBe(2);
    expect((await store.list({ station: 'S1', kind: 'http' }))[0]?.validUntil).toBeUndefined();
  });
});

describe('StationAuthenticator', () => {
  it.each(['mqtt', 'hj212'] as const)('knows the %s password of its station only', async (kind) => {
    const one = await book.create('S1', kind);
    const other = await book.create('S2', kind);
    expect(await verdict(one.secret, { kind })).toBe('S1 ok');
    expect(await verdict(one.secret, { kind })).toBe('S1 ok');
    expect(await verdict(other.secret, { kind })).toBe('wrong_secret');
    expect(await verdict('', { kind })).toBe('wrong_secret');
    expect(await verdict(one.secret, { kind, station: 'S3' })).toBe('no_credential');
    const another = kind === 'mqtt' ? 'hj212' : 'mqtt';
    expect(await verdict(one.secret, { kind: another })).toBe('no_credential');
  });

  it('[CRD-4] takes old and new for the overlap, then only the new one', async () => {
    const old = await book.create('S1', 'mqtt');
    const oldToken = await book.create('S1', 'http');
    const fresh = await book.rotate('S1', 'mqtt', { overlapMs: DAY });
    const freshToken = await book.rotate('S1', 'http', { overlapMs: DAY });
    clock.advance(DAY - 1);
    expect([await verdict(old.secret), await verdict(fresh.secret)]).toEqual(['S1 ok', 'S1 ok']);
    expect(await subject.verifyToken(oldToken.secret)).toEqual({ stations: ['S1'] });
    clock.advance(1);
    expect([await verdict(old.secret), await verdict(fresh.secret)]).toEqual(['wrong_secret', 'S1 ok']);
    expect(await subject.verifyToken(oldToken.secret)).toBeUndefined();
    expect(await subject.verifyToken(freshToken.secret)).toEqual({ stations: ['S1'] });
  });

  it('[CRD-4] does not lengthen the first overlap by a second rotation', async () => {
    const first = await book.create('S1', 'mqtt');
    await book.rotate('S1', 'mqtt', { overlapMs: 1000 });
    clock.advance(500);
    await book.rotate('S1', 'mqtt', { overlapMs: DAY });
    clock.advance(499);
    expect(await verdict(first.secret)).toBe('S1 ok');
    clock.advance(1);
    expect(await verdict(first.secret)).toBe('wrong_secret');
  });

  it('[CRD-5] [CRD-6] takes nothing from the moment of revocation, though it was proven before', async () => {
    const password = await book.create('S1', 'mqtt');
    const token = await book.create('S1', 'http');
    expect(await verdict(password.secret)).toBe('S1 ok');
    expect(await subject.isStillValid(password.credential.id)).toBe(true);
    const ended = await book.revoke('S1');
    expect(ended.map(({ kind }) => kind)).toEqual(['http', 'mqtt']);
    expect(await verdict(password.secret)).toBe('ended');
    expect(await subject.verifyToken(token.secret)).toBeUndefined();
    expect(await subject.isStillValid(password.credential.id)).toBe(false);
    expect(await book.revoke('S1')).toEqual([]);
  });

  it('[CRD-7] takes a token as a whole or not at all', async () => {
    const { secret } = await book.create('S1', 'http');
    const { secret: other } = await book.create('S2', 'http');
    expect(await subject.verifyToken(secret)).toEqual({ stations: ['S1'] });
    for (let at = 0; at < secret.length; at++) {
      const changed = `${secret.slice(0, at)}${secret[at] === 'c' ? 'd' : 'c'}${secret.slice(at + 1)}`;
      expect(await subject.verifyToken(changed)).toBeUndefined();
    }
    expect(await subject.verifyToken(secret.slice(0, 20) + other.slice(20))).toBeUndefined();
  });

  it('[CRD-7] takes no MQTT password for a token', async () => {
    const { credential, secret } = await book.create('S1', 'mqtt');
    expect(await subject.verifyToken(`lf_${credential.id}_${secret}`)).toBeUndefined();
  });

  it('[CRD-8] checks ten wrong attempts from an address, then one in five seconds', async () => {
    const { secret } = await book.create('S1', 'mqtt');
    for (let n = 0; n < 10; n++) expect(await verdict(`wrong ${n}`)).toBe('wrong_secret');
    expect(await verdict('wrong')).toBe('too_many_attempts');
    expect(await verdict(secret)).toBe('too_many_attempts');
    expect(await verdict(secret, { from: '10.0.0.2' })).toBe('S1 ok');
    expect(await verdict(secret)).toBe('S1 ok');
    expect(await verdict('wrong')).toBe('too_many_attempts');
    clock.advance(5000);
    expect(await verdict('wrong')).toBe('wrong_secret');
    expect(await verdict('wrong')).toBe('too_many_attempts');
  });

  it('[CRD-8] counts attempts that run at the same time, and gives back those that were right', async () => {
    const { secret } = await book.create('S1', 'mqtt');
    const tries = await Promise.all(Array.from({ length: 15 }, (_, n) => verdict(`wrong ${n}`)));
    expect(tries.filter((one) => one === 'wrong_secret')).toHaveLength(10);
    clock.advance(5000);
    expect(await verdict(secret)).toBe('S1 ok');
    expect(await verdict('wrong')).toBe('wrong_secret');
  });
});
