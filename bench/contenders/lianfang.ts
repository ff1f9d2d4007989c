import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Engine } from '../../alerting/engine.ts';
import { systemClock } from '../../app/clock/system-clock.ts';
import { keepHeapSmall } from '../../app/installation/small-heap.ts';
import { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import { CalibrationBook } from '../../domain/air/calibration/calibration-book.ts';
import type { Reading } from '../../domain/air/reading.ts';
import { StationAccounts } from '../../ingest/accounts/station-accounts.ts';
import { Counters } from '../../ingest/counters.ts';
import { FateDesk } from '../../ingest/fates/fate-desk.ts';
import type { Log } from '../../ingest/log.ts';
import { MqttSource } from '../../ingest/mqtt/mqtt-source.ts';
import { Pipeline } from '../../ingest/pipeline.ts';
import { LiveQuality } from '../../ingest/quality/live-quality.ts';
import { OverruleBook } from '../../ingest/quality/overrule-book.ts';
import { RegionTerms } from '../../ingest/quality/station-terms.ts';
import { StationRegistry } from '../../ingest/registry.ts';
import { InfluxTimeseries } from '../../store/influxdb/influx-timeseries.ts';
import { SqliteAccounts } from '../../store/sqlite/sqlite-accounts.ts';
import { SqliteArrivals } from '../../store/sqlite/sqlite-arrivals.ts';
import { SqliteLedger } from '../../store/sqlite/sqlite-ledger.ts';
import { SqliteQuality } from '../../store/sqlite/sqlite-quality.ts';
import { benchStations } from '../workload.ts';
import type { Contender, ContenderSetting, StartContender } from './contender.ts';
import { BENCH_RULES } from './rules.ts';
import { CLIENT_ID, RECEIVE_MAXIMUM } from './session.ts';
import type { Tally } from './tally.ts';

const STOP_TIMEOUT_MS = 10_000;

/** Trouble belongs on the screen of whoever runs the benchmark; it must not cost the healthy case anything. */
const log: Log = {
  info() {},
  warn: (fields, message) => console.error(message, fields),
  error: (fields, message) => console.error(message, fields),
};

/** The pipeline as the composition root builds it: every check, the registry, receipts, InfluxDB. */
export const startLianfang: StartContender = (setting, tally) => start(setting, tally);

/** The same with the rules engine on a SQLite ledger in a temporary folder (WAL, synchronous=FULL). */
export const startLianfangWithRules: StartContender = async (setting, tally) => {
  const folder = await mkdtemp(join(tmpdir(), 'lianfang-bench-ledger-'));
  const ledger = SqliteLedger.open({ path: join(folder, 'ledger.sqlite') });
  const timeseries = new InfluxTimeseries({ url: setting.influxUrl, database: setting.database });
  const engine = await Engine.start({
    region: 'bench',
    regionName: { zh: '压测', en: 'bench' },
    neighbours: [],
    windowHours: 72,
    stations: benchStations(setting.workload),
    rules: BENCH_RULES,
    utcOffsetMs: 8 * 3_600_000,
    cityNames: new Map(),
    lateHours: 3,
    closeAfterMs: 4_200_000,
    quietMs: 60_000,
    correctAfterMs: 60_000,
    timeseries,
    ledger,
    clock: systemClock,
    subscriptions: [],
    onDeliveries: () => {},
    onError: (error, doing) => console.error(`engine failed while ${doing}`, error),
  });
  const contender = await start(setting, tally, (readings) => engine.committed(readings));
  return {
    settled: () => engine.settled(),
    async stop() {
      const own = await contender.stop();
      await engine.stop();
      const ledgerEvents = await ledger.lastSeq();
      await timeseries.close();
      await ledger.close();
      await rm(folder, { recursive: true, force: true });
      return { ...own, ...engine.counters, ledgerEvents };
    },
  };
};

/** Everything that stands in the way of a reading, in a folder of its own: fates, books and quality control as the installation has them. */
async function openWay(setting: ContenderSetting, store: InfluxTimeseries) {
  const folder = await mkdtemp(join(tmpdir(), 'lianfang-bench-way-'));
  const stations = benchStations(setting.workload);
  const registry = new StationRegistry(stations);
  const arrivals = SqliteArrivals.open({ path: join(folder, 'arrivals.sqlite') });
  const accountsStore = SqliteAccounts.open({ path: join(folder, 'accounts.sqlite') });
  const verdicts = SqliteQuality.open({ path: join(folder, 'quality.sqlite') });
  const shared = { clock: systemClock, log };
  const fates = new FateDesk({ ...shared, store, arrivals, lateAfterMs: WINDOW_MS });
  await fates.seed();
  const accounts = await StationAccounts.open({ ...shared, store: accountsStore, registry, tell: () => {} });
  const { quality: limits } = AgreementFile.parse(BARE_AGREEMENT);
  const terms = new RegionTerms({ stations, limits, utcOffsetMs: 8 * 3_600_000, calibration: new CalibrationBook([]) });
  let onUsable = (_: readonly Reading[]) => {};
  const quality = new LiveQuality({
    ...shared,
    terms,
    overrules: new OverruleBook(),
    windowMs: WINDOW_MS,
    timeseries: store,
    store: verdicts,
    onUsable: (readings) => onUsable(readings),
  });
  return {
    registry,
    fates,
    accounts,
    quality,
    hear(listener: (readings: readonly Reading[]) => void) {
      onUsable = listener;
    },
    async close() {
      await accounts.close();
      await quality.close();
      for (const each of [arrivals, accountsStore, verdicts]) await each.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const WINDOW_MS = 72 * 3_600_000;
const BARE_AGREEMENT = {
  version: 'bench',
  effective: { from: '2020-01-01' },
  region: { id: 'bench', name: { zh: '压测', en: 'bench' } },
  jurisdictions: [{ id: 'nation', level: 'nation', name: { zh: '国', en: 'Nation' } }],
};

async function start(
  setting: ContenderSetting,
  tally: Tally,
  onCommitted: (readings: readonly Reading[]) => void = () => {},
): Promise<Contender> {
  keepHeapSmall();
  const counters = new Counters();
  const store = new InfluxTimeseries({ url: setting.influxUrl, database: setting.database });
  await store.ready();
  const shared = { counters, clock: systemClock, log };
  const way = await openWay(setting, store);
  way.hear(onCommitted);
  const pipeline = new Pipeline({
    ...shared,
    store,
    registry: way.registry,
    fates: way.fates,
    witness: way.accounts,
    onCommitted: (readings) => {
      tally.commit(readings.length);
      way.quality.committed(readings);
    },
  });
  const source = new MqttSource({
    ...shared,
    url: setting.mqttUrl,
    clientId: CLIENT_ID,
    receiveMaximum: RECEIVE_MAXIMUM,
    pipeline,
  });
  for (let attempt = 0; !source.status().connected; attempt++) {
    if (attempt === 500) throw new Error(`no connection to the broker: ${source.status().reason ?? 'no answer'}`);
    await delay(20);
  }
  return {
    async stop() {
      await source.stop({ timeoutMs: STOP_TIMEOUT_MS });
      await pipeline.close({ timeoutMs: STOP_TIMEOUT_MS });
      await way.close();
      await store.close();
      const { batchesCommitted, commitsFailed, messagesRedelivered } = counters;
      const refused = Object.values(counters.refused).reduce((sum, count) => sum + count, 0);
      return { batchesCommitted, commitsFailed, messagesRedelivered, refused };
    },
  };
}
