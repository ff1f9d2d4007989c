import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../ingest/pipeline.ts';
import { ProfileReceiver } from '../../../ingest/profiles/profile-receiver.ts';
import { StoreUnavailable } from '../../../store/timeseries.ts';
import { EVER, pushRig, settled } from '../http/push-rig.ts';
import { bytes, NOW } from '../samples.ts';
import { SHIPPED, shipped } from './shipped.ts';

const DEVICES: Readonly<Record<string, string>> = {
  'tasmota roof': 'S1',
  'tasmota start': 'S3',
  'zigbee2mqtt gone': 'S9',
  'sensor-community 77': 'S2',
};
const TASMOTA = { Time: '2026-11-22T14:00:00', SDS0X1: { 'PM2.5': 12.5, PM10: 30.1 } };
const AIRROHR = {
  esp8266id: 77,
  sensordatavalues: [
    { value_type: 'P2', value: '5.5' },
    { value_type: 'P1', value: 'x' },
  ],
};

function rig() {
  const parts = pushRig();
  const receiver = new ProfileReceiver({
    ...parts,
    profiles: SHIPPED.map(shipped),
    stationOf: (profile, device) => DEVICES[`${profile} ${device}`],
  });
  const outcomes: Outcome[] = [];
  const submit = (topic: string, payload: unknown, retained = false) =>
    receiver.submit({ topic, payload: bytes(payload), retained, settle: (outcome) => outcomes.push(outcome) });
  const post = (payload: unknown, more: { profile?: string; stations?: string[] } = {}) =>
    receiver.submitMapped({
      profile: 'sensor-community',
      body: bytes(payload),
      headers: {},
      stations: ['S2'],
      ...more,
    });
  return { ...parts, receiver, outcomes, submit, post };
}

describe('ProfileReceiver over MQTT', () => {
  it('subscribes to the topics of its profiles', () => {
    const { receiver } = rig();
    expect(receiver.filters()).toEqual(['airgradient/readings/+', 'tele/+/SENSOR', 'zigbee2mqtt/+']);
    expect(receiver.takes('tele/a/SENSOR')).toBe(true);
    expect(receiver.takes('tele/a/LWT')).toBe(false);
  });

  it('[PSH-26] stores for the station of the device, and settles after the commit', async () => {
    const { store, outcomes, submit } = rig();
    store.shut = true;
    submit('tele/roof/SENSOR', TASMOTA);
    await settled();
    expect(outcomes).toEqual([]);
    store.open();
    await settled();
    expect(outcomes).toMatchObject([{ stored: [{ station: 'S1' }], refusals: [] }]);
    expect(await store.read({ ...EVER, limit: 9 })).toMatchObject([
      {
        station: 'S1',
        city: 'qingyuan',
        at: Date.UTC(2026, 10, 22, 6),
        periodS: 300,
        values: { pm25: 12.5, pm10: 30.1 },
      },
    ]);
  });

  it('[PSH-24] stamps as the profile says, not as the station’s own logger does', async () => {
    const { store, submit } = rig();
    submit('tele/start/SENSOR', TASMOTA);
    await settled();
    expect(await store.read({ ...EVER, limit: 9 })).toMatchObject([{ station: 'S3', at: Date.UTC(2026, 10, 22, 6) }]);
  });

  it.each([
    ['tele/other/SENSOR', TASMOTA, 'unknown_device'],
    ['zigbee2mqtt/gone', { pm25: 3 }, 'unknown_station'],
    ['elsewhere', TASMOTA, 'bad_topic'],
    ['tele/roof/SENSOR', { ...TASMOTA, Time: '2027-01-01T00:00:00' }, 'future'],
    ['tele/roof/SENSOR', { ...TASMOTA, SDS0X1: { PM10: 1e9 } }, 'out_of_range'],
  ])('[PSH-26] refuses on %s what it cannot take: %#', async (topic, payload, code) => {
    const { store, outcomes, submit, counters } = rig();
    submit(topic, payload);
    await settled();
    expect(outcomes).toMatchObject([{ stored: [], refusals: [{ code }] }]);
    expect(counters.refused[code as keyof typeof counters.refused]).toBe(1);
    expect(await store.count(EVER)).toBe(0);
  });
});

describe('ProfileReceiver over HTTP', () => {
  it('[PSH-32] answers after the commit with a verdict for the reading and each refused field', async () => {
    const { post, store } = rig();
    expect(await post(AIRROHR)).toMatchObject({
      outcome: 'committed',
      answer: { stored: 1, refused: 1, items: [{ code: 'not_a_number' }, { status: 'stored' }] },
    });
    expect(await store.read({ ...EVER, limit: 9 })).toMatchObject([{ station: 'S2', at: NOW, values: { pm25: 5.5 } }]);
  });

  it('[PSH-32] refuses a device of somebody else’s station', async () => {
    const { post, store } = rig();
    expect(await post(AIRROHR, { stations: ['S1'] })).toMatchObject({ outcome: 'refused', fault: 'not_your_station' });
    expect(await store.count(EVER)).toBe(0);
  });

  it('[PSH-32] knows no other profiles', async () => {
    expect(await rig().post(AIRROHR, { profile: 'toaster' })).toBeUndefined();
  });

  it('[PSH-32] says so when the store is away for too long', async () => {
    const { post, store, clock } = rig();
    store.failing = new StoreUnavailable('down');
    const pending = post(AIRROHR);
    await settled();
    clock.advance(20_000);
    expect(await pending).toEqual({ outcome: 'uncommitted', retryAfterS: 5 });
  });
});
