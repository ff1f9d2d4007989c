import { systemClock } from '../../../app/clock/system-clock.ts';
import { Counters } from '../../../ingest/counters.ts';
import { MqttSource } from '../../../ingest/mqtt/mqtt-source.ts';
import { Pipeline } from '../../../ingest/pipeline.ts';
import { StationRegistry } from '../../../ingest/registry.ts';
import { SqliteTimeseries } from '../../../store/sqlite/sqlite-timeseries.ts';
import { GatedTimeseries } from '../gated-timeseries.ts';
import { quiet, station } from '../samples.ts';

/**
 * The platform's receiving half as a process of its own, to be killed: MQTT source, pipeline, SQLite file.
 * Arguments: broker url, database file, `commits`, `slow` or `hangs`. Prints a line of JSON whenever something changes.
 */
const [url = '', path = '', mode = ''] = process.argv.slice(2);
const store = new GatedTimeseries(SqliteTimeseries.open({ path }));
store.shut = mode === 'hangs';
if (mode === 'slow') store.slowMs = 20;
const counters = new Counters();
const shared = { clock: systemClock, counters, log: quiet };
const pipeline = new Pipeline({ store, registry: new StationRegistry([station()]), ...shared });
const source = new MqttSource({ url, clientId: 'lianfang', pipeline, reconnectMs: 20, receiveMaximum: 200, ...shared });

let last = '';
setInterval(() => {
  const line = JSON.stringify({
    connected: source.status().connected,
    waiting: pipeline.status().waitingMessages,
    stored: counters.readingsStored,
    redelivered: counters.messagesRedelivered,
  });
  if (line !== last) process.stdout.write(`${line}\n`);
  last = line;
}, 5);
