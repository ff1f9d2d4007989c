import type { Log } from '../../api/deps.ts';
import type { Clock } from '../../domain/clock.ts';
import type { AccountReceipt } from '../../ingest/accounts/account-receipt.ts';
import type { Counters } from '../../ingest/counters.ts';
import { BrokerGuard } from '../../ingest/credentials/broker-guard.ts';
import type { DeclaredTopics } from '../../ingest/credentials/declared-topics.ts';
import type { StationAuthenticator } from '../../ingest/credentials/station-authenticator.ts';
import type { ForecasterBook } from '../../ingest/forecast/forecaster-book.ts';
import { EmbeddedBroker } from '../../ingest/mqtt/embedded-broker.ts';
import { MqttSource } from '../../ingest/mqtt/mqtt-source.ts';
import type { StationTopic } from '../../ingest/mqtt/topics.ts';
import type { WayIn } from '../../ingest/mqtt/way-in.ts';
import type { Pipeline } from '../../ingest/pipeline.ts';
import type { StationRegistry } from '../../ingest/registry.ts';
import { type Config, EmbeddedBroker as EmbeddedBrokerConfig } from '../config/schema.ts';
import { readPem } from './read-pem.ts';

/** Where readings come from, whichever broker it is. */
export interface Source {
  readonly description: string;
  status(): { readonly ok: true } | { readonly ok: false; readonly reason: string };
  /** Publishes what the books say of a station's numbers; returns at once. */
  tell(station: StationTopic, receipts: readonly AccountReceipt[]): void;
  /** Takes nothing more; what is under way is still acknowledged and receipts are still sent. */
  pause(): void;
  stop(options: { readonly timeoutMs: number }): Promise<void>;
}

/** The configured broker, or our own. */
export async function startSource(options: {
  readonly config: Config;
  /** Where the paths of the configuration start. */
  readonly directory: string;
  readonly registry: StationRegistry;
  readonly authenticator: StationAuthenticator;
  readonly pipeline: Pipeline;
  /** What is taken besides readings. */
  readonly otherWays: readonly WayIn[];
  /** Topics that stations have besides those of the contract. */
  readonly declared: readonly DeclaredTopics[];
  readonly forecasters: ForecasterBook;
  readonly counters: Counters;
  readonly clock: Clock;
  readonly log: Log;
}): Promise<Source> {
  const { config, directory, registry, authenticator, declared, forecasters, ...shared } = options;
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
      tell: (station, receipts) => source.tell(station, receipts),
      pause: () => source.pause(),
      stop: (end) => source.stop(end),
    };
  }
  const own = config.embedded_broker ?? EmbeddedBrokerConfig.parse({});
  const { host, port, tls } = own;
  const rate = { perSecond: own.messages_per_second, burst: own.messages_burst };
  const { counters, clock, log } = shared;
  const broker = new EmbeddedBroker({
    ...shared,
    host,
    port,
    openToNetwork: own.allow_strangers,
    ...(own.authentication === 'required' && {
      guard: new BrokerGuard({ authenticator, registry, declared, forecasters, rate, counters, clock, log }),
    }),
    ...(tls !== undefined && { tls: tlsTexts(tls, directory) }),
  });
  const started = await broker.start();
  return {
    description: `${tls === undefined ? 'mqtt' : 'mqtts'}://${host}:${started.port}`,
    status: () => ({ ok: true }),
    tell: (station, receipts) => broker.tell(station, receipts),
    pause: () => broker.pause(),
    stop: (end) => broker.stop(end),
  };
}

function tlsTexts(
  { certificate, key, client_ca: clientCa }: NonNullable<EmbeddedBrokerConfig['tls']>,
  directory: string,
): { readonly cert: string; readonly key: string; readonly clientCa?: string } {
  const text = (file: string) => readPem(directory, file);
  return { cert: text(certificate), key: text(key), ...(clientCa !== undefined && { clientCa: text(clientCa) }) };
}
