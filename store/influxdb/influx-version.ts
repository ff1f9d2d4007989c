import { StoreMisconfigured } from '../timeseries.ts';
import { failure, type InfluxConnection } from './influx-connection.ts';

export type InfluxVersion = 1 | 2 | 3;

/** Asks `/ping`: 1.x and 2.x say it in a header, 3.x also in the body. Rejects with `StoreUnavailable`. */
export async function detectVersion(connection: InfluxConnection): Promise<InfluxVersion> {
  const answer = await connection.request('GET', '/ping');
  if (answer.status !== 200 && answer.status !== 204) throw failure(answer, connection.database);
  const named = answer.headers['x-influxdb-version'] ?? /"version":\s*"([^"]+)"/.exec(answer.body)?.[1] ?? '';
  const major = /^v?(\d+)\./.exec(String(named))?.[1];
  if (major === '1') return 1;
  if (major === '2') return 2;
  if (major === '3') return 3;
  throw new StoreMisconfigured(
    `the server does not say which InfluxDB it is ("${String(named)}"): set the version to 1, 2 or 3 in the configuration`,
  );
}
