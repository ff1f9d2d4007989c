import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../../alerting/engine.ts';
import { createApi } from '../../api/create-api.ts';
import { serve } from '../../api/server.ts';
import { systemClock } from '../../app/clock/system-clock.ts';
import { LiveFeed } from '../../app/installation/live-feed.ts';
import { BENCH_RULES } from '../../bench/contenders/rules.ts';
import { StationAccounts } from '../../ingest/accounts/station-accounts.ts';
import { Counters } from '../../ingest/counters.ts';
import { FateDesk } from '../../ingest/fates/fate-desk.ts';
import { Hj212Gateway } from '../../ingest/hj212/gateway.ts';
import { Hj212Receiver } from '../../ingest/hj212/hj212-receiver.ts';
import { PushReceiver } from '../../ingest/http/push-receiver.ts';
import type { Log } from '../../ingest/log.ts';
import { EmbeddedBroker } from '../../ingest/mqtt/embedded-broker.ts';
import { StatusWay } from '../../ingest/mqtt/status-way.ts';
import { ProfileReceiver } from '../../ingest/profiles/profile-receiver.ts';
import { StationRegistry } from '../../ingest/registry.ts';
import { ObservationCollector } from '../../ingest/sensorthings/observation-collector.ts';
import { SensorThingsReceiver } from '../../ingest/sensorthings/sensorthings-receiver.ts';
import { SqliteAccounts } from '../../store/sqlite/sqlite-accounts.ts';
import { SqliteArrivals } from '../../store/sqlite/sqlite-arrivals.ts';
import { SqliteIdempotency } from '../../store/sqlite/sqlite-idempotency.ts';
import { SqliteLedger } from '../../store/sqlite/sqlite-ledger.ts';
import { SqliteTimeseries } from '../../store/sqlite/sqlite-timeseries.ts';
import { SHIPPED, shipped } from '../ingest/profiles/shipped.ts';
import { CountedPipeline } from './counted-pipeline.ts';
import {
  DATASTREAMS,
  DEVICES,
  GARBAGE_STATIONS,
  GARBAGE_TOKEN,
  LINKS,
  STATIONS,
  WITNESS_TOKEN,
  witnessStation,
} from './fuzz-stations.ts';

/** Short, so that a chunk need not wait for observations that nobody completes. */
const COLLECT_MS = 20;
const CLOSE_MS = 10_000;
const WINDOW_MS = 72 * 3_600_000;

export type FuzzHouse = Awaited<ReturnType<typeof startFuzzHouse>>;

/**
 * All ways in with the real parsers, gateway, broker and HTTP server, the rules engine behind them, and SQLite in a temporary
 * folder; one process. `faults` collects what must not happen; whatever is logged as an error is one.
 */
export async function startFuzzHouse() {
  const folder = await mkdtemp(join(tmpdir(), 'lianfang-fuzz-'));
  const faults: string[] = [];
  const fault = (text: string) => {
    if (faults.length < 100) faults.push(text);
  };
  const log: Log = {
    info() {},
    warn() {},
    error: (fields, message) => fault(`logged as an error: ${message} ${detail(fields)}`),
  };
  const clock = systemClock;
  const counters = new Counters();
  const registry = new StationRegistry(STATIONS);
  const store = SqliteTimeseries.open({ path: join(folder, 'readings.sqlite') });
  const ledger = SqliteLedger.open({ path: join(folder, 'ledger.sqlite') });
  const idempotency = SqliteIdempotency.open({ path: join(folder, 'pushes.sqlite') });
  const arrivals = SqliteArrivals.open({ path: join(folder, 'arrivals.sqlite') });
  const accountsStore = SqliteAccounts.open({ path: join(folder, 'accounts.sqlite') });
  const fates = new FateDesk({ store, arrivals, clock, log, lateAfterMs: WINDOW_MS });
  await fates.seed();
  const accounts = await StationAccounts.open({
    store: accountsStore,
    registry,
    clock,
    log,
    tell: (station, receipts) => broker.tell(station, receipts),
  });
  const engine = await Engine.start({
    region: 'fuzz',
    regionName: { zh: '试验区', en: 'Fuzz' },
    neighbours: [],
    windowHours: 72,
    stations: STATIONS,
    rules: BENCH_RULES,
    utcOffsetMs: 8 * 3_600_000,
    cityNames: new Map(),
    lateHours: 3,
    closeAfterMs: 1_200_000,
    quietMs: 60_000,
    correctAfterMs: 60_000,
    timeseries: store,
    ledger,
    clock,
    subscriptions: [],
    onDeliveries: () => {},
    onError: (error, doing) => fault(`the engine failed while ${doing}: ${detail({ err: error })}`),
  });
  const feed = new LiveFeed();
  feed.follow(engine);
  const pipeline = new CountedPipeline({
    store,
    registry,
    clock,
    counters,
    log,
    fault,
    fates,
    witness: accounts,
    onCommitted: (readings) => {
      engine.committed(readings);
      feed.committed(readings);
    },
  });
  const shared = { pipeline, registry, clock, log };
  const gateway = new Hj212Gateway({ port: 0, links: LINKS, stations: registry, pipeline, clock, log });
  const profiles = new ProfileReceiver({
    ...shared,
    profiles: SHIPPED.map(shipped),
    stationOf: (_, device) => (Object.hasOwn(DEVICES, device) ? DEVICES[device] : undefined),
  });
  const streams = Object.values(DATASTREAMS);
  const collector = new ObservationCollector({
    ...shared,
    store,
    collectMs: COLLECT_MS,
    parametersOf: (id) => streams.filter(({ station }) => station === id).length,
  });
  const sensorThings = new SensorThingsReceiver({ ...shared, datastreams: DATASTREAMS, collector });
  const ways = [new Hj212Receiver({ ...shared, links: LINKS }), profiles, sensorThings, new StatusWay(accounts, clock)];
  const broker = new EmbeddedBroker({ port: 0, pipeline, otherWays: ways, counters, clock, log });
  const push = new PushReceiver({ ...shared, idempotency });
  const grants: Readonly<Record<string, readonly string[]>> = {
    [GARBAGE_TOKEN]: GARBAGE_STATIONS,
    [WITNESS_TOKEN]: [witnessStation('http')],
  };
  const api = createApi({
    clock,
    clockRate: 1,
    region: { zh: '模糊', en: 'Fuzz' },
    utcOffsetMs: 8 * 3_600_000,
    stations: () => STATIONS,
    cities: () => [],
    readings: store,
    alerts: engine.board,
    live: feed,
    checks: [],
    metrics: () => [],
    log,
    push: {
      verifyToken: (token) => (Object.hasOwn(grants, token) ? { stations: grants[token] ?? [] } : undefined),
      submit: (request) => push.submit(request),
      submitMapped: (request) => profiles.submitMapped(request),
      observe: (request) => sensorThings.observe(request),
    },
  });
  const http = await serve({ ...api, host: '127.0.0.1', port: 0 });

  return {
    faults,
    fault,
    counters,
    store,
    pipeline,
    gateway,
    accounts,
    /** For what the broker of a test cannot send: a retained message, a topic that a foreign broker should not have passed. */
    ways,
    profiles,
    ports: { http: http.port, hj212: (await gateway.start()).port, mqtt: (await broker.start()).port },
    engine,
    /** Ends the senders' side first. What was taken is settled before this resolves. */
    async close() {
      broker.pause();
      await gateway.close();
      if (!(await collector.close({ timeoutMs: CLOSE_MS }))) fault('observations were left behind');
      if (!(await pipeline.close({ timeoutMs: CLOSE_MS }))) fault('messages were left behind in the pipeline');
      await accounts.close();
      await broker.stop();
      api.close();
      await http.close();
      await engine.stop();
      await Promise.all([idempotency, ledger, store, arrivals, accountsStore].map((open) => open.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function detail(fields: object): string {
  const { err } = fields as { readonly err?: unknown };
  return err instanceof Error ? `${err.stack}` : JSON.stringify(fields).slice(0, 400);
}
