import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readStationsFile } from '../../app/config/stations-file.ts';
import { readReadingsCsv } from '../../app/csv/readings-csv.ts';
import { InfluxTimeseries } from '../../store/influxdb/influx-timeseries.ts';
import { agreementText } from '../app/agreement-text.ts';
import { describeWithService } from '../services/describe-with-service.ts';
import { freePort } from '../services/free-port.ts';
import { startInfluxdb } from '../services/influxdb.ts';
import type { LaunchedService } from '../services/launched-service.ts';
import { startMosquitto } from '../services/mosquitto.ts';
import { type Lianfang, lianfang } from './lianfang-process.ts';
import { startWebhookSink, type WebhookSink } from './webhook-sink.ts';

const data = process.env['LIANFANG_DATA'] ?? new URL('../../../shared/data', import.meta.url).pathname;
const READINGS = join(data, 'in_igp_hourly_20221101_20230131.csv.gz');
const STATIONS = join(data, 'in_igp_stations.csv');

/** What the agreement says of itself; its cities are those of the stations file. */
const TERMS = `
region: { id: igp, name: { zh: 印度河—恒河平原, en: Indo-Gangetic Plain }, utc_offset: "+05:30" }
lateness: { late_hours: 1, close_after_minutes: 20, quiet_seconds: 15 }
rules:
  - { id: station-pm25-350, on: station, when: { kind: threshold, quantity: pm25, above: 350, clear: 250 }, for_hours: 3, priority: 3, message: { zh: "{subject}", en: "{subject}" } }
  - { id: city-aqi-300, on: city, when: { kind: threshold, quantity: aqi, above: 300, clear: 200 }, for_hours: 2, priority: 1, message: { zh: "{subject}", en: "{subject}" } }
`;

/** Looks again every 100 ms until it holds, for at most so long. */
async function until(what: string, condition: () => Promise<boolean> | boolean, ms: number): Promise<void> {
  for (let waited = 0; waited < ms; waited += 100) {
    if (await condition()) return;
    await delay(100);
  }
  throw new Error(`not within ${ms} ms: ${what}`);
}

/** The alerts that stand after all these events: when each was raised and returned, and by what value. */
function standing(events: Iterable<Record<string, unknown>>): string[] {
  const alerts = new Map<unknown, { value: unknown; returned: string }>();
  for (const { type, alert, at, value, returnedAt } of events) {
    const known = alerts.get(alert);
    if (type === 'alert.raised') alerts.set(alert, { value, returned: 'open' });
    else if (type === 'alert.withdrawn') alerts.delete(alert);
    else if (known === undefined) throw new Error(`${type} of ${alert}, which was not raised`);
    else if (type === 'alert.returned') known.returned = new Date(String(at)).toISOString();
    else if (type === 'alert.corrected') {
      const returned =
        returnedAt === null
          ? 'open'
          : new Date(typeof returnedAt === 'number' ? returnedAt : String(returnedAt)).toISOString();
      alerts.set(alert, { value, returned });
    }
  }
  return [...alerts].map(([alert, { value, returned }]) => `${alert} until ${returned} ${value}`).sort();
}

describeWithService(
  ['mosquitto', 'influxdb'],
  'a real winter through real services, we killed three times, the store once',
  () => {
    let folder = '';
    let mosquitto: LaunchedService;
    let influxd: LaunchedService;
    let sink: WebhookSink;
    let store: InfluxTimeseries;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'lianfang-winter-'));
      [mosquitto, influxd, sink] = await Promise.all([startMosquitto(), startInfluxdb(), startWebhookSink()]);
      store = new InfluxTimeseries({ url: influxd.url, database: 'winter' });
    });
    afterAll(async () => {
      await store.close();
      sink.close();
      await Promise.all([mosquitto.stop(), influxd.stop()]);
      rmSync(folder, { recursive: true, force: true });
    });

    it.skipIf(!existsSync(READINGS))(
      'stores every row with a value, and the alerts that the webhook heard of are those of replay (skipped without the shared data)',
      { timeout: 300_000 },
      async () => {
        let expected = 0;
        for await (const { values } of readReadingsCsv(READINGS)) if (Object.keys(values).length > 0) expected += 1;
        const config = join(folder, 'lianfang.yaml');
        const agreement = join(folder, 'agreement.yaml');
        const port = await freePort();
        const cities = new Set(readStationsFile(STATIONS).map(({ city }) => city));
        writeFileSync(agreement, agreementText([...cities], parse(TERMS)));
        writeFileSync(
          config,
          [
            'agreement: agreement.yaml',
            `stations: ${JSON.stringify(STATIONS)}`,
            `http: { port: ${port} }`,
            `mqtt: { url: "${mosquitto.url}" }`,
            `influxdb: { url: "${influxd.url}", database: winter }`,
            `webhooks: [{ id: sink, url: "${sink.url}" }]`,
          ].join('\n'),
        );
        const serve = () => lianfang(['serve', '--config', config]);
        const metric = async (name: string) => {
          const text = await fetch(`http://127.0.0.1:${port}/metrics`).then(
            (response) => response.text(),
            () => '',
          );
          return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
        };
        const stored = () => store.count({ from: 0, to: Date.UTC(2030, 0) }).catch(() => 0);
        const ready = async () =>
          (await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined))?.status === 200;

        let house: Lianfang = serve();
        await until(`ready\n${house.stderr()}`, ready, 20_000);
        const stations = lianfang([
          'simulate',
          ...[
            '--mqtt',
            mosquitto.url,
            '--from',
            READINGS,
            '--stations',
            STATIONS,
            '--ts',
            'start',
            '--speed',
            '0',
            '--json',
          ],
        ]);
        await until('some stored', async () => (await stored()) >= 0.1 * expected, 60_000);
        await influxd.kill();
        await until('the spool takes them', async () => (await metric('lianfang_spool_readings')) > 0, 20_000);
        await house.end('SIGKILL');
        house = serve();
        await influxd.restart();
        for (const share of [0.45, 0.7]) {
          await until(`${share} stored\n${house.stderr()}`, async () => (await stored()) >= share * expected, 120_000);
          await house.end('SIGKILL');
          house = serve();
        }
        expect(await stations.ended, stations.stderr()).toBe(0);
        expect(JSON.parse(stations.stdout())).toMatchObject({ acknowledged: expected });
        await until('all stored', async () => (await stored()) >= expected, 120_000);
        await until('all hours judged', async () => (await metric('lianfang_readings_evaluated_total')) > 0, 20_000);

        const replay = lianfang([
          'replay',
          ...['--agreement', agreement, '--stations', STATIONS, '--readings', READINGS, '--ts', 'start', '--json'],
        ]);
        expect(await replay.ended, replay.stderr()).toBe(0);
        // Batches and restarts may tell of a correction at another moment; what stands in the end is the same, alert by alert.
        const said = standing(
          replay
            .stdout()
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line)),
        );
        expect(said.length).toBeGreaterThan(500);
        await until('nothing is pending', async () => (await metric('lianfang_outbox_pending')) === 0, 60_000);
        expect(await stored()).toBe(expected);
        const heard = () => [...sink.notices.values()].sort((one, other) => Number(one['seq']) - Number(other['seq']));
        // The last corrections are told when late data has been quiet for a while.
        await until('the webhook has heard all', () => isDeepStrictEqual(standing(heard()), said), 90_000).catch(
          () => {},
        );
        expect(standing(heard())).toEqual(said);
        expect(await house.end('SIGTERM'), house.stderr()).toBe(0);
      },
    );
  },
);
