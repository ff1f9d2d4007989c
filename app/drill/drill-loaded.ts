import type { Loaded } from '../config/load.ts';
import { EmbeddedBroker } from '../config/schema.ts';

/**
 * The configuration as a drill runs it: the same agreement, people and channels on a folder of its own, an embedded broker that only this machine
 * reaches, and nothing of the real installation connected (DRI-5).
 */
export function drillLoaded(
  loaded: Loaded,
  { folder, port, brokerPort }: { readonly folder: string; readonly port: number; readonly brokerPort: number },
): Loaded {
  const { mqtt: _, influxdb: _store, hj212: _gateway, cap, push, ...config } = loaded.config;
  const { public_url: _url, ...rest } = cap;
  return {
    ...loaded,
    config: {
      ...config,
      cap: rest,
      // Devices of the real stations do not push into a drill.
      push: { ...push, devices: {}, datastreams: {} },
      embedded_broker: EmbeddedBroker.parse({ host: '127.0.0.1', port: brokerPort }),
      http: { ...config.http, port },
      storage: { directory: folder },
    },
  };
}
