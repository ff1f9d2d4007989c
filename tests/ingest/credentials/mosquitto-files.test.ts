import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../app/clock/system-clock.ts';
import { writeMosquittoFiles } from '../../../app/credentials/write-mosquitto-files.ts';
import { CredentialBook } from '../../../ingest/credentials/credential-book.ts';
import { mosquittoFiles } from '../../../ingest/credentials/mosquitto-files.ts';
import type { Credential } from '../../../store/credentials.ts';
import { SqliteCredentials } from '../../../store/sqlite/sqlite-credentials.ts';
import { describeWithService } from '../../services/describe-with-service.ts';
import type { LaunchedService } from '../../services/launched-service.ts';
import { startMosquitto } from '../../services/mosquitto.ts';
import { DATASTREAM_TOPICS, DEVICES } from '../mqtt/ways-rig.ts';
import { station } from '../samples.ts';
import { seededBytes } from './seeded-bytes.ts';

const STATIONS = [station(), station({ id: 'S2' }), station({ id: '站 3', city: 'bing' })];
const topic = (leaf: string, id = 'S1', city = 'qingyuan') => `lianfang/v1/${city}/${id}/${leaf}`;
const random = seededBytes('mosquitto');

describe('the text of the files', () => {
  const service = { username: 'lianfang', hash: '$7$101$s$h' };
  const credential = (changes: Partial<Credential>): Credential => ({
    id: 'a',
    station: 'S1',
    kind: 'mqtt',
    generation: 1,
    hash: '$7$101$a$a',
    createdAt: 0,
    ...changes,
  });
  const users = (credentials: Credential[], now = 5) =>
    mosquittoFiles({ stations: STATIONS, credentials, service, now }).passwords.trim().split('\n').slice(1);

  it('[MOS-3] has the old password under the plain name while the rotation overlaps, then the new one', () => {
    const old = credential({ validUntil: 10, endReason: 'rotated' });
    const fresh = credential({ id: 'b', generation: 2, hash: '$7$101$b$b' });
    expect(users([fresh, old])).toEqual(['S1:$7$101$a$a', 'S1@2:$7$101$b$b']);
    expect(users([old, fresh], 10)).toEqual(['S1:$7$101$b$b', 'S1@2:$7$101$b$b']);
    expect(users([old], 10)).toEqual([]);
  });

  it('leaves out other kinds and stations that are not registered', () => {
    expect(users([credential({ kind: 'http' }), credential({ station: 'S9' })])).toEqual([]);
  });

  it.each(['a:b', 'a\nuser root', ' a', '#a'])('refuses a station %j, which the files cannot carry', (id) => {
    const stations = [station({ id })];
    const credentials = [credential({ station: id })];
    expect(() => mosquittoFiles({ stations, credentials, service, now: 0 })).toThrow('cannot be a user');
  });

  it('refuses two users of one name', () => {
    const stations = [station(), station({ id: 'S1@2' }), station({ id: 'lianfang' })];
    const two = [credential({}), credential({ generation: 2 }), credential({ station: 'S1@2' })];
    expect(() => mosquittoFiles({ stations, credentials: two, service, now: 0 })).toThrow('called "S1@2"');
    const ours = [credential({ station: 'lianfang' })];
    expect(() => mosquittoFiles({ stations, credentials: ours, service, now: 0 })).toThrow('called "lianfang"');
  });
});

describeWithService('mosquitto', 'the real Mosquitto with our files', () => {
  let folder: string;
  let broker: LaunchedService;
  let store: SqliteCredentials;
  let book: CredentialBook;
  const secrets = new Map<string, string>();
  const clients: MqttClient[] = [];

  const write = async () =>
    writeMosquittoFiles({
      folder,
      stations: STATIONS,
      credentials: await store.list(),
      serviceUser: 'lianfang',
      declared: [DEVICES, DATASTREAM_TOPICS],
      random,
      now: systemClock.now(),
    });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lianfang-mosquitto-files-'));
    store = SqliteCredentials.open({ path: ':memory:' });
    book = new CredentialBook({ store, clock: systemClock, random });
    for (const { id } of STATIONS) secrets.set(id, (await book.create(id, 'mqtt')).secret);
    await write();
    secrets.set('lianfang', (await readFile(join(folder, 'service-password'), 'utf8')).trim());
    broker = await startMosquitto({
      config: `allow_anonymous false\npassword_file ${folder}/passwords\nacl_file ${folder}/acl`,
    });
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.endAsync(true)));
  });
  afterAll(async () => {
    await broker.stop();
    await store.close();
    await rm(folder, { recursive: true });
  });

  async function connect(username: string | undefined, password = secrets.get(username ?? '')): Promise<MqttClient> {
    const client = await connectAsync(
      broker.url,
      {
        protocolVersion: 5,
        reconnectPeriod: 0,
        log: () => {},
        ...(username !== undefined && { username }),
        ...(password !== undefined && { password }),
      },
      false,
    );
    client.on('error', () => {});
    clients.push(client);
    return client;
  }

  it('[MOS-1] lets every station in with its secret, and nobody else', async () => {
    for (const { id } of STATIONS) await connect(id);
    const s2 = secrets.get('S2') ?? '';
    for (const [username, password] of [
      ['S1', s2],
      ['S1', ''],
      ['S9', s2],
      ['S1', `${secrets.get('S1')}a`],
      [undefined, undefined],
    ]) {
      await expect(connect(username, password)).rejects.toThrow(/Not authorized/i);
    }
  });

  it('[MOS-2] takes from a station what belongs on its own topics, and refuses everything else', async () => {
    const client = await connect('S1');
    for (const leaf of ['readings', 'status', 'hj212']) await client.publishAsync(topic(leaf), 'x', { qos: 1 });
    const forbidden = [
      topic('readings', 'S2'),
      topic('receipts'),
      topic('readings', 'S1', 'bing'),
      'lianfang/v1/qingyuan/notices',
      'else',
    ];
    for (const other of forbidden) {
      // A connection each: with `max_inflight_messages 0` Mosquitto 2.0.11 hangs up after the second refusal.
      await expect((await connect('S1')).publishAsync(other, 'x', { qos: 1 })).rejects.toThrow(/Not authorized/i);
    }
    const spaced = await connect('站 3');
    await spaced.publishAsync(topic('readings', '站 3', 'bing'), 'x', { qos: 1 });
    await expect(spaced.publishAsync(topic('readings', '站', 'bing'), 'x', { qos: 1 })).rejects.toThrow();
  });

  it('[MOS-5] opens the topics of devices and datastreams to their station, and the platform hears them', async () => {
    const platform = await connect('lianfang');
    const heard: string[] = [];
    platform.on('message', (to) => heard.push(to));
    for (const filter of [...DEVICES.filters(), ...DATASTREAM_TOPICS.filters()]) {
      await platform.subscribeAsync(filter, { qos: 1 });
    }
    const own = ['tele/roof/SENSOR', 'v1.1/Datastreams(pm)/Observations', "v1.1/Datastreams('pm')/Observations"];
    const client = await connect('S1');
    for (const to of own) await client.publishAsync(to, 'x', { qos: 1 });
    for (const other of ['tele/yard/SENSOR', 'tele/roof/STATE', 'v1.1/Datastreams(two)/Observations']) {
      await expect((await connect('S1')).publishAsync(other, 'x', { qos: 1 })).rejects.toThrow(/Not authorized/i);
    }
    await vi.waitUntil(() => heard.length === own.length, { timeout: 5000, interval: 5 });
    expect(heard).toEqual(own);
  });

  it('[MOS-2] lets a station hear only its own receipts, and the platform hear and answer all', async () => {
    const platform = await connect('lianfang');
    const station1 = await connect('S1');
    const heard: string[] = [];
    platform.on('message', (to) => heard.push(`platform ${to}`));
    station1.on('message', (to) => heard.push(`S1 ${to}`));
    await platform.subscribeAsync('lianfang/v1/+/+/readings', { qos: 1 });
    // Mosquitto 2.0 grants any subscription and holds back what the ACL does not let through.
    for (const filter of ['lianfang/#', '$SYS/#', topic('receipts')]) {
      await station1.subscribeAsync(filter, { qos: 1 }).catch(() => {});
    }
    const station2 = await connect('S2');
    await station2.publishAsync(topic('readings', 'S2'), 'x', { qos: 1 });
    await platform.publishAsync(topic('receipts', 'S2'), '{"stored":1}', { qos: 1 });
    await platform.publishAsync('lianfang/v1/qingyuan/notices', '{}', { qos: 1 });
    await platform.publishAsync(topic('receipts'), '{"stored":1}', { qos: 1 });
    await vi.waitUntil(() => heard.includes(`S1 ${topic('receipts')}`), { timeout: 5000, interval: 5 });
    expect(new Set(heard)).toEqual(new Set([`platform ${topic('readings', 'S2')}`, `S1 ${topic('receipts')}`]));
  });

  it('[MOS-3] [MOS-4] after a rotation takes old and new, keeps the platform, and drops what was revoked', async () => {
    const before = await connect('S1');
    const revoked = await connect('S2');
    const dropped = new Promise<void>((resolve) => revoked.once('close', () => resolve()));
    const fresh = (await book.rotate('S1', 'mqtt', { overlapMs: 86_400_000 })).secret;
    await book.revoke('S2');
    await write();
    process.kill(broker.pid, 'SIGHUP');
    await dropped;
    await expect(connect('S2')).rejects.toThrow(/Not authorized/i);
    await connect('S1');
    const renewed = await connect('S1@2', fresh);
    await renewed.publishAsync(topic('readings'), 'x', { qos: 1 });
    await expect(renewed.publishAsync(topic('readings', 'S2'), 'x', { qos: 1 })).rejects.toThrow(/Not authorized/i);
    await expect(connect('S1', fresh)).rejects.toThrow(/Not authorized/i);
    await connect('lianfang');
    expect(before.connected).toBe(true);
  });
});
