import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../app/clock/system-clock.ts';
import { Counters } from '../../../ingest/counters.ts';
import { CredentialBook } from '../../../ingest/credentials/credential-book.ts';
import { StationAuthenticator } from '../../../ingest/credentials/station-authenticator.ts';
import { Hj212Gateway } from '../../../ingest/hj212/gateway.ts';
import { LinkBook } from '../../../ingest/hj212/link-book.ts';
import { PasswordBook, type PasswordBookOptions } from '../../../ingest/hj212/password-book.ts';
import { Pipeline } from '../../../ingest/pipeline.ts';
import { StationRegistry } from '../../../ingest/registry.ts';
import { SqliteCredentials } from '../../../store/sqlite/sqlite-credentials.ts';
import { SqliteTimeseries } from '../../../store/sqlite/sqlite-timeseries.ts';
import { StoreUnavailable } from '../../../store/timeseries.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { seededBytes } from '../credentials/seeded-bytes.ts';
import { NOW, quiet, station } from '../samples.ts';
import { Device } from './device.ts';
import { frame } from './frames.ts';

const EVER = { from: 0, to: Number.MAX_SAFE_INTEGER };
const until = <T>(condition: () => T) => vi.waitUntil(condition, { timeout: 10_000, interval: 5 });
const hour = (n: number, more: { pw?: string; mn?: string } = {}) =>
  frame({ qn: `2026112214000${n}000`, content: `DataTime=202611220${n}0000;a34004-Avg=${n}`, ...more });

describe('a gateway that asks for passwords', () => {
  let store: SqliteTimeseries;
  let credentials: SqliteCredentials;
  let book: CredentialBook;
  let clock: ManualClock;
  let counters: Counters;
  let gateway: Hj212Gateway;
  let port: number;
  let asked: string[];
  /** What stands between the gateway and the credentials. */
  let before: (password: string) => Promise<void>;
  const devices: Device[] = [];

  beforeEach(async () => {
    store = SqliteTimeseries.open({ path: ':memory:' });
    credentials = SqliteCredentials.open({ path: ':memory:' });
    clock = new ManualClock(NOW);
    counters = new Counters();
    asked = [];
    before = async () => {};
    book = new CredentialBook({ store: credentials, clock, random: seededBytes('book') });
    const authenticator = new StationAuthenticator({ store: credentials, clock, random: seededBytes('key') });
    const verify: PasswordBookOptions['verify'] = async (attempt) => {
      asked.push(attempt.password);
      await before(attempt.password);
      return (await authenticator.verifyPassword({ kind: 'hj212', ...attempt })).ok;
    };
    const stations = new StationRegistry([station(), station({ id: 'S2' })]);
    const pipeline = new Pipeline({ store, registry: stations, clock: systemClock, counters, log: quiet });
    const links = new LinkBook([
      { mn: 'MN1', station: 'S1' },
      { mn: 'MN2', station: 'S2', password: '654321' },
    ]);
    const passwords = new PasswordBook({ verify, clock });
    gateway = new Hj212Gateway({ port: 0, links, stations, passwords, pipeline, clock, log: quiet });
    ({ port } = await gateway.start());
  });
  afterEach(async () => {
    for (const device of devices.splice(0)) device.socket.destroy();
    await gateway.close();
    await credentials.close();
    await store.close();
  });
  async function join(): Promise<Device> {
    const device = await Device.connect(port);
    devices.push(device);
    return device;
  }

  it('[HJ-30] takes frames with the credential of the station, in order, and asks once', async () => {
    const { secret: pw } = await book.create('S1', 'hj212');
    const device = await join();
    device.send([1, 2, 3, 4].map((n) => hour(n, { pw })).join(''));
    await until(() => device.frames.length === 4);
    expect(device.frames.map((text) => text.slice(0, 20))).toEqual([1, 2, 3, 4].map((n) => `QN=2026112214000${n}000`));
    expect(asked).toEqual([pw]);
    expect(await store.count(EVER)).toBe(4);
    expect(gateway.counters.framesReceived).toBe(4);
  });

  it('[HJ-30] refuses a wrong one, another station’s and none, and asks nobody about a link with its own', async () => {
    await book.create('S1', 'hj212');
    const { secret: other } = await book.create('S2', 'hj212');
    const device = await join();
    device.send(hour(1, { pw: 'xxxxxx' }) + hour(2, { pw: other }) + hour(3, { pw: '' }));
    device.send(hour(4, { mn: 'MN2', pw: '654321' }) + hour(5, { mn: 'MN2', pw: other }));
    await until(() => device.frames.length === 5);
    const answers = device.frames.map((text) => /CP=&&(.*)&&/.exec(text)?.[1]);
    expect(answers.filter((text) => text === 'QnRtn=3')).toHaveLength(4);
    expect(counters.refused.wrong_password).toBe(4);
    expect(asked).toEqual(['xxxxxx', other, '']);
    expect(await store.count(EVER)).toBe(1);
  });

  it('[HJ-31] notices a revocation after ten seconds, and keeps the right one in meanwhile', async () => {
    const { secret: pw } = await book.create('S1', 'hj212');
    const [device, thief] = [await join(), await join()];
    device.send(hour(1, { pw }));
    await until(() => device.frames.length === 1);
    for (let n = 2; n < 6; n++) {
      thief.send(hour(n, { pw: `guess${n}` }));
      await until(() => thief.frames.length === n - 1);
      device.send(hour(n, { pw }));
      await until(() => device.frames.length === n);
    }
    expect(asked.filter((text) => text === pw)).toHaveLength(1);
    await book.revoke('S1');
    clock.advance(10_000);
    device.send(hour(6, { pw }));
    await until(() => device.frames.length === 6);
    expect(device.frames[5]).toContain('QnRtn=3');
  });

  it('[HJ-28] [HJ-30] answers a device that shuts its sending side while its password is asked for', async () => {
    const { secret: pw } = await book.create('S1', 'hj212');
    let know = () => {};
    before = () => new Promise((resolve) => (know = resolve));
    const device = await join();
    device.socket.end(hour(1, { pw }) + hour(2, { pw }));
    await until(() => asked.length === 1);
    // Time for the end of its stream to come in, too.
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    know();
    await device.closed;
    expect(device.frames).toHaveLength(2);
    expect(await store.count(EVER)).toBe(2);
  });

  it('[HJ-30] stores what a device has sent that is gone before its password is known', async () => {
    const { secret: pw } = await book.create('S1', 'hj212');
    let know = () => {};
    before = () => new Promise((resolve) => (know = resolve));
    const device = await join();
    device.send(frame({ pw, part: [1, 2], flag: 6 }));
    await until(() => asked.length === 1);
    device.socket.destroy();
    await device.closed;
    know();
    await until(() => gateway.counters.connections === 0);
    await vi.waitUntil(async () => (await store.count(EVER)) === 1, { timeout: 5_000, interval: 5 });
  });

  it('[HJ-32] cuts the connection while the credentials cannot be read, and says nothing', async () => {
    const { secret: pw } = await book.create('S1', 'hj212');
    before = () => Promise.reject(new StoreUnavailable('down'));
    const device = await join();
    device.send(hour(1, { pw }));
    await device.closed;
    expect(device.frames).toEqual([]);
    expect(gateway.counters.cut.credentials_unavailable).toBe(1);
    before = async () => {};
    const again = await join();
    again.send(hour(1, { pw }));
    await until(() => again.frames.length === 1);
    expect(await store.count(EVER)).toBe(1);
  });
});
