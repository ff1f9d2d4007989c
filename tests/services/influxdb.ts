import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { type LaunchedService, launchService } from './launched-service.ts';
import { requireService } from './service-binary.ts';
import { serviceFolder } from './service-folder.ts';

export interface InfluxdbOptions {
  /** Kept after `stop`; default: a temporary folder. */
  readonly dataDir?: string;
  readonly port?: number;
  /** Demands a user name and password; the first user is created by `CREATE USER ... WITH ALL PRIVILEGES`. */
  readonly auth?: boolean;
}

/** Debian's InfluxDB 1.6.7 on 127.0.0.1; `url` is `http://...`. */
export async function startInfluxdb(options: InfluxdbOptions = {}): Promise<LaunchedService> {
  const binary = requireService('influxdb');
  const { folder, ownFolder } = await serviceFolder('influxdb', options.dataDir);
  await mkdir(folder, { recursive: true });
  const port = options.port ?? (await freePort());
  const rpcPort = await freePort();
  const file = join(folder, 'influxdb.conf');
  await writeFile(
    file,
    `reporting-disabled = true
bind-address = "127.0.0.1:${rpcPort}"
[meta]
  dir = "${join(folder, 'meta')}"
[data]
  dir = "${join(folder, 'data')}"
  wal-dir = "${join(folder, 'wal')}"
  query-log-enabled = false
[monitor]
  store-enabled = false
[subscriber]
  enabled = false
[http]
  bind-address = "127.0.0.1:${port}"
  auth-enabled = ${options.auth === true}
  log-enabled = false
`,
  );
  const url = `http://127.0.0.1:${port}`;
  return launchService({
    name: 'influxd',
    binary,
    args: ['-config', file],
    port,
    url,
    ready: async () => (await fetch(`${url}/ping`)).ok,
    ownFolder,
  });
}
