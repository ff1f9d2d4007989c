import type { Log } from '../../api/deps.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Counters } from '../../ingest/counters.ts';
import { EmbeddedBroker } from '../../ingest/mqtt/embedded-broker.ts';
import { MqttSource } from '../../ingest/mqtt/mqtt-source.ts';
import type { Pipeline } from '../../ingest/pipeline.ts';
import type { Config } from '../config/schema.ts';

/** Where readings come from, whichever broker it is. */
export interface Source {
  readonly description: string;
  status(): { readonly ok: true } | { readonly ok: false; readonly reason: string };
  stop(options: { readonly timeoutMs: number }): Promise<void>;
}

/** The configured broker, or our own. */
export async function startSource(options: {
  readonly config: Config;
  readonly pipeline: Pipeline;
  readonly counters: Counters;
  readonly clock: Clock;
  readonly log: Log;
}): Promise<Source> {
  const { config, ...shared } = options;
  if (config.mqtt !== undefined) {
    const { url, client_id: clientId, username, password, receive_maximum: receiveMaximum } = config.mqtt;
    const source = new MqttSource({
      ...shared,
      url,
      clientId,
      receiveMaximum,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
    });
    return {
      description: url,
      status: () => {
        const { connected, reason } = source.status();
        return connected
          ? { ok: true }
          : { ok: false, reason: `no connection to ${url}${reason ? `: ${reason}` : ''}` };
      },
      stop: (end) => source.stop(end),
    };
  }
  const { host = '127.0.0.1', port = 1883 } = config.embedded_broker ?? {};
  const broker = new EmbeddedBroker({ ...shared, host, port });
  const started = await broker.start();
  return {
    description: `mqtt://${host}:${started.port}`,
    status: () => ({ ok: true }),
    stop: () => broker.stop(),
  };
}
