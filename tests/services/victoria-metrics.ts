import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { type LaunchedService, launchService } from './launched-service.ts';
import { requireService } from './service-binary.ts';
import { serviceFolder } from './service-folder.ts';

/**
 * VictoriaMetrics on 127.0.0.1: the server at hand that takes InfluxDB 2's `/api/v2/write`. What is stored is seen at
 * `/api/v1/export?match[]=...` once `/internal/force_flush` was asked for.
 */
export async function startVictoriaMetrics(): Promise<LaunchedService> {
  const binary = requireService('victoria-metrics');
  const { folder, ownFolder } = await serviceFolder('victoria-metrics', undefined);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  return launchService({
    name: 'victoria-metrics',
    binary,
    args: [
      `-httpListenAddr=127.0.0.1:${port}`,
      `-storageDataPath=${join(folder, 'data')}`,
      '-retentionPeriod=100y',
      '-search.latencyOffset=0s',
    ],
    port,
    url,
    ready: async () => (await fetch(`${url}/health`)).ok,
    ownFolder,
  });
}
