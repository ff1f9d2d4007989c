import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { airOfCluster, airOfFile } from '../../../app/drill/drill-air.ts';
import { feedReadings } from '../../../app/drill/drill-feed.ts';
import type { Outgoing } from '../../../app/simulation/outgoing.ts';
import { PublishRefused } from '../../../app/simulation/publisher.ts';
import type { Station } from '../../../domain/air/station.ts';
import { formatIso } from '../../../domain/time.ts';
import { ManualClock } from '../../clock/manual-clock.ts';

const HOUR = 3_600_000;
const FIRST = Date.parse('2016-12-15T00:00:00+08:00');
const NOW = Date.parse('2026-11-23T09:20:00+08:00');
const STATIONS: Station[] = ['a1', 'b1'].map((id) => ({
  id,
  name: id,
  city: id[0] ?? '',
  lon: 100,
  lat: 20,
  background: false,
  operator: 'op',
  periodLabel: 'end',
}));

let path: string;
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'lianfang-air-')), 'readings.csv');
  // Station after station, as some files are.
  const rows = ['b1', 'a1', 'x9'].flatMap((station) =>
    Array.from({ length: 48 }, (_, n) => `${formatIso(FIRST + n * HOUR)},${station},${50 + n}`),
  );
  writeFileSync(path, ['ts,station,pm25', ...rows].join('\n'));
});
afterEach(() => rmSync(join(path, '..'), { recursive: true }));

const from = FIRST + 12 * HOUR;
const options = { leadInHours: 6, clock: 'own' as const, now: NOW };
const span = { stations: STATIONS, ts: 'end' as const, from, to: FIRST + 20 * HOUR };

describe('readings of a drill', () => {
  it('[DRI-6] from the lead-in to the end, in the order of time, of known stations', async () => {
    const complaints: string[] = [];
    const air = await airOfFile({ path, ...span }, options, (text) => complaints.push(text));
    expect(air.startsAt).toBe(from);
    expect(air.readings.map(({ at }) => (at - FIRST) / HOUR)).toEqual(
      Array.from({ length: 14 }, (_, n) => [n + 6, n + 6]).flat(),
    );
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toContain('x9');
  });

  it('[DRI-6] without --from the lead-in is the beginning of the file', async () => {
    const air = await airOfFile({ path, stations: STATIONS, ts: 'end' }, options, () => {});
    expect(air.startsAt).toBe(FIRST + 6 * HOUR);
    expect(air.readings).toHaveLength(96);
  });

  it('[DRI-7] moved by whole hours to now, values untouched', async () => {
    const own = await airOfFile({ path, ...span }, options, () => {});
    const air = await airOfFile({ path, ...span }, { ...options, clock: 'now' }, () => {});
    expect(air.startsAt).toBe(NOW);
    const shift = Date.parse('2026-11-23T09:00:00+08:00') - from;
    expect(air.readings.map(({ at }) => at)).toEqual(own.readings.map(({ at }) => at + shift));
    expect(air.readings.map(({ payload }) => Date.parse(payload.at))).toEqual(air.readings.map(({ at }) => at));
    expect(air.readings.map(({ payload }) => payload.values)).toEqual(
      own.readings.map(({ payload }) => payload.values),
    );
  });

  it('says so when nothing is left', async () => {
    const nothing = { path, ...span, from: NOW, to: NOW + HOUR };
    await expect(airOfFile(nothing, options, () => {})).rejects.toThrow(/no readings/);
  });

  it('[DRI-6] the invented cluster has its lead-in too', async () => {
    const air = await airOfCluster({ seed: 1, hours: 3 }, { leadInHours: 2, now: NOW });
    const ats = new Set(air.readings.map(({ at }) => (at - Date.parse('2026-11-23T09:00:00+08:00')) / HOUR));
    expect([...ats]).toEqual([-2, -1, 0, 1, 2]);
  });
});

describe('feeding a drill', () => {
  const reading = (hours: number): Outgoing => ({
    at: NOW + hours * HOUR,
    city: 'a',
    station: 'a1',
    payload: { at: formatIso(NOW + hours * HOUR), period: 3600, values: { pm25: 1 } },
  });

  it('[DRI-6] the past at once, the rest each at its time; what is refused is told, and a signal ends it', async () => {
    const clock = new ManualClock(NOW);
    const sent: number[] = [];
    const refused: string[] = [];
    const stop = new AbortController();
    const feeding = feedReadings([-5, -1, 0, 1, 2, 3].map(reading), {
      publisher: {
        publish: async (_city, _station, payload) => {
          sent.push((Date.parse(String(payload['at'])) - NOW) / HOUR);
          if (sent.length === 2) throw new PublishRefused('no');
        },
        isFull: false,
        room: async () => {},
        drain: async () => {},
      },
      clock,
      signal: stop.signal,
      onRefused: (_, error) => refused.push(error.message),
    });
    await clock.pass(0);
    expect(sent).toEqual([-5, -1, 0]);
    await clock.pass(HOUR - 1);
    expect(sent).toHaveLength(3);
    await clock.pass(1);
    expect(sent).toEqual([-5, -1, 0, 1]);
    await clock.pass(HOUR);
    expect(sent).toEqual([-5, -1, 0, 1, 2]);
    stop.abort();
    await feeding;
    expect([sent.length, refused]).toEqual([5, ['no']]);
  });
});
