import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { benchStations, messageAt, pm25Sum, type Workload } from '../../bench/workload.ts';
import { parseReadingsTopic } from '../../ingest/mqtt/topics.ts';
import { decodePayload } from '../../ingest/payload.ts';

const NOW = Date.UTC(2026, 0, 1);

const workloads = fc.record({
  name: fc.constant('any'),
  messages: fc.integer({ min: 1, max: 60 }),
  readingsPerMessage: fc.integer({ min: 1, max: 20 }),
  stations: fc.integer({ min: 1, max: 30 }),
  periodS: fc.constantFrom(60, 3600),
  from: fc.constant(Date.UTC(2016, 0, 1)),
});

function decoded(workload: Workload) {
  const stations = new Map(benchStations(workload).map((station) => [station.id, station]));
  return Array.from({ length: workload.messages }, (_, index) => {
    const { topic, payload } = messageAt(workload, index);
    const address = parseReadingsTopic(topic);
    const station = stations.get(address?.station ?? '');
    if (station === undefined || station.city !== address?.city) throw new Error(`${topic} is nobody's`);
    return decodePayload(Buffer.from(payload), station, NOW);
  });
}

describe('workload', () => {
  it('is what the pipeline takes: no reading is refused, no identity comes twice', () => {
    fc.assert(
      fc.property(workloads, (workload) => {
        const messages = decoded(workload);
        const readings = messages.flatMap((message) => message.readings);
        expect(messages.flatMap((message) => message.refusals)).toEqual([]);
        expect(new Set(readings.map(({ station, at }) => `${station} ${at}`)).size).toBe(
          workload.messages * workload.readingsPerMessage,
        );
      }),
    );
  });

  it('knows the sum that the database must hold', () => {
    fc.assert(
      fc.property(workloads, (workload) => {
        const readings = decoded(workload).flatMap((message) => message.readings);
        const sum = readings.reduce((total, { values }) => total + (values.pm25 ?? 0), 0);
        expect(pm25Sum(workload, workload.messages)).toBe(sum);
      }),
    );
  });

  it('has payloads of about 200 bytes a reading, as the baselines had', () => {
    const workload = { name: 'single', messages: 1, readingsPerMessage: 1, stations: 1, periodS: 3600, from: NOW };
    const { length } = messageAt(workload, 0).payload;
    expect(length).toBeGreaterThan(170);
    expect(length).toBeLessThan(240);
  });
});
