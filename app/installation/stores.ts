import { join, resolve } from 'node:path';
import type { Log } from '../../api/deps.ts';
import type { Reading } from '../../domain/air/reading.ts';
import type { Clock } from '../../domain/clock.ts';
import { InfluxTimeseries } from '../../store/influxdb/influx-timeseries.ts';
import { SpooledTimeseries } from '../../store/spool/spooled-timeseries.ts';
import { SqliteArrivals } from '../../store/sqlite/sqlite-arrivals.ts';
import { SqliteLedger } from '../../store/sqlite/sqlite-ledger.ts';
import { SqliteTimeseries } from '../../store/sqlite/sqlite-timeseries.ts';
import type { Timeseries } from '../../store/timeseries.ts';
import type { Config } from '../config/schema.ts';
import { holdDrillMark } from './drill-mark.ts';
import { lockFolder } from './folder-lock.ts';

export interface Stores {
  readonly timeseries: Timeseries;
  readonly ledger: SqliteLedger;
  /** What was replaced, and what came late. */
  readonly arrivals: SqliteArrivals;
  /** Present when readings go to a store over the network. */
  readonly spool?: SpooledTimeseries;
  /** Where ledger, credentials and everything else of this installation lie. */
  readonly folder: string;
  /** Lets another process have the folder. */
  readonly unlock: () => void;
  /** For the log and the start-up lines. */
  readonly description: string;
}

/** Opens the ledger and the store of readings that the configuration names; the folder is made when it is not there. */
export async function openStores(options: {
  readonly config: Config;
  readonly directory: string;
  readonly clock: Clock;
  readonly log: Log;
  /** The folder is a drill's. */
  readonly exercise: boolean;
  /** Readings that were acknowledged from the spool and are in the store now. */
  readonly onDrained: (readings: readonly Reading[]) => void;
}): Promise<Stores> {
  const { config, directory, clock, log, exercise, onDrained } = options;
  const folder = resolve(directory, config.storage.directory);
  const unlock = lockFolder(folder);
  try {
    holdDrillMark(folder, exercise);
  } catch (error) {
    unlock();
    throw error;
  }
  const ledger = SqliteLedger.open({ path: join(folder, 'ledger.sqlite') });
  const arrivals = SqliteArrivals.open({ path: join(folder, 'arrivals.sqlite') });
  const { influxdb } = config;
  if (influxdb === undefined) {
    const timeseries = SqliteTimeseries.open({ path: join(folder, 'readings.sqlite') });
    return { timeseries, ledger, arrivals, folder, unlock, description: `SQLite in ${folder}` };
  }
  const spool = await SpooledTimeseries.open({
    store: new InfluxTimeseries(influxdb),
    folder: join(folder, 'spool'),
    clock,
    onDrained,
    onRejected: (rejected) =>
      log.error({ rejected: rejected.slice(0, 10) }, 'the store will never take these readings'),
    onFinding: (finding) => log.error({ ...finding }, 'the spool found what an earlier run left broken'),
  });
  return {
    timeseries: spool,
    spool,
    ledger,
    arrivals,
    folder,
    unlock,
    description: `InfluxDB ${influxdb.url} (${influxdb.database})`,
  };
}
