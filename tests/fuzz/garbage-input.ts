import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { hj212Crc } from '../../ingest/hj212/crc.ts';
import {
  BODIES,
  CONTRACT,
  DEVICE_MESSAGES,
  DEVICE_TOPICS,
  OBSERVATIONS,
  SEGMENTS,
  type ShippedProfile,
  WHOLE_FRAMES,
} from './corpus.ts';
import type { FuzzInput, Way } from './fuzz-input.ts';
import { FuzzRandom } from './fuzz-random.ts';
import { CITY, GARBAGE_STATIONS, GARBAGE_TOKEN } from './fuzz-stations.ts';
import { mutate } from './mutate.ts';
import * as nearlyRight from './nearly-right.ts';

const PROFILES = Object.keys(DEVICE_MESSAGES) as ShippedProfile[];
const DATASTREAM_NAMES = ['Datastreams(1)', 'Datastreams(2)', "Datastreams('o''3')", 'Datastreams(20)'];
const ODD_DATASTREAMS = ['Datastreams(9)', 'Datastreams(none)', "Datastreams('", 'Things(1)', 'Datastreams(__proto__)'];
const ODD_TOPICS = [
  'lianfang/v1/elsewhere/S1/readings',
  `lianfang/v1/${CITY}/unknown/readings`,
  `lianfang/v1/${CITY}//readings`,
  `lianfang/v1/${CITY}/${'x'.repeat(300)}/readings`,
  `lianfang/v1/${CITY}/S1/more/readings`,
  `lianfang/v1/${CITY}/__proto__/readings`,
  `lianfang/v1/${CITY}/S1/status`,
];
const deviceArbitraries = Object.fromEntries(
  PROFILES.map((name) => [name, nearlyRight.deviceMessages(JSON.parse(DEVICE_MESSAGES[name].toString()))]),
) as Record<ShippedProfile, fc.Arbitrary<Buffer>>;

/** `count` bad messages of a way, half nearly right and half mutated; the same for the same numbers. */
export function garbageInputs(way: Way, count: number, seed: number): FuzzInput[] {
  const random = new FuzzRandom(seed);
  const samples = (arbitrary: fc.Arbitrary<Buffer>) =>
    fc.sample(arbitrary, { seed: random.next() | 0, numRuns: Math.ceil(count / 2) });
  const addresses = Array.from({ length: count }, () => addressOf(way, random));
  const generated = samplesOf(way, samples);
  return addresses.map(({ address, corpus, profile, headers, retained }, i) => {
    const nearly = profile === undefined ? generated(address) : deviceSample(profile, random);
    const bytes = i % 2 === 0 ? nearly : mutated(way, corpus, random);
    return { way, address, retained, ...(way === 'http' ? asHttp(bytes, headers, random) : { bytes, headers }) };
  });
}

interface Address {
  readonly address: string;
  readonly corpus: readonly Buffer[];
  readonly profile?: ShippedProfile;
  readonly headers: Readonly<Record<string, string>>;
  readonly retained: boolean;
}

function addressOf(way: Way, random: FuzzRandom): Address {
  const station = random.pick(GARBAGE_STATIONS);
  const plain = { headers: {}, retained: false };
  switch (way) {
    case 'hj212':
    case 'hj212_message':
      return { address: `lianfang/v1/${CITY}/${station}/hj212`, corpus: WHOLE_FRAMES, ...plain };
    case 'mqtt': {
      const odd = random.below(20) === 0;
      return {
        address: odd ? random.pick(ODD_TOPICS) : `lianfang/v1/${CITY}/${station}/readings`,
        corpus: CONTRACT,
        ...plain,
      };
    }
    case 'http': {
      const kind = random.below(10);
      const headers = { authorization: `Bearer ${GARBAGE_TOKEN}` };
      if (kind < 2) {
        const profile = random.pick(PROFILES);
        return {
          address: `/api/v1/push/${profile}`,
          corpus: [DEVICE_MESSAGES[profile]],
          profile,
          headers,
          retained: false,
        };
      }
      if (kind < 4) {
        const address = `/v1.1/${encodeURIComponent(datastream(random))}/Observations`;
        return { address, corpus: OBSERVATIONS, headers, retained: false };
      }
      return { address: '/api/v1/readings', corpus: BODIES, headers, retained: false };
    }
    case 'profile': {
      const { profile, topic } = random.pick(DEVICE_TOPICS);
      const address = random.below(20) === 0 ? `${topic}x` : topic;
      return { address, corpus: [DEVICE_MESSAGES[profile]], profile, headers: {}, retained: random.below(10) === 0 };
    }
    case 'sensorthings': {
      const address = `v1.1/${datastream(random)}/Observations`;
      return { address, corpus: OBSERVATIONS, headers: {}, retained: random.below(10) === 0 };
    }
  }
}

function datastream(random: FuzzRandom): string {
  return random.below(10) === 0 ? random.pick(ODD_DATASTREAMS) : random.pick(DATASTREAM_NAMES);
}

/** The next sample for an address; a way without samples of its own is one of devices. */
function samplesOf(way: Way, samples: (arbitrary: fc.Arbitrary<Buffer>) => Buffer[]): (address: string) => Buffer {
  const take = (arbitrary: fc.Arbitrary<Buffer>) => {
    const made = samples(arbitrary);
    let next = 0;
    return () => made[next++ % made.length] ?? Buffer.alloc(0);
  };
  switch (way) {
    case 'hj212':
    case 'hj212_message':
      return take(nearlyRight.frames);
    case 'mqtt':
      return take(nearlyRight.payloads);
    case 'http': {
      const [bodies, observations] = [take(nearlyRight.bodies), take(nearlyRight.observations)];
      return (address) => (address.startsWith('/v1.1/') ? observations() : bodies());
    }
    default:
      return take(nearlyRight.observations);
  }
}

function deviceSample(profile: ShippedProfile, random: FuzzRandom): Buffer {
  return fc.sample(deviceArbitraries[profile], { seed: random.next() | 0, numRuns: 1 })[0] ?? Buffer.alloc(0);
}

/** Half of the frames are damaged before they get their length and check code: otherwise nothing would get beyond these. */
function mutated(way: Way, corpus: readonly Buffer[], random: FuzzRandom): Buffer {
  const isFrame = way === 'hj212' || way === 'hj212_message';
  return isFrame && random.below(2) === 0 ? framed(mutate(random, SEGMENTS)) : mutate(random, corpus);
}

/** As `frameOf`, around bytes that need not be text. */
function framed(segment: Buffer): Buffer {
  const length = String(segment.length).padStart(4, '0');
  const crc = hj212Crc(segment).toString(16).toUpperCase().padStart(4, '0');
  return Buffer.concat([Buffer.from(`##${length}`), segment, Buffer.from(`${crc}\r\n`)]);
}

const TYPES = ['application/json', 'application/x-ndjson', 'application/json; charset=utf-8', 'application/ndjson'];
const ODD_TYPES = ['', 'text/plain', 'application/json; charset=gbk', 'multipart/form-data; boundary=x'];
const ODD_ENCODINGS = ['br', 'gzip, gzip', 'identity', '', 'x'];
const ODD_TOKENS = ['', 'Bearer', 'Bearer nobody', 'Basic !!!', `Bearer ${'x'.repeat(2_000)}`];

function asHttp(
  bytes: Buffer,
  headers: Readonly<Record<string, string>>,
  random: FuzzRandom,
): { readonly bytes: Buffer; readonly headers: Readonly<Record<string, string>> } {
  const odd = (n: number) => random.below(n) === 0;
  const common: Record<string, string> = {
    ...headers,
    'content-type': odd(20) ? random.pick(ODD_TYPES) : random.pick(TYPES),
    ...(odd(30) ? { authorization: random.pick(ODD_TOKENS) } : {}),
    ...(odd(10) ? { 'idempotency-key': odd(5) ? 'x'.repeat(300) : String(random.below(1_000)) } : {}),
    ...(odd(10) ? { 'x-sensor': 'esp8266-12345678' } : {}),
  };
  if (odd(30)) return { bytes, headers: { ...common, 'content-encoding': random.pick(ODD_ENCODINGS) } };
  if (!odd(8)) return { bytes, headers: common };
  const kind = random.pick(['gzip', 'deflate']);
  const packed = kind === 'gzip' ? gzipSync(bytes) : deflateSync(bytes);
  return { bytes: odd(3) ? mutate(random, [packed]) : packed, headers: { ...common, 'content-encoding': kind } };
}
