import { Hj212Receiver } from '../../../ingest/hj212/hj212-receiver.ts';
import { LinkBook } from '../../../ingest/hj212/link-book.ts';
import type { WayIn } from '../../../ingest/mqtt/way-in.ts';
import type { PipelineOptions } from '../../../ingest/pipeline.ts';
import { DeviceBook } from '../../../ingest/profiles/device-book.ts';
import { ProfileReceiver } from '../../../ingest/profiles/profile-receiver.ts';
import { StationRegistry } from '../../../ingest/registry.ts';
import { Datastreams } from '../../../ingest/sensorthings/datastream.ts';
import { DatastreamTopics } from '../../../ingest/sensorthings/datastream-topics.ts';
import { ObservationCollector } from '../../../ingest/sensorthings/observation-collector.ts';
import { SensorThingsReceiver } from '../../../ingest/sensorthings/sensorthings-receiver.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { frame } from '../hj212/frames.ts';
import { shipped } from '../profiles/shipped.ts';
import { quiet, station } from '../samples.ts';
import { type Inside, inside } from './mqtt-rig.ts';

/** Noon of the 1st of January 2025 in Beijing. */
const AT = '2025-01-01T12:00:00';

export const DEVICES = new DeviceBook([shipped('tasmota'), shipped('zigbee2mqtt')], {
  tasmota: { roof: 'S1', yard: 'S2', lost: 'S9' },
});
const DATASTREAMS = Datastreams.parse({
  pm: { station: 'S1', parameter: 'pm25', unit: 'µg/m3', period: 3600 },
  temp: { station: 'S1', parameter: 'temp', unit: 'C', period: 3600 },
  two: { station: 'S2', parameter: 'temp', unit: 'C', period: 3600 },
});
export const DATASTREAM_TOPICS = new DatastreamTopics(DATASTREAMS);

export interface WaysRig extends Inside {
  readonly ways: readonly WayIn[];
  /** Of the collector of observations: parts wait until it is moved on. */
  readonly collecting: ManualClock;
}

/** All ways in on one pipeline: S1 has a device `roof` and two datastreams, S2 a device `yard` and one. */
export function waysRig(options: Partial<PipelineOptions> & { readonly maxParts?: number } = {}): WaysRig {
  const { maxParts = 1_000, ...rest } = options;
  const registry = new StationRegistry([station(), station({ id: 'S2' })]);
  const rig = inside({ registry, ...rest });
  const { pipeline, store } = rig;
  const clock = new ManualClock(Date.parse(`${AT}+08:00`) + 300_000);
  const shared = { pipeline, registry, clock, log: quiet };
  const links = new LinkBook([{ mn: 'MN2', station: 'S2' }]);
  const profiles = new ProfileReceiver({
    ...shared,
    profiles: [shipped('tasmota'), shipped('zigbee2mqtt')],
    stationOf: (profile, device) => DEVICES.stationOfDevice(profile, device),
    filters: DEVICES.filters(),
  });
  const collector = new ObservationCollector({
    ...shared,
    store,
    maxParts,
    parametersOf: (id) => Object.values(DATASTREAMS).filter((stream) => stream.station === id).length,
  });
  const observations = new SensorThingsReceiver({ ...shared, datastreams: DATASTREAMS, collector });
  return { ...rig, ways: [new Hj212Receiver({ ...shared, links }), profiles, observations], collecting: clock };
}

/** One good message of S1 and one of S2 on each way, and the topic of S1. */
export const SAMPLES = {
  'HJ 212 frames': {
    topic: 'lianfang/v1/qingyuan/S1/hj212',
    payload: frame({ content: 'DataTime=20250101110000;a34004-Avg=62' }),
    stored: { station: 'S1', values: { pm25: 62 } },
  },
  'a Tasmota device': {
    topic: 'tele/roof/SENSOR',
    payload: JSON.stringify({ Time: AT, SDS0X1: { 'PM2.5': 12.5 } }),
    stored: { station: 'S1', values: { pm25: 12.5 } },
  },
  'an Observation': {
    topic: 'v1.1/Datastreams(two)/Observations',
    payload: JSON.stringify({ result: 4.5, phenomenonTime: `${AT}+08:00` }),
    stored: { station: 'S2', values: { temp: 4.5 } },
  },
} as const;

export const observation = (hour: number) =>
  JSON.stringify({ result: hour, phenomenonTime: `2025-01-01T${String(hour).padStart(2, '0')}:00:00+08:00` });
