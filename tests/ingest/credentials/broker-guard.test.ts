import type { MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EmbeddedBroker } from '../../../ingest/mqtt/embedded-broker.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { EVER, inside, numbered } from '../mqtt/mqtt-rig.ts';
import { quiet, station } from '../samples.ts';
import { type GuardedBroker, guardedBroker } from './guarded-broker.ts';

const until = (condition: () => unknown) => vi.waitUntil(condition, { timeout: 10_000, interval: 5 });
const topic = (leaf: string, id = 'S1') => `lianfang/v1/qingyuan/${id}/${leaf}`;

let rig: GuardedBroker;
let clock: ManualClock;
let password: string;

beforeEach(async () => {
  clock = new ManualClock(Date.UTC(2026, 10, 22));
  rig = await guardedBroker({ clock });
  password = (await rig.book.create('S1', 'mqtt')).secret;
});
afterEach(() => rig.close());

const asS1 = (options: object = {}) => rig.connect({ username: 'S1', password, ...options });

function closed(client: MqttClient): Promise<void> {
  return new Promise((resolve) => client.once('close', () => resolve()));
}

describe('the guarded broker', () => {
  it('[ACC-1] lets a station in with its password, and stores what it sends', async () => {
    const client = await asS1();
    await client.publishAsync(topic('readings'), numbered(1), { qos: 1 });
    expect(await rig.store.count(EVER)).toBe(1);
    expect(rig.counters.loginsRefused).toBe(0);
  });

  it.each<[string, object]>([
    ['without a name', {}],
    ['without a password', { username: 'S1' }],
    ['with a wrong password', { username: 'S1', password: 'wrong' }],
    ['with an empty password', { username: 'S1', password: '' }],
    ['of a station without a credential', { username: 'S2', password: 'wrong' }],
    ['of a station that is not registered', { username: 'S9', password: 'wrong' }],
  ])('[ACC-1] refuses a connection %s with code 4', async (_, options) => {
    await expect(rig.connect(options)).rejects.toMatchObject({ code: 4 });
    expect(rig.counters.loginsRefused).toBe(1);
  });

  it('[ACC-1] refuses one station the password of another', async () => {
    await rig.book.create('S2', 'mqtt');
    await expect(rig.connect({ username: 'S2', password })).rejects.toMatchObject({ code: 4 });
  });

  it('[ACC-1] refuses a station that has left the registry', async () => {
    rig.registry.replace([station({ id: 'S2' })]);
    await expect(asS1()).rejects.toMatchObject({ code: 4 });
  });

  it('takes the name with the generation, too', async () => {
    const { secret } = await rig.book.rotate('S1', 'mqtt', { overlapMs: 1000 });
    const client = await rig.connect({ username: 'S1@2', password: secret });
    await client.publishAsync(topic('readings'), numbered(1), { qos: 1 });
    await rig.connect({ username: 'S1', password: secret });
    await asS1();
  });

  it.each([
    topic('readings', 'S2'),
    topic('status', 'S2'),
    'lianfang/v1/elsewhere/S1/readings',
    topic('receipts'),
    topic('readings/more'),
    'lianfang/v1/qingyuan/notices',
    'lianfang/v1/qingyuan/forecast',
    '$SYS/broker/uptime',
    'home/kitchen',
  ])('[ACC-2] acknowledges nothing sent to %s, counts it and cuts the connection', async (forbidden) => {
    const heard: string[] = [];
    const client = await asS1();
    const listener = await rig.connect({ username: 'S2', password: (await rig.book.create('S2', 'mqtt')).secret });
    listener.on('message', (to) => heard.push(to));
    await listener.subscribeAsync(topic('receipts', 'S2'), { qos: 1 });
    let acknowledged = false;
    client.on('packetreceive', ({ cmd }) => {
      acknowledged ||= cmd === 'puback';
    });
    const end = closed(client);
    client.publish(forbidden, numbered(1), { qos: 1 }, () => {});
    await end;
    expect(acknowledged).toBe(false);
    expect(rig.counters.publishesForbidden).toBe(1);
    expect(rig.counters.messagesReceived).toBe(0);
    expect(heard).toEqual([]);
    expect(await rig.store.count(EVER)).toBe(0);
  });

  it('[ACC-2] lets it publish its status and its HJ 212 frames', async () => {
    const client = await asS1();
    await client.publishAsync(topic('status'), '{"online":true}', { qos: 1, retain: true });
    await client.publishAsync(topic('hj212'), '##0000', { qos: 1 });
    expect(rig.counters.publishesForbidden).toBe(0);
  });

  it('[ACC-2] takes a last will for its own topic, and none for another', async () => {
    const own = await asS1({ will: { topic: topic('status'), payload: Buffer.from('gone'), qos: 1, retain: true } });
    const foreign = await asS1({
      will: { topic: topic('readings', 'S2'), payload: Buffer.from(numbered(1)), qos: 1, retain: false },
    });
    own.stream.destroy();
    foreign.stream.destroy();
    await until(() => rig.counters.publishesForbidden === 1);
    expect(await rig.store.count(EVER)).toBe(0);
  });

  it.each([
    topic('receipts', 'S2'),
    topic('receipts', '+'),
    topic('readings'),
    'lianfang/v1/+/S1/receipts',
    'lianfang/#',
    '#',
    '$SYS/#',
  ])('[ACC-3] refuses a subscription to %s and goes on', async (filter) => {
    const client = await asS1();
    // mqtt.js reports 0x80 as an error.
    await expect(client.subscribeAsync(filter, { qos: 1 })).rejects.toThrow();
    expect(rig.counters.subscriptionsForbidden).toBe(1);
    await client.publishAsync(topic('readings'), numbered(1), { qos: 1 });
  });

  it('[ACC-3] lets a station hear its own receipts', async () => {
    const client = await asS1();
    const heard: string[] = [];
    client.on('message', (to, payload) => heard.push(`${to} ${JSON.parse(payload.toString()).refused[0].code}`));
    await client.subscribeAsync(topic('receipts'), { qos: 1 });
    await client.publishAsync(topic('readings'), 'rubbish', { qos: 1 });
    await until(() => heard.length > 0);
    expect(heard).toEqual([`${topic('receipts')} not_json`]);
  });

  it('[ACC-4] keeps stations with the same client id apart, and what waits for one from the other', async () => {
    const other = (await rig.book.create('S2', 'mqtt')).secret;
    const session = { clientId: 'logger', clean: false };
    const one = await asS1(session);
    await one.subscribeAsync(topic('receipts'), { qos: 1 });
    const end = vi.fn();
    one.once('close', end);
    const two = await rig.connect({ username: 'S2', password: other, ...session });
    const stolen: string[] = [];
    two.on('message', (to) => stolen.push(to));
    await one.publishAsync(topic('readings'), numbered(1), { qos: 1 });
    expect(end).not.toHaveBeenCalled();

    await one.endAsync();
    await rig.broker.publish(topic('receipts'), '{"stored":7}');
    await two.endAsync();
    const thief = await rig.connect({ username: 'S2', password: other, ...session });
    thief.on('message', (to) => stolen.push(to));
    const kept: string[] = [];
    const { connect } = await import('mqtt');
    const back = connect(`mqtt://127.0.0.1:${rig.port}`, { username: 'S1', password, protocolVersion: 4, ...session });
    back.on('message', (to) => kept.push(to));
    await until(() => kept.length === 1);
    await thief.publishAsync(topic('readings', 'S2'), numbered(1), { qos: 1 });
    expect(stolen).toEqual([]);
    await back.endAsync(true);
  });

  it('[ACC-5] cuts a connection at most 10 s after its credential has ended', async () => {
    const [client, other] = [await asS1(), await rig.connect({ username: 'S2', ...(await passwordOf('S2')) })];
    let otherClosed = false;
    other.once('close', () => {
      otherClosed = true;
    });
    const end = closed(client);
    await rig.book.revoke('S1');
    clock.advance(10_000);
    await end;
    await other.publishAsync(topic('readings', 'S2'), numbered(1), { qos: 1 });
    expect(otherClosed).toBe(false);
    await expect(asS1()).rejects.toMatchObject({ code: 4 });
  });

  it('[ACC-5] cuts a connection whose station was taken from the registry', async () => {
    const end = closed(await asS1());
    rig.registry.replace([station({ id: 'S2' })]);
    clock.advance(10_000);
    await end;
  });

  it('[ACC-5] keeps checking, and leaves valid connections alone', async () => {
    const client = await asS1();
    for (let n = 0; n < 5; n++) {
      clock.advance(10_000);
      await client.publishAsync(topic('readings'), numbered(n), { qos: 1 });
      await until(() => clock.nextInMs() !== undefined);
    }
    expect(client.connected).toBe(true);
    const end = closed(client);
    await rig.book.revoke('S1');
    clock.advance(10_000);
    await end;
  });

  it('[ACC-6] says "unavailable" while the credentials cannot be read', async () => {
    await rig.credentials.close();
    await expect(asS1()).rejects.toMatchObject({ code: 3 });
    expect(rig.counters.loginsRefused).toBe(0);
  });

  it.each(['0.0.0.0', '::', '10.1.2.3', 'example.org'])(
    '[ACC-7] does not listen on %s without authentication',
    async (host) => {
      const { pipeline, counters } = inside();
      const open = new EmbeddedBroker({ host, port: 0, pipeline, counters, clock, log: quiet });
      await expect(open.start()).rejects.toThrow('open to the network');
    },
  );

  it('[ACC-7] listens there when told so expressly', async () => {
    const { pipeline, counters } = inside();
    const options = { host: '0.0.0.0', port: 0, openToNetwork: true, pipeline, counters, clock, log: quiet };
    const open = new EmbeddedBroker(options);
    expect((await open.start()).port).toBeGreaterThan(0);
    await open.stop();
  });
});

async function passwordOf(id: string): Promise<{ readonly password: string }> {
  return { password: (await rig.book.create(id, 'mqtt')).secret };
}
