import { systemClock } from '../../../app/clock/system-clock.ts';
import { Counters } from '../../../ingest/counters.ts';
import { Hj212Gateway } from '../../../ingest/hj212/gateway.ts';
import { LinkBook } from '../../../ingest/hj212/link-book.ts';
import { Pipeline } from '../../../ingest/pipeline.ts';
import { StationRegistry } from '../../../ingest/registry.ts';
import { SqliteTimeseries } from '../../../store/sqlite/sqlite-timeseries.ts';
import { GatedTimeseries } from '../gated-timeseries.ts';
import { quiet, station } from '../samples.ts';

/**
 * The gateway as a process of its own, to be killed: TCP, pipeline, SQLite file. Arguments: database file, `commits` or
 * `hangs`. Prints a line of JSON whenever something changes.
 */
const [path = '', mode = ''] = process.argv.slice(2);
const store = new GatedTimeseries(SqliteTimeseries.open({ path }));
store.shut = mode === 'hangs';
const stations = new StationRegistry([station()]);
const shared = { clock: systemClock, log: quiet };
const pipeline = new Pipeline({ store, registry: stations, counters: new Counters(), ...shared });
const links = new LinkBook([{ mn: 'MN1', station: 'S1' }]);
const gateway = new Hj212Gateway({ port: 0, links, stations, pipeline, ...shared });
const { port } = await gateway.start();

let last = '';
setInterval(() => {
  const { framesReceived, dataAcknowledged, connections } = gateway.counters;
  const { waitingMessages: waiting } = pipeline.status();
  const memory = Math.round(process.memoryUsage().rss / 1_048_576);
  const line = JSON.stringify({ port, framesReceived, dataAcknowledged, connections, waiting, memory });
  if (line !== last) process.stdout.write(`${line}\n`);
  last = line;
}, 5);
