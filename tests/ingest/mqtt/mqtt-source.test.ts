import type { MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { MqttSource } from '../../../ingest/mqtt/mqtt-source.ts';
import { describeWithService } from '../../services/describe-with-service.ts';
import type { LaunchedService } from '../../services/launched-service.ts';
import { startMosquitto } from '../../services/mosquitto.ts';
import { message } from '../samples.ts';
import { EVER, type Inside, inside, numbered, source, stationClient, TOPIC } from './mqtt-rig.ts';
import { PINGREQ, PUBACK, PUBLISH, type TappedBroker, tapBroker } from './tapped-broker.ts';

const until = (condition: () => unknown) => vi.waitUntil(condition, { timeout: 10_000, interval: 5 });

describeWithService('mosquitto', 'MqttSource on Mosquitto', () => {
  let broker: LaunchedService;
  let tap: TappedBroker;
  let rig: Inside;
  let subject: MqttSource;
  let device: MqttClient;
  let heard: Awaited<ReturnType<typeof stationClient>>['heard'];

  beforeAll(async () => {
    broker = await startMosquitto();
  });
  afterAll(() => broker.stop());

  beforeEach(async () => {
    tap = await tapBroker(broker.port);
    rig = inside();
    ({ client: device, heard } = await stationClient(broker.url));
  });
  afterEach(async () => {
    rig.store.failing = undefined;
    rig.store.open();
    // Ends the session too, so that the next test begins with an empty one.
    await subject.stop({ timeoutMs: 500 });
    await device.endAsync(true);
    await tap.close();
    await forget('lianfang', broker.url);
  });

  async function connected(options: Parameters<typeof source>[2] = {}): Promise<void> {
    subject = source(tap.url, rig, options);
    await until(() => subject.status().connected);
  }
  const publish = (payload: string | Buffer, topic = TOPIC) => device.publishAsync(topic, payload, { qos: 1 });
  const acknowledged = (connection?: number) =>
    tap.packets
      .filter(
        (packet) =>
          packet.from === 'client' && packet.type === PUBACK && (connection ?? packet.connection) === packet.connection,
      )
      .map(({ messageId }) => messageId);
  const delivered = (connection?: number) =>
    tap.packets
      .filter(
        (packet) =>
          packet.from === 'broker' &&
          packet.type === PUBLISH &&
          packet.messageId !== undefined &&
          (connection ?? packet.connection) === packet.connection,
      )
      .map(({ messageId }) => messageId);

  it('[MQT-1] sends no PUBACK before the commit, and every one after it', async () => {
    await connected();
    rig.store.shut = true;
    for (let n = 0; n < 5; n++) await publish(numbered(n));
    await until(() => rig.pipeline.status().waitingMessages === 5);
    expect(delivered()).toHaveLength(5);
    expect(acknowledged()).toEqual([]);
    rig.store.open();
    await until(() => acknowledged().length === 5);
    expect(acknowledged()).toEqual(delivered());
    expect(await rig.store.count(EVER)).toBe(5);
  });

  it('[MQT-5] keeps the order of acknowledgement when a refused message stands between', async () => {
    await connected();
    rig.store.shut = true;
    await publish(numbered(1));
    await publish('rubbish');
    await publish(numbered(2));
    await until(() => heard.length === 1);
    expect(acknowledged()).toEqual([]);
    rig.store.open();
    await until(() => acknowledged().length === 3);
    expect(acknowledged()).toEqual(delivered());
  });

  it('[MQT-5] acknowledges nothing of an old connection on the new one', async () => {
    await connected();
    rig.store.shut = true;
    for (let n = 0; n < 20; n++) await publish(numbered(n));
    await until(() => rig.pipeline.status().waitingMessages === 20);
    tap.cut();
    await until(() => rig.counters.messagesRedelivered === 20);
    rig.store.open();
    await until(() => acknowledged(2).length === 20);
    expect(acknowledged(1)).toEqual([]);
    expect(acknowledged(2)).toEqual(delivered(2));
    expect(await rig.store.count(EVER)).toBe(20);
  });

  it('[MQT-7] reads no more while the pipeline is full, and stays connected', async () => {
    rig = inside({ maxMessages: 3 });
    await connected({ keepaliveS: 1 });
    rig.store.shut = true;
    for (let n = 0; n < 10; n++) await publish(numbered(n));
    await until(() => rig.pipeline.isFull());
    // Mosquitto drops a client that is silent for 1.5 times its keepalive, mqtt.js one that leaves its pings unanswered.
    await until(() => tap.packets.filter(({ type }) => type === PINGREQ).length >= 6);
    expect(tap.connections).toBe(1);
    expect(rig.pipeline.status().waitingMessages).toBe(3);
    rig.store.open();
    await until(() => acknowledged().length === 10);
    expect(await rig.store.count(EVER)).toBe(10);
    expect(rig.counters.messagesRedelivered).toBe(0);
  });

  it('[MQT-8] stops with everything acknowledged, and is sent what came meanwhile', async () => {
    await connected();
    for (let n = 0; n < 50; n++) void publish(numbered(n));
    await until(() => delivered().length >= 30);
    await subject.stop({ timeoutMs: 2000 });
    await publish(numbered(100));
    await publish(numbered(101));
    await connected();
    await publish(numbered(102));
    await vi.waitUntil(async () => (await rig.store.count(EVER)) === 53, { timeout: 10_000 });
  });

  it('[RCP-8] tells the last receipts before it disconnects, and takes nothing more when it is paused', async () => {
    await connected();
    const { client, heard: told } = await stationClient(broker.url);
    subject.pause();
    for (let n = 0; n < 100; n++) subject.tell({ station: `S${n}`, city: 'qingyuan' }, [{ stored: n }]);
    await publish(numbered(1));
    await subject.stop({ timeoutMs: 2000 });
    await until(() => told.length === 100);
    expect(told[99]).toMatchObject({ topic: 'lianfang/v1/qingyuan/S99/receipts', stored: 99 });
    expect(await rig.store.count(EVER)).toBe(0);
    await client.endAsync(true);
  });

  it('[MQT-8] leaves unacknowledged at a stop what it could not commit in time', async () => {
    await connected();
    rig.store.shut = true;
    await publish(numbered(1));
    await until(() => rig.pipeline.status().waitingMessages === 1);
    await subject.stop({ timeoutMs: 20 });
    expect(acknowledged()).toEqual([]);
    rig = inside();
    await connected();
    await vi.waitUntil(async () => (await rig.store.count(EVER)) === 1);
    expect(rig.counters.messagesRedelivered).toBe(1);
  });

  it('comes back by itself when the broker has been killed', async () => {
    await connected();
    await broker.kill();
    await until(() => !subject.status().connected);
    expect(subject.status().reason).toBeDefined();
    await broker.restart();
    await until(() => subject.status().connected && device.connected);
    await publish(numbered(7));
    // A killed Mosquitto may bring back old messages of the session from its last snapshot: at least ours is there.
    const at = Date.parse(JSON.parse(numbered(7)).at);
    await vi.waitUntil(async () => (await rig.store.count({ from: at, to: at + 1 })) === 1, { timeout: 10_000 });
  });

  it.each([
    ['not JSON', '{"at":', 'not_json'],
    ['a wrong type', JSON.stringify(message({ values: { pm25: '62' } })), 'wrong_type'],
    ['NaN', '{"at":"2026-01-01T00:00:00Z","period":60,"values":{"pm25":NaN}}', 'not_json'],
    ['infinity', '{"at":"2026-01-01T00:00:00Z","period":60,"values":{"pm25":1e999}}', 'not_finite'],
    ['the year 3000', JSON.stringify(message({ at: '3000-01-01T00:00:00Z' })), 'future'],
    ['2 MB', Buffer.alloc(2_000_000, ' '), 'too_large'],
    ['501 readings', JSON.stringify(Array.from({ length: 501 }, () => message())), 'too_many'],
    ['Latin-1', Buffer.from([0x22, 0xe9, 0x22]), 'not_utf8'],
  ])('[MQT-4] tells the sender of %s why, and stores the next good message', async (_, payload, code) => {
    await connected();
    await publish(payload);
    await publish(numbered(1));
    await until(() => heard.length > 0 && acknowledged().length === 2);
    expect(heard[0]?.topic).toBe('lianfang/v1/qingyuan/S1/receipts');
    expect(heard[0]?.refused.map((refusal) => refusal.code)).toEqual([code]);
    expect(heard[0]?.refused[0]?.reason).not.toBe('');
    expect(Object.values(rig.counters.refused).reduce((sum, count) => sum + count)).toBe(1);
    expect(await rig.store.count(EVER)).toBe(1);
  });

  it('[MQT-4] tells an unknown station, and a known one in the wrong city', async () => {
    await connected();
    await publish(numbered(1), 'lianfang/v1/qingyuan/S9/readings');
    await publish(numbered(1), 'lianfang/v1/foshan/S1/readings');
    await until(() => heard.length === 2);
    expect(heard.map(({ topic, refused }) => [topic, refused[0]?.code])).toEqual([
      ['lianfang/v1/qingyuan/S9/receipts', 'unknown_station'],
      ['lianfang/v1/foshan/S1/receipts', 'wrong_city'],
    ]);
    await until(() => acknowledged().length === 2);
  });

  it('[MQT-6] tells a burst of refusals in few receipts', async () => {
    await connected();
    await Promise.all(Array.from({ length: 60 }, () => publish('rubbish')));
    await until(() => heard.flatMap(({ refused }) => refused).length === 60);
    expect(heard.length).toBeLessThan(20);
  });

  it('publishes our own messages, and says so when it cannot', async () => {
    await connected();
    await subject.publish('lianfang/v1/qingyuan/S1/receipts', '{"refused":[]}');
    await until(() => heard.length === 1);
    await subject.stop({ timeoutMs: 100 });
    await expect(subject.publish('x', '')).rejects.toThrow('not connected');
  });
});

/** Removes a session from the broker: the same client id with a clean start and nothing kept. */
async function forget(clientId: string, url: string): Promise<void> {
  const { connectAsync } = await import('mqtt');
  const client = await connectAsync(url, { clientId, clean: true, protocolVersion: 5, log: () => {} });
  await client.endAsync();
}
