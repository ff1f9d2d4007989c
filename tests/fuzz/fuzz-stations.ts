import type { Station } from '../../domain/air/station.ts';
import { type Hj212Link, LinkBook } from '../../ingest/hj212/link-book.ts';
import { GASES_IN_MG } from '../../ingest/hj212/units.ts';
import { Datastreams } from '../../ingest/sensorthings/datastream.ts';
import { WAYS, type Way } from './fuzz-input.ts';

export const CITY = 'qingyuan';
/** Where the garbage goes. What is good goes to stations of its own, so that garbage that happens to be good changes nothing of it. */
export const GARBAGE_STATIONS = ['S1', 'S2', 'S3', '站-4'] as const;

export const GARBAGE_TOKEN = 'fuzz_garbage';
export const WITNESS_TOKEN = 'fuzz_witness';

export const SM4_HEX = { key: '0123456789abcdeffedcba9876543210', encoding: 'hex' } as const;
export const SM4_BASE64 = { key: '00112233445566778899aabbccddeeff', encoding: 'base64' } as const;

/** The station that the good readings of a way belong to. */
export function witnessStation(way: Way): string {
  return `witness-${way}`;
}

/** The device number of the good frames of a way. */
export function witnessMn(way: Way): string {
  return `WITNESS-${way.toUpperCase()}-7F3A`;
}

export const STATIONS: readonly Station[] = [
  ...GARBAGE_STATIONS.map((id, n) => station(id, n === 2 ? 'start' : 'end')),
  ...WAYS.map((way) => station(witnessStation(way), 'end')),
];

const GARBAGE_LINKS: readonly Hj212Link[] = [
  { mn: 'MN1', station: 'S1', systems: ['21', '22', '31', '32', '39'] },
  { mn: 'JLYP01_AIR01_0001', station: 'S1' },
  { mn: '010000A8900016F000169DC0', station: 'S2', sm4: SM4_HEX },
  { mn: 'MN-BASE64', station: 'S2', sm4: SM4_BASE64, password: '123456' },
  { mn: 'Y80110010000010', station: 'S3', units: GASES_IN_MG, minuteInterval: 5, periodLabel: 'end' },
  { mn: 'Z13401000010301', station: '站-4' },
  { mn: 'LOST', station: 'nowhere' },
];

export const LINKS = new LinkBook([
  ...GARBAGE_LINKS,
  ...WAYS.map((way) => ({ mn: witnessMn(way), station: witnessStation(way), minuteInterval: 1 })),
]);

export const DATASTREAMS = Datastreams.parse({
  1: { station: 'S1', parameter: 'pm25', unit: 'µg/m3', period: 3600, quality: { '4': 'D', good: 'N' } },
  2: { station: 'S1', parameter: 'co', unit: 'µg/m3', period: 3600, stamps: 'start' },
  "o'3": { station: 'S1', parameter: 'o3', unit: 'µg/m3', period: 3600, quality: { '*': 'M' } },
  9: { station: 'nowhere', parameter: 'o3', unit: 'µg/m3' },
  20: { station: 'S2', parameter: 'temp', unit: 'C' },
  witness: { station: witnessStation('sensorthings'), parameter: 'pm25', unit: 'µg/m3', period: 60 },
});

/** Devices of the profiles. */
export const DEVICES: Readonly<Record<string, string>> = {
  '12345678': 'S1',
  'esp8266-12345678': 'S1',
  ag1: 'S2',
  tas1: 'S3',
  zig1: '站-4',
  'witness-tas': witnessStation('profile'),
};

function station(id: string, periodLabel: Station['periodLabel']): Station {
  return { id, name: id, city: CITY, lon: 113, lat: 23.7, background: false, periodLabel };
}
