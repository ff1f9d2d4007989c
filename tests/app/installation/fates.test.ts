import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../../app/config/load.ts';
import { type Installation, startInstallation } from '../../../app/installation/installation.ts';
import { formatIso } from '../../../domain/time.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { quiet } from '../../ingest/samples.ts';
import { agreementText } from '../agreement-text.ts';

const NOW = Date.parse('2026-11-22T14:00:30+08:00');
const HOUR = 3_600_000;

interface Page {
  readonly items: readonly { readonly late?: string; readonly revised?: true; readonly values: { pm25: number } }[];
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lianfang-fates-'));
  const agreement = agreementText(['a'], { lateness: { window_hours: 24 } });
  writeFileSync(join(folder, 'agreement.yaml'), agreement);
  writeFileSync(join(folder, 'stations.csv'), 'station,name,city,lon,lat\na1,A 1,a,100,20\n');
  const config = 'agreement: agreement.yaml\nstations: stations.csv\nhttp: { port: 0 }\nembedded_broker: { port: 0 }\n';
  writeFileSync(join(folder, 'lianfang.yaml'), config);
});
afterEach(() => rmSync(folder, { recursive: true }));

async function inHouse(run: (house: Installation) => Promise<void>): Promise<void> {
  const loaded = loadConfig(join(folder, 'lianfang.yaml'), {});
  const clock = new ManualClock(NOW);
  const house = await startInstallation({ loaded, clock, clockRate: 1, log: quiet });
  try {
    await run(house);
  } finally {
    await house.close();
  }
}

async function send({ broker }: Installation, ...readings: readonly [hoursAgo: number, pm25: number][]) {
  const logger = await connectAsync(broker, { protocolVersion: 4, reconnectPeriod: 0, log: () => {} });
  for (const [hoursAgo, pm25] of readings) {
    const payload = { at: formatIso(NOW - 30_000 - hoursAgo * HOUR), period: 3600, values: { pm25 } };
    await logger.publishAsync('lianfang/v1/a/a1/readings', JSON.stringify(payload), { qos: 1 });
  }
  await logger.endAsync();
}

async function page({ url }: Installation, path: string): Promise<Page['items']> {
  return ((await (await fetch(`${url}${path}&to=2026-12-01T00:00:00Z`)).json()) as Page).items;
}

async function figure({ url }: Installation, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^lianfang_${name} (\\d+)$`, 'm').exec(text)?.[1]);
}

describe('an installation', () => {
  it('[LAT-9] shows what was repeated, revised and late, also after a restart', async () => {
    await inHouse(async (house) => {
      await send(house, [0, 10], [0, 10], [1, 20], [1, 21], [23, 30], [25, 40]);
      const names = ['stored', 'duplicate', 'revised', 'overdue'].map((name) => `readings_${name}_total`);
      expect(await Promise.all(names.map((name) => figure(house, name)))).toEqual([5, 1, 1, 1]);
      const readings = await page(house, '/api/v1/readings?from=2026-11-20T00:00:00Z');
      expect(readings.map(({ values, late, revised }) => [values.pm25, late, revised])).toEqual([
        [40, formatIso(NOW), undefined],
        [30, undefined, undefined],
        [21, undefined, true],
        [10, undefined, undefined],
      ]);
    });
    await inHouse(async (house) => {
      await send(house, [0, 10], [1, 22], [25, 40]);
      expect(await figure(house, 'readings_duplicate_total')).toBe(2);
      expect(await figure(house, 'fates_unknown_total')).toBe(0);
      const revisions = await page(house, '/api/v1/stations/a1/revisions?from=2026-11-20T00:00:00Z');
      expect(revisions.map(({ values }) => values.pm25)).toEqual([20, 21]);
    });
  });
});
