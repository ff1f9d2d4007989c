import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { type LaunchedService, launchService } from './launched-service.ts';
import { portIsOpen } from './port-is-open.ts';
import { requireService } from './service-binary.ts';
import { serviceFolder } from './service-folder.ts';

export interface MosquittoOptions {
  /** Lines of mosquitto.conf, after ours: no queue limits, persistence saved every second, anonymous access. */
  readonly config?: string;
  /** Kept after `stop`; default: a temporary folder. */
  readonly dataDir?: string;
  readonly port?: number;
}

/** The real Mosquitto on 127.0.0.1; `url` is `mqtt://...`. */
export async function startMosquitto(options: MosquittoOptions = {}): Promise<LaunchedService> {
  const binary = requireService('mosquitto');
  const { folder, ownFolder } = await serviceFolder('mosquitto', options.dataDir);
  await mkdir(folder, { recursive: true });
  const port = options.port ?? (await freePort());
  const file = join(folder, 'mosquitto.conf');
  await writeFile(
    file,
    [
      `listener ${port} 127.0.0.1`,
      'allow_anonymous true',
      'persistence true',
      `persistence_location ${folder}/`,
      'autosave_interval 1',
      'max_inflight_messages 0',
      'max_queued_messages 0',
      // Started by root it would become a user who may not write the folder.
      ...(process.getuid?.() === 0 ? ['user root'] : []),
      options.config ?? '',
      '',
    ].join('\n'),
  );
  return launchService({
    name: 'mosquitto',
    binary,
    args: ['-c', file],
    port,
    url: `mqtt://127.0.0.1:${port}`,
    ready: () => portIsOpen(port),
    ownFolder,
  });
}
