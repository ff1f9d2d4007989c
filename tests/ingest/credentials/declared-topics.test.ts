import type { MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../app/clock/system-clock.ts';
import { ProfileReceiver } from '../../../ingest/profiles/profile-receiver.ts';
import { EVER, numbered } from '../mqtt/mqtt-rig.ts';
import { DATASTREAM_TOPICS, DEVICES, SAMPLES } from '../mqtt/ways-rig.ts';
import { shipped } from '../profiles/shipped.ts';
import { type GuardedBroker, guardedBroker } from './guarded-broker.ts';

const { topic: ROOF, payload: MEASURED } = SAMPLES['a Tasmota device'];

describe('topics that the configuration declares', () => {
  it('[ACC-2] belong to one station, whichever way they are written', () => {
    const whose = (topic: string) => DEVICES.stationOf(topic) ?? DATASTREAM_TOPICS.stationOf(topic);
    expect([ROOF, 'tele/yard/SENSOR', 'tele/cellar/SENSOR', 'tele/roof/STATE', 'zigbee2mqtt/roof'].map(whose)).toEqual([
      'S1',
      'S2',
      undefined,
      undefined,
      undefined,
    ]);
    const observations = ['Datastreams(pm)', "Datastreams('pm')", 'Datastreams(two)', 'Datastreams(__proto__)', 'pm'];
    expect(observations.map((entity) => whose(`v1.1/${entity}/Observations`))).toEqual([
      'S1',
      'S1',
      'S2',
      undefined,
      undefined,
    ]);
  });

  it('[MOS-5] can be listed for a broker, and name only their station', () => {
    expect(DEVICES.topicsOf('S1')).toEqual([ROOF]);
    expect(DATASTREAM_TOPICS.topicsOf('S2')).toEqual([
      'v1.1/Datastreams(two)/Observations',
      "v1.1/Datastreams('two')/Observations",
    ]);
    for (const topics of [DEVICES, DATASTREAM_TOPICS]) {
      for (const station of ['S1', 'S2'])
        for (const topic of topics.topicsOf(station)) expect(topics.stationOf(topic)).toBe(station);
    }
  });

  it('[MQT-10] are subscribed to only where a device is listed', () => {
    expect(DEVICES.filters()).toEqual(['tele/+/SENSOR']);
    expect(DATASTREAM_TOPICS.filters()).toEqual(['v1.1/+/Observations']);
  });
});

describe('the guarded broker and a device of others', () => {
  let rig: GuardedBroker;
  let device: MqttClient;

  beforeEach(async () => {
    rig = await guardedBroker({
      declared: [DEVICES, DATASTREAM_TOPICS],
      otherWays: (inside) => [
        new ProfileReceiver({
          ...inside,
          profiles: [shipped('tasmota')],
          stationOf: (profile, name) => DEVICES.stationOfDevice(profile, name),
          clock: systemClock,
        }),
      ],
    });
    const { secret: password } = await rig.book.create('S1', 'mqtt');
    device = await rig.connect({ username: 'S1', password });
  });
  afterEach(() => rig.close());

  const closed = () => new Promise<void>((resolve) => device.once('close', () => resolve()));

  it('[ACC-2] takes what the station’s own device publishes', async () => {
    await device.publishAsync(ROOF, MEASURED, { qos: 1 });
    expect(await rig.store.count(EVER)).toBe(1);
  });

  it.each([0, 1] as const)('[ACC-2] cuts the connection for the device of another station at QoS %i', async (qos) => {
    const end = closed();
    device.publish('tele/yard/SENSOR', MEASURED, { qos }, () => {});
    await end;
    expect(rig.counters.publishesForbidden).toBe(1);
    expect(await rig.store.count(EVER)).toBe(0);
  });

  it('[ACC-9] passes over what else the device tells at QoS 0, retains nothing of it, and takes its readings', async () => {
    await device.publishAsync('tele/roof/LWT', 'Online', { qos: 0, retain: true });
    await device.publishAsync('tele/roof/STATE', '{"Uptime":"0T00:00:10"}', { qos: 0 });
    await device.publishAsync('lianfang/v1/qingyuan/S1/readings', numbered(1), { qos: 1 });
    expect(rig.counters.refused.bad_topic).toBe(2);
    expect(await rig.store.count(EVER)).toBe(1);
    const end = closed();
    device.publish('tele/roof/LWT', 'Online', { qos: 1 }, () => {});
    await end;
  });

  it.each(['lianfang/v1/qingyuan/S2/status', 'lianfang/v1/qingyuan/S1/receipts', '$SYS/broker/uptime'])(
    '[ACC-9] does not pass over %s',
    async (topic) => {
      const end = closed();
      device.publish(topic, 'x', { qos: 0 }, () => {});
      await end;
      expect(rig.counters.publishesForbidden).toBe(1);
    },
  );
});
