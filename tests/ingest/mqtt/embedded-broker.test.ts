import { once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import type { MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../app/clock/system-clock.ts';
import { EmbeddedBroker } from '../../../ingest/mqtt/embedded-broker.ts';
import { message, quiet } from '../samples.ts';
import { EVER, type Inside, inside, numbered, stationClient, TOPIC } from './mqtt-rig.ts';
import { PUBACK, type TappedBroker, tapBroker } from './tapped-broker.ts';

const until = (condition: () => unknown) => vi.waitUntil(condition, { timeout: 10_000, interval: 5 });

describe('EmbeddedBroker', () => {
  let rig: Inside;
  let subject: EmbeddedBroker;
  let tap: TappedBroker;
  let device: MqttClient;
  let heard: Awaited<ReturnType<typeof stationClient>>['heard'];
  let port: number;

  beforeEach(() => begin());
  afterEach(() => end());

  async function begin(options: Parameters<typeof inside>[0] = {}): Promise<void> {
    rig = inside(options);
    const { pipeline, counters } = rig;
    subject = new EmbeddedBroker({ port: 0, pipeline, counters, clock: systemClock, log: quiet });
    ({ port } = await subject.start());
    tap = await tapBroker(port);
    ({ client: device, heard } = await stationClient(tap.url, { protocolVersion: 4 }));
  }
  async function end(): Promise<void> {
    rig.store.open();
    await device.endAsync(true);
    await subject.stop();
    await tap.close();
  }
  const publish = (payload: string | Buffer, topic = TOPIC) => device.publishAsync(topic, payload, { qos: 1 });
  const acknowledged = () => tap.packets.filter(({ from, type }) => from === 'broker' && type === PUBACK).length;

  it('[MQT-1] sends the station its PUBACK only after the commit', async () => {
    rig.store.shut = true;
    const sent = [publish(numbered(1)), publish(numbered(2))];
    await until(() => rig.pipeline.status().waitingMessages === 2);
    expect(acknowledged()).toBe(0);
    rig.store.open();
    await Promise.all(sent);
    expect(acknowledged()).toBe(2);
    expect(await rig.store.count(EVER)).toBe(2);
  });

  it('[MQT-1] never acknowledges what it could not commit before it stopped', async () => {
    rig.store.shut = true;
    device.publish(TOPIC, numbered(1), { qos: 1 }, () => {});
    await until(() => rig.pipeline.status().waitingMessages === 1);
    await subject.stop();
    expect(acknowledged()).toBe(0);
  });

  it.each([
    ['not JSON', '{"at":', 'not_json'],
    ['a wrong type', JSON.stringify(message({ values: { pm25: '62' } })), 'wrong_type'],
    ['infinity', '{"at":"2026-01-01T00:00:00Z","period":60,"values":{"pm25":1e999}}', 'not_finite'],
    ['the year 3000', JSON.stringify(message({ at: '3000-01-01T00:00:00Z' })), 'future'],
    ['2 MB', Buffer.alloc(2_000_000, ' '), 'too_large'],
    ['501 readings', JSON.stringify(Array.from({ length: 501 }, () => message())), 'too_many'],
  ])('[MQT-4] tells the sender of %s why, and stores the next good message', async (_, payload, code) => {
    await publish(payload);
    await publish(numbered(1));
    await until(() => heard.length > 0);
    expect(heard[0]?.topic).toBe('lianfang/v1/qingyuan/S1/receipts');
    expect(heard[0]?.refused.map((refusal) => refusal.code)).toEqual([code]);
    expect(Object.values(rig.counters.refused).reduce((sum, count) => sum + count)).toBe(1);
    expect(await rig.store.count(EVER)).toBe(1);
  });

  it('[MQT-4] tells an unknown station, and one that leaves a level of the topic empty', async () => {
    await publish(numbered(1), 'lianfang/v1/qingyuan/S9/readings');
    await publish(numbered(1), 'lianfang/v1//S1/readings');
    await until(() => heard.length === 2);
    expect(heard.map(({ topic, refused }) => [topic, refused[0]?.code])).toEqual([
      ['lianfang/v1/qingyuan/S9/receipts', 'unknown_station'],
      ['lianfang/v1//S1/receipts', 'bad_topic'],
    ]);
  });

  it('[MQT-6] tells a burst of refusals in few receipts', async () => {
    await Promise.all(Array.from({ length: 60 }, () => publish('rubbish')));
    await until(() => heard.flatMap(({ refused }) => refused).length === 60);
    expect(heard.length).toBeLessThan(20);
  });

  it('[MQT-7] leaves a station waiting while the pipeline is full, and takes its messages later', async () => {
    await end();
    await begin({ maxMessages: 3 });
    rig.store.shut = true;
    const sent = Array.from({ length: 10 }, (_, n) => publish(numbered(n)));
    await until(() => rig.pipeline.isFull());
    expect(acknowledged()).toBe(0);
    rig.store.open();
    await Promise.all(sent);
    expect(await rig.store.count(EVER)).toBe(10);
  });

  it('hands readings on to other subscribers after the commit, and does not retain them', async () => {
    const other = await stationClient(tap.url, { protocolVersion: 4 });
    await other.client.subscribeAsync(TOPIC, { qos: 1 });
    rig.store.shut = true;
    const sent = device.publishAsync(TOPIC, numbered(1), { qos: 1, retain: true });
    await until(() => rig.pipeline.status().waitingMessages === 1);
    expect(other.heard).toEqual([]);
    rig.store.open();
    await sent;
    await until(() => other.heard.length === 1);
    const late = await stationClient(tap.url, { protocolVersion: 4 });
    await late.client.subscribeAsync('lianfang/v1/#', { qos: 1 });
    await subject.publish('lianfang/v1/qingyuan/notices', '{"id":1}');
    await until(() => late.heard.length === 1);
    expect(late.heard[0]?.topic).toBe('lianfang/v1/qingyuan/notices');
    await other.client.endAsync(true);
    await late.client.endAsync(true);
  });

  it('[MQT-9] cuts a connection that publishes on the platform’s own topics', async () => {
    const closed = new Promise<void>((resolve) => device.once('close', () => resolve()));
    device.publish('lianfang/v1/qingyuan/S1/receipts', '{"stored":99}', { qos: 1 }, () => {});
    await closed;
    expect(heard).toEqual([]);
  });

  it('[MQT-9] cuts a connection that announces a packet of 200 MB, before it has sent it', async () => {
    const socket = connectSocket(port, '127.0.0.1');
    const closed = once(socket, 'close');
    socket.on('error', () => {});
    // CONNECT of client "x", then PUBLISH with a remaining length of 200 MB and nothing behind it.
    socket.write(Buffer.from([0x10, 13, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 2, 0, 60, 0, 1, 0x78]));
    await once(socket, 'data');
    socket.write(Buffer.from([0x32, 0x80, 0x84, 0xaf, 0x5f]));
    socket.write(Buffer.from('more'));
    await closed;
    await publish(numbered(1));
    expect(await rig.store.count(EVER)).toBe(1);
  });

  it('[RCP-8] tells the last receipts before it stops, and gives no PUBACK once it takes nothing more', async () => {
    const S1 = { station: 'S1', city: 'qingyuan' };
    subject.pause();
    device.publish(TOPIC, numbered(1), { qos: 1 }, () => {});
    subject.tell(S1, [{ stored: 7 }]);
    await subject.stop({ timeoutMs: 1000 });
    await until(() => heard.length > 0);
    expect(heard).toMatchObject([{ topic: 'lianfang/v1/qingyuan/S1/receipts', stored: 7 }]);
    expect(acknowledged()).toBe(0);
    expect(await rig.store.count(EVER)).toBe(0);
  });

  it('says why it cannot start', async () => {
    const { pipeline, counters } = rig;
    const second = new EmbeddedBroker({ port, pipeline, counters, clock: systemClock, log: quiet });
    await expect(second.start()).rejects.toThrow('EADDRINUSE');
    await second.stop();
  });
});
