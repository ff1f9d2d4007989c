import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConfigError } from '../../../app/config/fault.ts';
import { loadConfig } from '../../../app/config/load.ts';
import { type Installation, startInstallation } from '../../../app/installation/installation.ts';
import { formatIso } from '../../../domain/time.ts';
import { JumpingClock } from '../../clock/jumping-clock.ts';
import { quiet } from '../../ingest/samples.ts';
import { agreementText } from '../agreement-text.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-22T14:00:00+08:00');
const TOKEN = 'a-token-of-twenty-characters';
const BASE = 'agreement: agreement.yaml\nstations: stations.csv\nhttp: { port: 0 }\nembedded_broker: { port: 0 }\n';
const FORECASTER = `forecasters: [{ id: bureau, cities: [a], token: ${TOKEN} }]`;

let folder: string;
let clock: JumpingClock;
beforeEach(() => {
  clock = new JumpingClock(NOW);
  folder = mkdtempSync(join(tmpdir(), 'lianfang-forecasts-'));
  const rule = {
    id: 'tomorrow',
    on: 'city',
    when: { kind: 'forecast', quantity: 'aqi', above: 300, day: 1 },
    priority: 1,
    message: { zh: '明日', en: 'tomorrow' },
  };
  const agreement = agreementText(['a', 'b'], { rules: [rule], forecasts: { issuers: ['bureau'] } });
  writeFileSync(join(folder, 'agreement.yaml'), agreement);
  writeFileSync(join(folder, 'stations.csv'), 'station,name,city,lon,lat\na1,A 1,a,100,20\nb1,B 1,b,101,20\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

function load(forecasts: string) {
  writeFileSync(join(folder, 'lianfang.yaml'), `${BASE}forecasts: { ${forecasts} }\n`);
  return loadConfig(join(folder, 'lianfang.yaml'), {});
}

async function inHouse(forecasts: string, run: (house: Installation) => Promise<void>): Promise<void> {
  const house = await startInstallation({ loaded: load(forecasts), clock, clockRate: 1, log: quiet });
  try {
    await run(house);
  } finally {
    await house.close();
  }
}

const POLLUTANTS = { pm10: 220, so2: 10, no2: 40, co: 1, o3: 50 };

/** Hourly readings of a1 whose hours end in (from, to]. */
async function send({ broker }: Installation, from: number, to: number, pm25: number): Promise<void> {
  const readings = Array.from({ length: (to - from) / HOUR }, (_, index) => ({
    at: formatIso(from + (index + 1) * HOUR),
    period: 3600,
    values: { ...POLLUTANTS, pm25: pm25 + (index % 5) },
  }));
  const logger = await connectAsync(broker, { protocolVersion: 4, reconnectPeriod: 0, log: () => {} });
  await logger.publishAsync('lianfang/v1/a/a1/readings', JSON.stringify(readings), { qos: 1 });
  await logger.endAsync();
}

interface Page {
  readonly items: readonly {
    readonly issuer: string;
    readonly kind: string;
    readonly day: string;
    readonly aqi: number;
    readonly issuedAt: string;
    readonly observed: number | null;
    readonly lead: number;
    readonly forecasts: number;
    readonly rule: string;
    readonly mae: number;
  }[];
}
async function items({ url }: Installation, path: string): Promise<Page['items']> {
  return ((await (await fetch(`${url}/api/v1/${path}`)).json()) as Page).items;
}

async function post({ url }: Installation, days: object[], issuedAt = clock.now()): Promise<number> {
  const headers = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' };
  const body = JSON.stringify({ city: 'a', issuer: 'bureau', issued_at: formatIso(issuedAt), days });
  return (await fetch(`${url}/api/v1/forecasts`, { method: 'POST', headers, body })).status;
}

/** Lets time pass until something is so, in steps of half an hour. */
async function passUntil(isSo: () => Promise<boolean>, steps = 6): Promise<void> {
  for (let step = 0; step < steps; step += 1) {
    await clock.jump(HOUR / 2);
    if (await vi.waitUntil(isSo, { timeout: 1_000, interval: 10 }).catch(() => false)) return;
  }
  expect(await isSo()).toBe(true);
}

describe('forecasts of an installation', () => {
  it('[FCS-24] makes the baseline of a city that is known well enough, and says what it is', async () => {
    await inHouse('baseline: true', async (house) => {
      expect(await items(house, 'forecasts')).toEqual([]);
      await send(house, NOW - 9 * 24 * HOUR, NOW, 200);
      await passUntil(async () => (await items(house, 'forecasts')).length > 0);
      const made = await items(house, 'forecasts');
      expect(made.map(({ day, issuer, kind }) => `${day} ${issuer} ${kind}`)).toEqual(
        ['22', '23', '24', '25'].map((day) => `2026-11-${day} baseline baseline`),
      );
      for (const { aqi } of made) expect(aqi).toBeGreaterThan(240);
      expect(made[0]?.issuedAt).toMatch(/T1[45]:/);
      // The next one is due after 18 o'clock.
      await clock.jump(2 * HOUR);
      expect(await items(house, 'forecasts')).toHaveLength(4);
    });
  });

  it('[FCS-24] makes none where the configuration says so', async () => {
    await inHouse('baseline: false', async (house) => {
      await send(house, NOW - 9 * 24 * HOUR, NOW, 200);
      for (let hour = 0; hour < 3; hour += 1) await clock.jump(HOUR);
      expect(await items(house, 'forecasts')).toEqual([]);
    });
  });

  it('[FCS-36] scores a day when it is over, anew when late data change it, and has it all after a restart', async () => {
    const observed = async (house: Installation) =>
      (await items(house, 'forecasts?day=2026-11-22'))[0]?.observed ?? null;
    const midnight = Date.parse('2026-11-23T00:00:00+08:00');
    let first = 0;
    await inHouse(`baseline: false, ${FORECASTER}`, async (house) => {
      expect(await post(house, [{ day: '2026-11-22', aqi: 210 }])).toBe(202);
      await send(house, midnight - 24 * HOUR, NOW, 200);
      await clock.jump(midnight - NOW);
      expect(await observed(house)).toBeNull();
      await send(house, NOW, midnight, 200);
      await passUntil(async () => (await observed(house)) !== null);
      first = (await observed(house)) ?? 0;
      expect(first).toBeGreaterThan(240);
      const [score] = await items(house, 'forecasts/scores?issuer=bureau');
      expect(score).toMatchObject({ lead: 0, forecasts: 1, mae: first - 210 });
    });
    await inHouse(`baseline: false, ${FORECASTER}`, async (house) => {
      expect(await observed(house)).toBe(first);
      // The evening was far worse than what came first.
      await send(house, NOW, midnight, 400);
      await passUntil(async () => (await observed(house)) !== first);
      const [score] = await items(house, 'forecasts/scores');
      expect(score).toMatchObject({ forecasts: 1, mae: ((await observed(house)) ?? 0) - 210 });
    });
  });

  it('[FCS-10] [FCS-12] a rule on tomorrow hears the bureau as soon as an hour ends after the issue', async () => {
    await inHouse(`baseline: false, ${FORECASTER}`, async (house) => {
      expect(await post(house, [{ day: '2026-11-23', aqi: 310 }], NOW - 30 * 60_000)).toBe(202);
      await send(house, NOW - 2 * HOUR, NOW, 100);
      await passUntil(async () => (await items(house, 'alerts')).length > 0);
      expect((await items(house, 'alerts')).map(({ rule }) => rule)).toEqual(['tomorrow']);
    });
  });

  it('[FCS-7] refuses names of its own and short tokens in the configuration', () => {
    const faults = (forecasters: string): string => {
      try {
        load(`forecasters: [${forecasters}]`);
      } catch (error) {
        if (error instanceof ConfigError) return error.faults.map(({ path, message }) => `${path}: ${message}`).join();
      }
      return '';
    };
    expect(faults(`{ id: baseline, token: ${TOKEN} }`)).toContain('"baseline" is a name of ours');
    expect(faults('{ id: bureau, token: short }')).toContain('at least 20 characters');
    expect(faults(`{ id: x, token: ${TOKEN} }, { id: x, token: ${TOKEN} }`)).toContain('"x" is there twice');
    expect(faults(`{ id: x, token: ${TOKEN} }`)).toBe('');
  });
});
