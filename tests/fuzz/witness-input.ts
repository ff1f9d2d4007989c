import type { Reading } from '../../domain/air/reading.ts';
import { formatIso } from '../../domain/time.ts';
import { formatDataTime } from '../../ingest/hj212/data-time.ts';
import { frameOf } from '../../ingest/hj212/frame.ts';
import type { FuzzInput, Way } from './fuzz-input.ts';
import { CITY, WITNESS_TOKEN, witnessMn, witnessStation } from './fuzz-stations.ts';

const MINUTE_MS = 60_000;
const FIRST = Date.UTC(2016, 0, 1);

/** The good message `n` of a way: the reading of a minute that no other has. */
export function witnessInput(way: Way, n: number): FuzzInput {
  const station = witnessStation(way);
  const at = FIRST + n * MINUTE_MS;
  const value = n % 997;
  const base = { station, city: CITY, at, periodS: 60, flags: {} };
  const contract = { at: formatIso(at), period: 60, seq: n, values: { pm25: value } };
  const numbered: Reading = { ...base, seq: n, values: { pm25: value } };
  const plain: Reading = { ...base, values: { pm25: value } };
  const none = { headers: {}, retained: false };
  switch (way) {
    case 'hj212':
    case 'hj212_message': {
      const qn = `9${String(n).padStart(16, '0')}`;
      const start = formatDataTime(at - MINUTE_MS);
      const head = `QN=${qn};ST=22;CN=2051;PW=123456;MN=${witnessMn(way)};Flag=5;`;
      const bytes = Buffer.from(frameOf(`${head}CP=&&DataTime=${start};a34004-Avg=${value},a34004-Flag=N&&`));
      return { way, bytes, address: `lianfang/v1/${CITY}/${station}/hj212`, ...none, expected: plain, qn };
    }
    case 'mqtt':
      return { way, bytes: json(contract), address: topic(station), ...none, expected: numbered };
    case 'http':
      return {
        way,
        bytes: json([{ ...contract, station }]),
        address: '/api/v1/readings',
        headers: { authorization: `Bearer ${WITNESS_TOKEN}`, 'content-type': 'application/json' },
        retained: false,
        expected: numbered,
      };
    case 'profile': {
      // The end of the period in local time, five minutes long: the profile says so.
      const Time = formatIso(at).slice(0, 19);
      const expected = { ...base, periodS: 300, values: { pm25: value } };
      return {
        way,
        bytes: json({ Time, PMS5003: { 'PM2.5': value } }),
        address: 'tele/witness-tas/SENSOR',
        ...none,
        expected,
      };
    }
    case 'sensorthings': {
      const bytes = json({ result: value, phenomenonTime: formatIso(at) });
      return { way, bytes, address: 'v1.1/Datastreams(witness)/Observations', ...none, expected: plain };
    }
  }
}

function topic(station: string): string {
  return `lianfang/v1/${CITY}/${station}/readings`;
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
