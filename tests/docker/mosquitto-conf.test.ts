import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync, type IClientOptions } from 'mqtt';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { describeWithService } from '../services/describe-with-service.ts';
import { freePort } from '../services/free-port.ts';
import { type LaunchedService, launchService } from '../services/launched-service.ts';
import { portIsOpen } from '../services/port-is-open.ts';
import { requireService } from '../services/service-binary.ts';

const shipped = readFileSync(new URL('../../docker/mosquitto.conf', import.meta.url), 'utf8');
const MESSAGES = 5000;

/** The shipped file with its port and folder exchanged for ours; everything else as it is. */
async function launch(folder: string): Promise<LaunchedService> {
  const port = await freePort();
  const text = shipped
    .replace(/^listener 1883$/m, `listener ${port} 127.0.0.1`)
    .replace(/^persistence_location .*$/m, `persistence_location ${folder}/`);
  expect(text).not.toBe(shipped);
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

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lianfang-conf-'));
    broker = await launch(folder);
  });
  afterEach(async () => {
    await broker.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const session: IClientOptions = {
    clientId: 'lianfang',
    clean: false,
    protocolVersion: 5,
    properties: { sessionExpiryInterval: 3600 },
    log: () => {},
  };

  it(`[DEP-1] keeps ${MESSAGES} messages for an absent platform, and over a restart`, async () => {
    const platform = await connectAsync(broker.url, session);
    await platform.subscribeAsync('lianfang/v1/+/+/readings', { qos: 1 });
    await platform.endAsync();

    const device = await connectAsync(broker.url, { protocolVersion: 5, log: () => {} });
    await Promise.all(
      Array.from({ length: MESSAGES }, (_, n) =>
        device.publishAsync('lianfang/v1/qingyuan/S1/readings', JSON.stringify({ n }), { qos: 1 }),
      ),
    );
    await device.endAsync();
    await broker.restart();

    const received = new Set<number>();
    const { connect } = await import('mqtt');
    const back = connect(broker.url, session);
    back.on('message', (_, payload) => received.add(JSON.parse(payload.toString()).n));
    await vi.waitUntil(() => received.size === MESSAGES, { timeout: 20_000 });
    await back.endAsync(true);
  });

  it('[DEP-1] lets a message through that the platform refuses with a reason', async () => {
    const platform = await connectAsync(broker.url, { protocolVersion: 5, log: () => {} });
    await platform.subscribeAsync('lianfang/v1/+/+/readings', { qos: 1 });
    const sizes: number[] = [];
    platform.on('message', (_, payload) => sizes.push(payload.length));
    const device = await connectAsync(broker.url, { protocolVersion: 4, log: () => {} });
    await device.publishAsync('lianfang/v1/qingyuan/S1/readings', Buffer.alloc(2_000_000), { qos: 1 });
    await vi.waitUntil(() => sizes.length === 1, { timeout: 10_000 });
    expect(sizes).toEqual([2_000_000]);
    await device.endAsync();
    await platform.endAsync();
  });
});
