import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { systemClock } from '../../../app/clock/system-clock.ts';
import type { Clock } from '../../../domain/clock.ts';
import { Counters } from '../../../ingest/counters.ts';
import { BrokerGuard } from '../../../ingest/credentials/broker-guard.ts';
import { CredentialBook } from '../../../ingest/credentials/credential-book.ts';
import type { DeclaredTopics } from '../../../ingest/credentials/declared-topics.ts';
import { StationAuthenticator } from '../../../ingest/credentials/station-authenticator.ts';
import type { ForecasterBook } from '../../../ingest/forecast/forecaster-book.ts';
import { EmbeddedBroker, type EmbeddedBrokerOptions } from '../../../ingest/mqtt/embedded-broker.ts';
import type { WayIn } from '../../../ingest/mqtt/way-in.ts';
import { Pipeline, type PipelineOptions } from '../../../ingest/pipeline.ts';
import type { Rate } from '../../../ingest/rate/token-bucket.ts';
import { StationRegistry } from '../../../ingest/registry.ts';
import { SqliteCredentials } from '../../../store/sqlite/sqlite-credentials.ts';
import { SqliteTimeseries } from '../../../store/sqlite/sqlite-timeseries.ts';
import { GatedTimeseries } from '../gated-timeseries.ts';
import { quiet, station } from '../samples.ts';
import { seededBytes } from './seeded-bytes.ts';

export interface GuardedBroker {
  readonly port: number;
  readonly book: CredentialBook;
  readonly credentials: SqliteCredentials;
  readonly registry: StationRegistry;
  readonly counters: Counters;
  readonly store: GatedTimeseries;
  readonly broker: EmbeddedBroker;
  /** Connects, or rejects with what the broker says. Closed by `close`. */
  connect(options: IClientOptions): Promise<MqttClient>;
  close(): Promise<void>;
}

/** The embedded broker with authentication, a real store in memory, and stations S1 to S`n` of 清源. */
export async function guardedBroker(
  options: {
    readonly stations?: number;
    readonly rate?: Rate;
    readonly clock?: Clock;
    readonly tls?: NonNullable<EmbeddedBrokerOptions['tls']>;
    readonly pipeline?: Partial<PipelineOptions>;
    readonly declared?: readonly DeclaredTopics[];
    readonly forecasters?: ForecasterBook;
    /** What is taken besides readings, on the pipeline that it is given. */
    readonly otherWays?: (inside: { readonly pipeline: Pipeline; readonly registry: StationRegistry }) => WayIn[];
  } = {},
): Promise<GuardedBroker> {
  const { clock = systemClock, rate, tls } = options;
  const credentials = SqliteCredentials.open({ path: ':memory:' });
  const store = new GatedTimeseries(SqliteTimeseries.open({ path: ':memory:' }));
  const counters = new Counters();
  const registry = new StationRegistry(
    Array.from({ length: options.stations ?? 3 }, (_, n) => station({ id: `S${n + 1}` })),
  );
  const authenticator = new StationAuthenticator({ store: credentials, clock, random: seededBytes('key') });
  const guard = new BrokerGuard({
    authenticator,
    registry,
    counters,
    clock,
    log: quiet,
    ...(rate !== undefined && { rate }),
    ...(options.forecasters !== undefined && { forecasters: options.forecasters }),
    ...(options.declared !== undefined && { declared: options.declared }),
  });
  const pipeline = new Pipeline({ store, registry, clock: systemClock, counters, log: quiet, ...options.pipeline });
  const broker = new EmbeddedBroker({
    port: 0,
    guard,
    pipeline,
    otherWays: options.otherWays?.({ pipeline, registry }) ?? [],
    counters,
    clock: systemClock,
    log: quiet,
    ...(tls !== undefined && { tls }),
  });
  const { port } = await broker.start();
  const clients: MqttClient[] = [];
  return {
    port,
    book: new CredentialBook({ store: credentials, clock, random: seededBytes('book') }),
    credentials,
    registry,
    counters,
    store,
    broker,
    async connect(wanted) {
      const url = `${tls === undefined ? 'mqtt' : 'mqtts'}://127.0.0.1:${port}`;
      const client = await connectAsync(
        url,
        { protocolVersion: 4, reconnectPeriod: 0, log: () => {}, ...wanted },
        false,
      );
      client.on('error', () => {});
      clients.push(client);
      return client;
    },
    async close() {
      store.open();
      await Promise.all(clients.map((client) => client.endAsync(true)));
      await broker.stop();
      await credentials.close();
      await store.close();
    },
  };
}
