import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../app/clock/system-clock.ts';
import { writeMosquittoFiles } from '../../../app/credentials/write-mosquitto-files.ts';
import { HourGrid } from '../../../domain/air/hour-grid.ts';
import { formatIso } from '../../../domain/time.ts';
import { Counters } from '../../../ingest/counters.ts';
import { ForecastDesk } from '../../../ingest/forecast/forecast-desk.ts';
import { ForecastWay } from '../../../ingest/forecast/forecast-way.ts';
import { ForecasterBook } from '../../../ingest/forecast/forecaster-book.ts';
import { MqttSource } from '../../../ingest/mqtt/mqtt-source.ts';
import { Pipeline } from '../../../ingest/pipeline.ts';
import { StationRegistry } from '../../../ingest/registry.ts';
import { SqliteForecasts } from '../../../store/sqlite/sqlite-forecasts.ts';
import { SqliteTimeseries } from '../../../store/sqlite/sqlite-timeseries.ts';
import { describeWithService } from '../../services/describe-with-service.ts';
import { startMosquitto } from '../../services/mosquitto.ts';
import { guardedBroker } from '../credentials/guarded-broker.ts';
import { seededBytes } from '../credentials/seeded-bytes.ts';
import { quiet, station } from '../samples.ts';

const TOKEN = 'a-token-of-twenty-characters';
const FORECASTERS = [
  { issuer: 'bureau', cities: ['qingyuan'], token: TOKEN },
  { issuer: 'province', token: `${TOKEN}-too` },
];
const forecasters = new ForecasterBook(FORECASTERS);
const OWN = 'lianfang/v1/qingyuan/forecast';
const RECEIPTS = `${OWN}/receipts`;
const until = (condition: () => unknown) => vi.waitUntil(condition, { timeout: 10_000, interval: 5 });

function desk() {
  const store = SqliteForecasts.open({ path: ':memory:' });
  const counters = new Counters();
  const way = new ForecastWay({
    desk: new ForecastDesk({
      store,
      counters,
      forecasters,
      clock: systemClock,
      cities: new Set(['qingyuan', 'bing']),
      grid: new HourGrid({ utcOffsetMs: 8 * 3_600_000 }),
      futureToleranceMs: 600_000,
      onStored: () => {},
    }),
    clock: systemClock,
    log: quiet,
  });
  return { store, counters, way };
}

function forecast(issuer: string): string {
  const at = formatIso(systemClock.now());
  return JSON.stringify({ issuer, issued_at: at, days: [{ day: at.slice(0, 10), aqi: 210 }] });
}

const issuers = async (store: SqliteForecasts) =>
  (await store.list({ limit: 9 })).map(({ city, issuer }) => `${city} ${issuer}`);

function heardBy(client: MqttClient): string[] {
  const heard: string[] = [];
  client.on('message', (topic, payload) => heard.push(`${topic} ${payload}`));
  return heard;
}

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

describe('forecasters at the embedded broker', () => {
  async function open() {
    const { store, way, counters } = desk();
    const rig = await guardedBroker({ forecasters, otherWays: () => [way] });
    closers.push(
      () => store.close(),
      () => rig.close(),
      () => way.close(),
    );
    const login = (username: string, password = TOKEN) => rig.connect({ username, password });
    return { rig, store, login, counters };
  }

  it('[FCS-40] log in by issuer and token, and issue for their cities', async () => {
    const { login, store, rig } = await open();
    await (await login('bureau')).publishAsync(OWN, forecast('bureau'), { qos: 1 });
    await (await login('province', `${TOKEN}-too`)).publishAsync('lianfang/v1/bing/forecast', forecast('province'), {
      qos: 1,
    });
    expect(await issuers(store)).toEqual(['bing province', 'qingyuan bureau']);
    await expect(login('bureau', 'wrong')).rejects.toMatchObject({ code: 4 });
    await expect(rig.connect({ username: 'bureau' })).rejects.toMatchObject({ code: 4 });
  });

  it.each(['lianfang/v1/bing/forecast', 'lianfang/v1/qingyuan/S1/readings', 'lianfang/v1/qingyuan/notices'])(
    '[FCS-40] are cut off when they write to %s',
    async (topic) => {
      const { login, store, rig } = await open();
      const client = await login('bureau');
      const cut = new Promise<void>((resolve) => client.once('close', () => resolve()));
      client.publish(topic, forecast('bureau'), { qos: 1 }, () => {});
      await cut;
      expect(rig.counters.publishesForbidden).toBe(1);
      expect(await issuers(store)).toEqual([]);
    },
  );

  it('[FCS-7] [FCS-40] issue in no other name, and hear what is refused on the receipts of their city only', async () => {
    const { login, store, counters } = await open();
    const client = await login('bureau');
    const heard = heardBy(client);
    for (const filter of ['lianfang/v1/bing/forecast/receipts', 'lianfang/v1/+/forecast/receipts', OWN]) {
      const [grant] = await client.subscribeAsync(filter, { qos: 1 }).catch(() => [{ qos: 128 }]);
      expect([filter, grant?.qos]).toEqual([filter, 128]);
    }
    await client.subscribeAsync(RECEIPTS, { qos: 1 });
    await client.publishAsync(OWN, forecast('province'), { qos: 1 });
    await until(() => heard.length > 0);
    expect(heard[0]).toContain(`${RECEIPTS} {"refused":[{"code":"not_your_forecast"`);
    expect(counters.refused.not_your_forecast).toBe(1);
    expect(await issuers(store)).toEqual([]);
  });

  it('[FCS-40] stations do not forecast', async () => {
    const { rig, store } = await open();
    const { secret } = await rig.book.create('S1', 'mqtt');
    const client = await rig.connect({ username: 'S1', password: secret });
    const cut = new Promise<void>((resolve) => client.once('close', () => resolve()));
    client.publish(OWN, forecast('bureau'), { qos: 1 }, () => {});
    await cut;
    expect(await issuers(store)).toEqual([]);
  });
});

describeWithService('mosquitto', 'forecasters at a Mosquitto with our files', () => {
  it('[FCS-1] [FCS-40] issue for their cities and hear of refusals; what they may not write does not come in', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lianfang-forecasters-'));
    closers.push(() => rm(folder, { recursive: true }));
    await writeMosquittoFiles({
      folder,
      stations: [station()],
      credentials: [],
      serviceUser: 'lianfang',
      forecasters: FORECASTERS,
      random: seededBytes('forecasters'),
      now: systemClock.now(),
    });
    const password = (await readFile(join(folder, 'service-password'), 'utf8')).trim();
    const broker = await startMosquitto({
      config: `allow_anonymous false\npassword_file ${folder}/passwords\nacl_file ${folder}/acl`,
    });
    closers.push(() => broker.stop());
    const { store, way, counters } = desk();
    const timeseries = await SqliteTimeseries.open({ path: ':memory:' });
    const registry = new StationRegistry([station()]);
    const shared = { clock: systemClock, counters, log: quiet };
    const pipeline = new Pipeline({ store: timeseries, registry, ...shared });
    const source = new MqttSource({
      url: broker.url,
      clientId: 'lianfang',
      username: 'lianfang',
      password,
      pipeline,
      otherWays: [way],
      ...shared,
    });
    closers.push(
      () => timeseries.close(),
      () => store.close(),
      () => way.close(),
      () => source.stop({ timeoutMs: 2_000 }),
    );
    await until(() => source.status().connected);
    const login = async () => {
      const as = {
        protocolVersion: 5 as const,
        reconnectPeriod: 0,
        log: () => {},
        username: 'bureau',
        password: TOKEN,
      };
      const client = await connectAsync(broker.url, as, false);
      closers.push(() => client.endAsync(true));
      return client;
    };
    // A connection of its own: with `max_inflight_messages 0` Mosquitto 2.0.11 hangs after refusals.
    const forbidden = (await login()).publishAsync('lianfang/v1/bing/forecast', forecast('bureau'), { qos: 1 });
    await expect(forbidden).rejects.toThrow(/Not authorized/i);
    const client = await login();
    const heard = heardBy(client);
    await client.subscribeAsync(RECEIPTS, { qos: 1 });
    await client.publishAsync(OWN, '{', { qos: 1 });
    await client.publishAsync(OWN, forecast('bureau'), { qos: 1 });
    await vi.waitUntil(async () => (await issuers(store)).length > 0, { timeout: 10_000, interval: 5 });
    await until(() => heard.length > 0);
    expect(await issuers(store)).toEqual(['qingyuan bureau']);
    expect(heard[0]).toContain('"code":"not_json"');
  });
});
