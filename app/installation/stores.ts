import { join, resolve } from 'node:path';
import { InfluxTimeseries } from '../../store/influxdb/influx-timeseries.ts';
import { SqliteLedger } from '../../store/sqlite/sqlite-ledger.ts';
import { SqliteTimeseries } from '../../store/sqlite/sqlite-timeseries.ts';
import type { Timeseries } from '../../store/timeseries.ts';
import type { Config } from '../config/schema.ts';
import { lockFolder } from './folder-lock.ts';

export interface Stores {
  readonly timeseries: Timeseries;
  readonly ledger: SqliteLedger;
  /** Where ledger, credentials and everything else of this installation lie. */
  readonly folder: string;
  /** Lets another process have the folder. */
  readonly unlock: () => void;
  /** For the log and the start-up lines. */
  readonly description: string;
}

/** Opens the ledger and the store of readings that the configuration names; the folder is made when it is not there. */
export async function openStores(config: Config, directory: string): Promise<Stores> {
  const folder = resolve(directory, config.storage.directory);
  const unlock = lockFolder(folder);
  const ledger = SqliteLedger.open({ path: join(folder, 'ledger.sqlite') });
  const { influxdb } = config;
  if (influxdb === undefined) {
    const timeseries = SqliteTimeseries.open({ path: join(folder, 'readings.sqlite') });
    return { timeseries, ledger, folder, unlock, description: `SQLite in ${folder}` };
  }
  const timeseries = new InfluxTimeseries(influxdb);
  return { timeseries, ledger, folder, unlock, description: `InfluxDB ${influxdb.url} (${influxdb.database})` };
}
