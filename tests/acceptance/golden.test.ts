import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readStationsFile } from '../../app/config/stations-file.ts';
import { agreementText } from '../app/agreement-text.ts';
import { lianfang } from './lianfang-process.ts';

const data = process.env['LIANFANG_DATA'] ?? new URL('../../../shared/data', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'lianfang-golden-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const message = { zh: '{subject} {value}', en: '{subject} {value}' };
/** One rule of each kind that needs nothing but readings. */
const RULES = [
  {
    id: 'station-pm25',
    on: 'station',
    when: { kind: 'threshold', quantity: 'pm25', above: 250, clear: 150 },
    for_hours: 2,
  },
  { id: 'station-rise', on: 'station', when: { kind: 'rise', quantity: 'pm25', by: 150, in_hours: 3 }, hold_hours: 3 },
  { id: 'station-absent', on: 'station', when: { kind: 'absent', hours: 6 } },
  { id: 'station-unlike', on: 'station', when: { kind: 'unlike_neighbours', quantity: 'pm25', z: 8, within_km: 50 } },
  { id: 'city-24h', on: 'city', when: { kind: 'threshold', quantity: 'aqi', over: '24h', above: 200, clear: 180 } },
  {
    id: 'city-past',
    on: 'city',
    when: { kind: 'unlike_past', quantity: 'pm25', z: 6, days: 20 },
    flap: { raises: 3, within_hours: 24 },
  },
  {
    id: 'region-half',
    on: 'region',
    when: {
      kind: 'quorum',
      of: 'station',
      when: { kind: 'threshold', quantity: 'pm25', above: 150 },
      share: 0.5,
      min_members: 5,
    },
  },
].map((rule) => ({ priority: 2, message, ...rule }));

/** Somebody must be able to act on a grade; who it is makes no difference to the figures. */
const ROLES = [
  {
    id: 'all',
    name: { zh: '值班', en: 'Duty' },
    at: ['nation', 'city'],
    may: { propose: 'all', consult: 'all', sign: 'all', acknowledge: 'all', report: 'all', issue: 'all', lift: 'all' },
  },
];

/** What a real winter gave, as counts of our own; nothing of the data is in them. */
const WINTERS = [
  {
    name: 'beijing-2016',
    readings: 'cn_beijing12_hourly_20161115_20170110.csv.gz',
    stations: 'cn_beijing12_stations.csv',
    ts: 'end',
    offset: '+08:00',
  },
  {
    name: 'igp-2022',
    readings: 'in_igp_hourly_20221101_20230131.csv.gz',
    stations: 'in_igp_stations.csv',
    ts: 'start',
    offset: '+05:30',
  },
] as const;

for (const { name, readings, stations, ts, offset } of WINTERS) {
  const absent = !existsSync(join(data, readings));
  it.skipIf(absent)(
    `[EVA-5] the replay of ${name} gives what it gave before (skipped without the shared data)`,
    { timeout: 120_000 },
    async () => {
      const cities = new Set(readStationsFile(join(data, stations)).map(({ city }) => city));
      const region = { id: name, name: { zh: name, en: name }, utc_offset: offset, coordinator: 'nation' };
      const agreement = join(folder, `${name}.yaml`);
      writeFileSync(
        agreement,
        agreementText([...cities], {
          region,
          rules: RULES,
          roles: ROLES,
          grades: { set: 'cn-2018', regional: { share: 0.5 } },
        }),
      );
      const summary = join(folder, `${name}.json`);
      const files = ['--agreement', agreement, '--stations', join(data, stations), '--readings', join(data, readings)];
      const replay = lianfang(['replay', ...files, '--ts', ts, '--summary', summary, '--json']);
      expect(await replay.ended, replay.stderr()).toBe(0);
      const said = JSON.parse(readFileSync(summary, 'utf8'));
      const golden = new URL(`./golden/${name}.json`, import.meta.url);
      if (process.env['LIANFANG_WRITE_GOLDEN'] === '1') writeFileSync(golden, `${JSON.stringify(said, null, 2)}\n`);
      expect(said).toEqual(JSON.parse(readFileSync(golden, 'utf8')));
    },
  );
}
