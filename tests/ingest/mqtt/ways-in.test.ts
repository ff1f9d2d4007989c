import { createServer } from 'node:net';
import { Aedes } from 'aedes';
import type { MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { systemClock } from '../../../app/clock/system-clock.ts';
import { EmbeddedBroker } from '../../../ingest/mqtt/embedded-broker.ts';
import type { MqttSource } from '../../../ingest/mqtt/mqtt-source.ts';
import { settle } from '../../clock/manual-clock.ts';
import { describeWithService } from '../../services/describe-with-service.ts';
import { freePort } from '../../services/free-port.ts';
import type { LaunchedService } from '../../services/launched-service.ts';
import { startMosquitto } from '../../services/mosquitto.ts';
import { quiet } from '../samples.ts';
import { EVER, numbered, source, stationClient, TOPIC } from './mqtt-rig.ts';
import { PUBACK, SUBACK, type TappedBroker, tapBroker } from './tapped-broker.ts';
import { observation, SAMPLES, type WaysRig, waysRig } from './ways-rig.ts';

const until = (condition: () => unknown) => vi.waitUntil(condition, { timeout: 10_000, interval: 5 });

/** What the tests of both brokers look at. */
interface Side {
  readonly rig: WaysRig;
  readonly device: MqttClient;
  readonly heard: Awaited<ReturnType<typeof stationClient>>['heard'];
  /** PUBACKs that stand for a commit: ours to the foreign broker, the embedded broker's to the device. */
  acknowledged(): number;
  end(): Promise<void>;
}
type Open = (options?: Parameters<typeof waysRig>[0]) => Promise<Side>;

function suite(open: Open): void {
  let side: Side;
  beforeEach(async () => {
    side = await open();
  });
  afterEach(() => side.end());
  const publish = (topic: string, payload: string, qos: 0 | 1 = 1) => side.device.publishAsync(topic, payload, { qos });
  const storedNow = () => side.rig.store.read({ ...EVER, limit: 20 });

  it.each(Object.entries(SAMPLES))('[MQT-10] takes %s, with a PUBACK only after the commit', async (_, sample) => {
    side.rig.store.shut = true;
    void publish(sample.topic, sample.payload);
    await until(() => side.rig.pipeline.status().waitingMessages === 1);
    expect(side.acknowledged()).toBe(0);
    side.rig.store.open();
    await until(() => side.acknowledged() === 1);
    expect(await storedNow()).toMatchObject([sample.stored]);
  });

  it.each(Object.entries(SAMPLES))('[MQT-10] takes %s at QoS 0 too: small devices know no other', async (_, sample) => {
    await publish(sample.topic, sample.payload, 0);
    await vi.waitUntil(async () => (await side.rig.store.count(EVER)) === 1, { timeout: 10_000, interval: 5 });
  });

  it.each([
    ['lianfang/v1/qingyuan/S1/hj212', '##0004QN=1FFFF', 'bad_crc', 'S1'],
    ['lianfang/v1/qingyuan/S1/hj212', 'rubbish', 'bad_frame', 'S1'],
    ['lianfang/v1/qingyuan/S9/hj212', SAMPLES['HJ 212 frames'].payload, 'unknown_station', 'S9'],
    ['tele/roof/SENSOR', 'rubbish', 'not_json', 'S1'],
    ['tele/yard/SENSOR', '{"Time":"2025-01-01T12:00:00"}', 'no_values', 'S2'],
    ['v1.1/Datastreams(pm)/Observations', '{"result":"many"}', 'wrong_type', 'S1'],
    ["v1.1/Datastreams('two')/Observations", 'rubbish', 'not_json', 'S2'],
  ])('[MQT-11] tells the station of %s why %j is refused', async (topic, payload, code, station) => {
    await publish(topic, payload);
    await until(() => side.heard.length > 0 && side.acknowledged() >= 1);
    expect(side.heard[0]?.topic).toBe(`lianfang/v1/qingyuan/${station}/receipts`);
    expect(side.heard[0]?.refused[0]?.code).toBe(code);
    expect(side.rig.counters.refused[code as 'bad_crc']).toBe(1);
  });

  it.each([
    ['tele/cellar/SENSOR', SAMPLES['a Tasmota device'].payload, 'unknown_device'],
    ['v1.1/Datastreams(none)/Observations', SAMPLES['an Observation'].payload, 'unknown_datastream'],
  ])('[MQT-11] counts what comes on %s and can tell nobody', async (topic, payload, code) => {
    await publish(topic, payload);
    await publish('lianfang/v1/qingyuan/S1/hj212', 'rubbish');
    await until(() => side.heard.length > 0);
    expect(side.rig.counters.refused[code as 'bad_crc']).toBe(1);
    expect(side.heard.map(({ topic: on }) => on)).toEqual(['lianfang/v1/qingyuan/S1/receipts']);
  });

  it('[MQT-10] reads no more while the pipeline is full', async () => {
    await side.end();
    side = await open({ maxMessages: 1 });
    side.rig.store.shut = true;
    const { topic, payload } = SAMPLES['a Tasmota device'];
    void publish(topic, payload);
    void publish(SAMPLES['HJ 212 frames'].topic, SAMPLES['HJ 212 frames'].payload);
    void publish(SAMPLES['an Observation'].topic, SAMPLES['an Observation'].payload);
    await until(() => side.rig.pipeline.isFull());
    expect(side.rig.pipeline.status().waitingMessages).toBe(1);
    side.rig.store.open();
    await until(() => side.acknowledged() === 3);
    expect(await side.rig.store.count(EVER)).toBe(3);
  });

  it('[MQT-10] takes no more Observations than may wait for the rest of their reading', async () => {
    await side.end();
    side = await open({ maxParts: 2 });
    const all = [1, 2, 3, 4].map((hour) => publish('v1.1/Datastreams(pm)/Observations', observation(hour)));
    // Each hour waits for its temperature; the two that find room do so until the clock moves on.
    const { collecting } = side.rig;
    for (const done of [2, 4]) {
      await until(() => collecting.waiting === 2);
      await settle();
      expect(collecting.waiting).toBe(2);
      collecting.advance(2_000);
      await until(() => side.acknowledged() === done);
    }
    await Promise.all(all);
    expect(await side.rig.store.count(EVER)).toBe(4);
  });
}

describe('the ways in at the embedded broker', () => {
  suite(async (options) => {
    const rig = waysRig(options);
    const { pipeline, counters, ways } = rig;
    const broker = new EmbeddedBroker({
      port: 0,
      pipeline,
      otherWays: ways,
      counters,
      clock: systemClock,
      log: quiet,
    });
    const { port } = await broker.start();
    const tap = await tapBroker(port);
    const { client: device, heard } = await stationClient(tap.url, { protocolVersion: 4 });
    return {
      rig,
      device,
      heard,
      acknowledged: () => tap.packets.filter(({ from, type }) => from === 'broker' && type === PUBACK).length,
      async end() {
        rig.store.open();
        await device.endAsync(true);
        await broker.stop();
        await tap.close();
      },
    };
  });
});

describeWithService('mosquitto', 'the ways in from Mosquitto', () => {
  let broker: LaunchedService;
  let sessions = 0;
  beforeAll(async () => {
    broker = await startMosquitto();
  });
  afterAll(() => broker.stop());

  suite(async (options) => {
    const rig = waysRig(options);
    const tap: TappedBroker = await tapBroker(broker.port);
    // A session of its own for each test: nothing of an earlier one is delivered.
    const subject: MqttSource = source(tap.url, rig, {
      otherWays: rig.ways,
      clientId: `lianfang-${++sessions}`,
      sessionExpiryS: 0,
    });
    const { client: device, heard } = await stationClient(broker.url);
    // Connected means that readings come; the other ways follow one by one.
    const filters = 1 + rig.ways.flatMap((way) => way.filters()).length;
    await until(() => tap.packets.filter(({ type }) => type === SUBACK).length === filters);
    return {
      rig,
      device,
      heard,
      acknowledged: () => tap.packets.filter(({ from, type }) => from === 'client' && type === PUBACK).length,
      async end() {
        rig.store.open();
        await subject.stop({ timeoutMs: 200 });
        await device.endAsync(true);
        await tap.close();
      },
    };
  });
});

describe('a broker that refuses a subscription', () => {
  it('[MQT-12] is told of in the status, and keeps nothing else from coming', async () => {
    const aedes = await Aedes.createBroker({
      authorizeSubscribe: (_, subscription, done) =>
        done(null, subscription.topic.startsWith('tele/') ? null : subscription),
    });
    const port = await freePort();
    const server = createServer((socket) => void aedes.handle(socket));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const rig = waysRig();
    const url = `mqtt://127.0.0.1:${port}`;
    const subject = source(url, rig, { otherWays: rig.ways, protocolVersion: 4 });
    const { client } = await stationClient(url, { protocolVersion: 4 });
    onTestFinished(async () => {
      await client.endAsync(true);
      await subject.stop({ timeoutMs: 200 });
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
      await new Promise<void>((resolve) => server.close(() => resolve()));
    });
    await until(() => subject.status().reason !== undefined);
    expect(subject.status()).toMatchObject({ connected: true, reason: expect.stringContaining('tele/+/SENSOR') });
    await client.publishAsync(TOPIC, numbered(1), { qos: 1 });
    const { topic, payload } = SAMPLES['HJ 212 frames'];
    await client.publishAsync(topic, payload, { qos: 1 });
    await vi.waitUntil(async () => (await rig.store.count(EVER)) === 2, { timeout: 10_000, interval: 5 });
  });
});
