import { frameOf } from '../../ingest/hj212/frame.ts';
import { encryptContent } from '../../ingest/hj212/sm4.ts';
import { ACKS, BAD_CRC, FRAMES, segment, segmentIn } from '../ingest/hj212/frames.ts';
import { message } from '../ingest/samples.ts';
import { SM4_BASE64, SM4_HEX } from './fuzz-stations.ts';

const json = (value: unknown) => Buffer.from(JSON.stringify(value));

/** Data segments: those of public frames, and ours of every kind. */
export const SEGMENTS: readonly Buffer[] = [
  ...Object.values(FRAMES).map(segmentIn),
  ...Object.values(ACKS).map(segmentIn),
  segment(),
  segment({ cn: '2011', content: 'DataTime=20261122130000;a34004-Rtd=62,a34004-Flag=N' }),
  segment({ cn: '2031', mn: 'Y80110010000010' }),
  segment({ part: [1, 2] }),
  segment({ part: [2, 2], content: 'a21026-Avg=6,a21026-Flag=N' }),
  segment({ cn: '1013' }),
  segment({ cn: '9015', flag: 9 }),
  segment({ cn: '9011', content: 'QnRtn=1' }),
  segment({ cn: '9012', content: 'ExeRtn=1' }),
  segment({ cn: '2041' }),
  segment({ mn: 'MN-BASE64', flag: 9, content: encryptContent('DataTime=20261122130000;a34004-Avg=62', SM4_BASE64) }),
  segment({
    mn: '010000A8900016F000169DC0',
    flag: 9,
    content: encryptContent('DataTime=20261122130000;a34004-Avg=62,a34004-Flag=N', SM4_HEX),
  }),
].map((text) => Buffer.from(text));

/** Whole frames, the public ones with wrong check codes too. */
export const WHOLE_FRAMES: readonly Buffer[] = [
  ...SEGMENTS.map((bytes) => Buffer.from(frameOf(bytes.toString('utf8')))),
  ...BAD_CRC.map(({ frame }) => Buffer.from(`${frame}\r\n`)),
];

/** Payloads of the public contract. */
export const CONTRACT: readonly Buffer[] = [
  json(message()),
  json([message(), message({ at: '2026-11-22T13:00:00Z', seq: 1025 }), message({ period: 60, flags: {} })]),
  json(message({ values: { pm25: 1e3, temp: -40.5, wind_dir: 360, rain: 0 } })),
  Buffer.from(' [ { "at" : "2026-11-22T14:00:00.123456789+08:00" , "period" : 0 , "values" : { "co" : 0.4270 } } ]\n'),
];

/** Bodies of `POST /api/v1/readings`. */
export const BODIES: readonly Buffer[] = [
  json([message({ station: 'S1' }), message({ station: 'S2', seq: 7 }), message({ station: '站-4', period: 60 })]),
  Buffer.from(`${JSON.stringify(message({ station: 'S1' }))}\n\n${JSON.stringify(message({ station: 'S3' }))}\n`),
  json(message({ station: 'S1' })),
];

/** What foreign devices say, by profile. */
export const DEVICE_MESSAGES = {
  'sensor-community': json({
    esp8266id: '12345678',
    software_version: 'NRZ-2020-133',
    sensordatavalues: [
      { value_type: 'SDS_P1', value: '23.50' },
      { value_type: 'SDS_P2', value: '11.70' },
      { value_type: 'BME280_pressure', value: '101325.00' },
      { value_type: 'BME280_temperature', value: '4.10' },
      { value_type: 'signal', value: '-71' },
    ],
  }),
  airgradient: json({ serialno: 'ag1', pm02: 7, pm10: 9.5, atmp: 22.1, rhum: 55, wifi: -60, firmware: '3.1.1' }),
  tasmota: json({
    Time: '2026-11-22T14:00:00',
    HTU21: { Temperature: 4.1, Humidity: 61, DewPoint: -2.8 },
    PMS5003: { CF1: 1, PM1: 1, 'PM2.5': 62, PM10: 101 },
    TempUnit: 'C',
  }),
  zigbee2mqtt: json({ pm25: 62, temperature: 22.75, humidity: 55.43, pressure: 1013.2, linkquality: 97 }),
} as const;
export type ShippedProfile = keyof typeof DEVICE_MESSAGES;

/** Topics of their devices; the first has none and is for HTTP only. */
export const DEVICE_TOPICS: readonly { readonly profile: ShippedProfile; readonly topic: string }[] = [
  { profile: 'airgradient', topic: 'airgradient/readings/ag1' },
  { profile: 'tasmota', topic: 'tele/tas1/SENSOR' },
  { profile: 'zigbee2mqtt', topic: 'zigbee2mqtt/zig1' },
];

/** SensorThings observations. */
export const OBSERVATIONS: readonly Buffer[] = [
  json({ result: 72, phenomenonTime: '2026-11-22T14:00:00+08:00' }),
  json({ result: 1.3, phenomenonTime: '2026-11-22T13:00:00Z/2026-11-22T14:00:00Z', resultQuality: '4' }),
  json({
    result: 21.5,
    resultQuality: 'good',
    parameters: { a: [1, { b: null }] },
    FeatureOfInterest: { '@iot.id': 1 },
  }),
  json({ result: 0 }),
];
