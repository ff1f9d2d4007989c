import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync, type IClientOptions } from 'mqtt';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { systemClock } from '../../app/clock/system-clock.ts';
import { writeMosquittoFiles } from '../../app/credentials/write-mosquitto-files.ts';
import { CredentialBook } from '../../ingest/credentials/credential-book.ts';
import { SqliteCredentials } from '../../store/sqlite/sqlite-credentials.ts';
import { station } from '../ingest/samples.ts';
import { describeWithService } from '../services/describe-with-service.ts';
import { freePort } from '../services/free-port.ts';
import { type LaunchedService, launchService } from '../services/launched-service.ts';
import { portIsOpen } from '../services/port-is-open.ts';
import { requireService } from '../services/service-binary.ts';

const shipped = readFileSync(new URL('../../docker/mosquitto.conf', import.meta.url), 'utf8');
const MESSAGES = 5000;

const STATION = station();

/** Writes what the broker reads, as `lianfang stations credentials` does; the passwords of both. */
async function access(folder: string): Promise<{ readonly station: string; readonly platform: string }> {
  const store = SqliteCredentials.open({ path: ':memory:' });
  const { secret } = await new CredentialBook({ store, clock: systemClock, random: randomBytes }).create('S1', 'mqtt');
  await writeMosquittoFiles({
    folder,
    stations: [STATION],
    credentials: await store.list(),
    serviceUser: 'lianfang',
    random: randomBytes,
    now: systemClock.now(),
  });
  await store.close();
  return { station: secret, platform: readFileSync(join(folder, 'service-password'), 'utf8').trim() };
}

/** The shipped file with its port and folders exchanged for ours; everything else as it is. */
async function launch(folder: string): Promise<LaunchedService> {
  const port = await freePort();
  const changes: readonly (readonly [RegExp, string])[] = [
    [/^listener 1883$/m, `listener ${port} 127.0.0.1`],
    [/^persistence_location .*$/m, `persistence_location ${folder}/`],
    [/^password_file \/mosquitto\/access\//m, `password_file ${folder}/`],
    [/^acl_file \/mosquitto\/access\//m, `acl_file ${folder}/`],
  ];
  let text = shipped;
  for (const [line, ours] of changes) {
    expect(text).toMatch(line);
    text = text.replace(line, ours);
  }
  const file = join(folder, 'mosquitto.conf');
  // Started by root it would become a user who may not write the folder.
  await writeFile(file, process.getuid?.() === 0 ? `${text}\nuser root\n` : text);
  return launchService({
    name: 'mosquitto',
    binary: requireService('mosquitto'),
    args: ['-c', file],
    port,
    url: `mqtt://127.0.0.1:${port}`,
    ready: () => portIsOpen(port),
    ownFolder: undefined,
  });
}

describeWithService('mosquitto', 'docker/mosquitto.conf', () => {
  let folder: string;
  let broker: LaunchedService;
  let asStation: IClientOptions;
  let asPlatform: IClientOptions;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lianfang-conf-'));
    const passwords = await access(folder);
    asStation = { username: 'S1', password: passwords.station, protocolVersion: 5, log: () => {} };
    asPlatform = { username: 'lianfang', password: passwords.platform, protocolVersion: 5, log: () => {} };
    broker = await launch(folder);
  });
  afterEach(async () => {
    await broker.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const session = (): IClientOptions => ({
    ...asPlatform,
    clientId: 'lianfang',
    clean: false,
    properties: { sessionExpiryInterval: 3600 },
  });

  it(`[DEP-1] keeps ${MESSAGES} messages for an absent platform, and over a restart`, async () => {
    const platform = await connectAsync(broker.url, session());
    await platform.subscribeAsync('lianfang/v1/+/+/readings', { qos: 1 });
    await platform.endAsync();

    const device = await connectAsync(broker.url, asStation);
    await Promise.all(
      Array.from({ length: MESSAGES }, (_, n) =>
        device.publishAsync('lianfang/v1/qingyuan/S1/readings', JSON.stringify({ n }), { qos: 1 }),
      ),
    );
    await device.endAsync();
    await broker.restart();

    const received = new Set<number>();
    const { connect } = await import('mqtt');
    const back = connect(broker.url, session());
    back.on('message', (_, payload) => received.add(JSON.parse(payload.toString()).n));
    await vi.waitUntil(() => received.size === MESSAGES, { timeout: 20_000 });
    await back.endAsync(true);
  });

  it('[DEP-1] lets a message through that the platform refuses with a reason', async () => {
    const platform = await connectAsync(broker.url, asPlatform);
    await platform.subscribeAsync('lianfang/v1/+/+/readings', { qos: 1 });
    const sizes: number[] = [];
    platform.on('message', (_, payload) => sizes.push(payload.length));
    const device = await connectAsync(broker.url, { ...asStation, protocolVersion: 4 });
    await device.publishAsync('lianfang/v1/qingyuan/S1/readings', Buffer.alloc(2_000_000), { qos: 1 });
    await vi.waitUntil(() => sizes.length === 1, { timeout: 10_000 });
    expect(sizes).toEqual([2_000_000]);
    await device.endAsync();
    await platform.endAsync();
  });

  it('[DEP-1] keeps QoS 0 messages for an absent platform: small devices know no other', async () => {
    const platform = await connectAsync(broker.url, session());
    await platform.subscribeAsync('lianfang/v1/+/+/readings', { qos: 1 });
    await platform.endAsync();
    const device = await connectAsync(broker.url, asStation);
    await device.publishAsync('lianfang/v1/qingyuan/S1/readings', 'x', { qos: 0 });
    await device.endAsync();
    const { connect } = await import('mqtt');
    const back = connect(broker.url, session());
    const heard: string[] = [];
    back.on('message', (topic) => heard.push(topic));
    await vi.waitUntil(() => heard.length === 1, { timeout: 10_000 });
    await back.endAsync(true);
  });

  it('[DEP-3] lets nobody in without a password, and no station into the session of the platform', async () => {
    await expect(connectAsync(broker.url, { protocolVersion: 5, log: () => {} }, false)).rejects.toThrow(/authorized/i);
    const platform = await connectAsync(broker.url, session());
    let cut = false;
    platform.once('close', () => {
      cut = true;
    });
    const thief = await connectAsync(broker.url, { ...asStation, clientId: 'lianfang', clean: true });
    await platform.subscribeAsync('lianfang/v1/+/+/readings', { qos: 1 });
    expect(cut).toBe(false);
    await expect(thief.publishAsync('lianfang/v1/qingyuan/S2/readings', 'x', { qos: 1 })).rejects.toThrow(
      /authorized/i,
    );
    await thief.endAsync(true);
    await platform.endAsync(true);
  });

  it('[DEP-3] is found well by its health check, which has no password either, and ill when it is gone', async (context) => {
    const compose = parse(readFileSync(new URL('../../docker-compose.yml', import.meta.url), 'utf8'));
    const [form, check] = compose.services.mosquitto.healthcheck.test as [string, string];
    expect(form).toBe('CMD-SHELL');
    // Compose reads $$ as $; the port is ours.
    const command = check.replaceAll('$$', '$').replace('mosquitto_pub', `mosquitto_pub -p ${broker.port}`);
    const missing = spawnSync('mosquitto_pub', ['--help']).error !== undefined;
    context.skip(missing, 'not installed: mosquitto_pub of mosquitto-clients');
    expect(spawnSync('sh', ['-c', command]).status).toBe(0);
    await broker.kill();
    expect(spawnSync('sh', ['-c', command]).status).not.toBe(0);
  });
});
