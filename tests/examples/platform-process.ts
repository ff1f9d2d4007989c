import { join } from 'node:path';
import { systemClock } from '../../app/clock/system-clock.ts';
import { StationAccounts, type StationAccountsOptions } from '../../ingest/accounts/station-accounts.ts';
import { Counters } from '../../ingest/counters.ts';
import { FateDesk } from '../../ingest/fates/fate-desk.ts';
import { EmbeddedBroker } from '../../ingest/mqtt/embedded-broker.ts';
import { MqttSource } from '../../ingest/mqtt/mqtt-source.ts';
import { Pipeline } from '../../ingest/pipeline.ts';
import { StationRegistry } from '../../ingest/registry.ts';
import { SqliteAccounts } from '../../store/sqlite/sqlite-accounts.ts';
import { SqliteArrivals } from '../../store/sqlite/sqlite-arrivals.ts';
import { SqliteTimeseries } from '../../store/sqlite/sqlite-timeseries.ts';
import { quiet, station } from '../ingest/samples.ts';

/**
 * The receiving half of the platform with its books, as a process to be killed. Arguments: folder of its files, then the url of
 * a broker, or the port that its own broker takes. Prints a line of JSON whenever something changes.
 */
const [folder = '', broker = ''] = process.argv.slice(2);
const store = SqliteTimeseries.open({ path: join(folder, 'readings.sqlite') });
const registry = new StationRegistry([station()]);
const counters = new Counters();
const shared = { clock: systemClock, counters, log: quiet };
const accounts = await StationAccounts.open({
  ...shared,
  store: SqliteAccounts.open({ path: join(folder, 'accounts.sqlite') }),
  registry,
  tell: (to, receipts) => source.tell(to, receipts),
});
const fates = new FateDesk({
  ...shared,
  store,
  arrivals: SqliteArrivals.open({ path: join(folder, 'arrivals.sqlite') }),
  lateAfterMs: 72 * 3_600_000,
});
await fates.seed();
const pipeline = new Pipeline({ store, registry, fates, witness: accounts, ...shared });

let isReady = () => true;
let source: { readonly tell: StationAccountsOptions['tell'] };
if (broker.includes(':')) {
  const mqtt = new MqttSource({ url: broker, clientId: 'lianfang', pipeline, reconnectMs: 20, ...shared });
  isReady = () => mqtt.status().connected;
  source = mqtt;
} else {
  const embedded = new EmbeddedBroker({ port: Number(broker), pipeline, ...shared });
  await embedded.start();
  source = embedded;
}

let last = '';
setInterval(() => {
  const line = JSON.stringify({ ready: isReady(), stored: counters.readingsStored });
  if (line !== last) process.stdout.write(`${line}\n`);
  last = line;
}, 5);
