import type { Channel } from '../../alerting/channels/channel.ts';
import { ExerciseChannel } from '../../alerting/channels/exercise-channel.ts';
import { Webhook } from '../../alerting/channels/webhook.ts';
import type { Coordination } from '../../alerting/coordination/coordination.ts';
import { Engine } from '../../alerting/engine.ts';
import { Dispatcher } from '../../alerting/outbox/dispatcher.ts';
import type { Log } from '../../api/deps.ts';
import type { DemoPort } from '../../api/routes/demo.ts';
import type { Reading } from '../../domain/air/reading.ts';
import type { Clock } from '../../domain/clock.ts';
import { Counters } from '../../ingest/counters.ts';
import { FateDesk } from '../../ingest/fates/fate-desk.ts';
import { Pipeline } from '../../ingest/pipeline.ts';
import { StationRegistry } from '../../ingest/registry.ts';
import { evaluatorOptions } from '../agreement/evaluator-options.ts';
import type { Loaded } from '../config/load.ts';
import { openAccess } from './access.ts';
import { accountsFigures } from './accounts-figures.ts';
import { openAccounts } from './accounts-side.ts';
import { startApi } from './api-side.ts';
import { openBulletins } from './bulletins-side.ts';
import { noticeSource, openCoordination } from './coordination-side.ts';
import { declaredTopics, profilesOf } from './declared-topics.ts';
import { openEvidence } from './evidence-side.ts';
import { figures } from './figures.ts';
import { openForecasts } from './forecast-side.ts';
import { HeldReadings } from './held-readings.ts';
import { hj212Figures } from './hj212-figures.ts';
import { openHj212 } from './hj212-side.ts';
import { drillName, keyFileOf, openLedgerKey } from './ledger-key-file.ts';
import { LiveFeed } from './live-feed.ts';
import { protocolPort } from './protocol-port.ts';
import { openPush } from './push.ts';
import { openQuality } from './quality-side.ts';
import { keepHeapSmall } from './small-heap.ts';
import { startSource } from './source.ts';
import { openStores } from './stores.ts';

export interface InstallationOptions {
  readonly loaded: Loaded;
  readonly clock: Clock;
  /** World seconds per real second: 1, or the factor of a compressed clock. */
  readonly clockRate: number;
  readonly log: Log;
  /** It is a drill: everything it begins, sends and shows says so, and its folder is no other's. */
  readonly exercise?: boolean;
  /** Only in the demonstration: the parts that a visitor may take. */
  readonly demo?: DemoPort;
}

export interface Installation {
  /** Where the page is. */
  readonly url: string;
  /** The broker that readings come from. */
  readonly broker: string;
  readonly store: string;
  readonly engine: Engine;
  readonly coordination: Coordination;
  /** Takes nothing more, commits what is under way, and ends. */
  close(): Promise<void>;
}

const CLOSE_TIMEOUT_MS = 10_000;

/** Puts the house together: stores, engine, pipeline, source of readings, outbox, interface; and starts it in that order. */
export async function startInstallation(options: InstallationOptions): Promise<Installation> {
  keepHeapSmall();
  const { loaded, clock, log, exercise = false } = options;
  const { config, agreement, stations } = loaded;
  let drained = (_: readonly Reading[]) => {};
  const stores = await openStores({
    config,
    directory: loaded.directory,
    clock,
    log,
    exercise,
    onDrained: (readings) => drained(readings),
  });
  const { timeseries, ledger } = stores;
  // Before anything is taken in: a key that cannot be read ends it here.
  const ledgerKey = openLedgerKey(stores.folder, exercise ? undefined : keyFileOf(loaded));
  const outward = (channel: Channel) => (exercise ? new ExerciseChannel(channel, drillName(ledgerKey)) : channel);
  const onError = (error: unknown, doing: string) =>
    log.error({ err: error }, `failed while ${doing}; it is tried again`);
  const fates = new FateDesk({
    store: timeseries,
    arrivals: stores.arrivals,
    clock,
    log,
    lateAfterMs: agreement.lateness.window_hours * 3_600_000,
    // The store answers in real seconds.
    askTimeoutMs: 2_000 * options.clockRate,
    restMs: 10_000 * options.clockRate,
  });
  const early = new HeldReadings();
  drained = (readings) => {
    fates.learn(readings);
    early.hold(readings);
  };
  await fates.seed();

  // What is sent before the notices are known is told to them then.
  const sentEarly: string[] = [];
  let onSent = (key: string): void => {
    sentEarly.push(key);
  };
  const dispatcher = new Dispatcher({
    outbox: ledger,
    channels: new Map(
      config.webhooks.map((webhook): [string, Channel] => {
        return [`webhook:${webhook.id}`, outward(new Webhook(webhook))];
      }),
    ),
    clock,
    random: Math.random,
    onSent: ({ idempotencyKey }) => onSent(idempotencyKey),
    onFailure: ({ channel, idempotencyKey }, reason, final) =>
      log.warn({ channel, idempotencyKey, reason }, final ? 'a notice was given up' : 'a notice will be sent again'),
  });
  // Known once pipeline and source are there; until then nothing has come in.
  let waitingHere = () => true;
  let onUsable = (_: readonly Reading[]) => {};
  const quality = await openQuality({ loaded, stores, clock, log, onUsable: (readings) => onUsable(readings) });
  const counters = new Counters();
  const forecasts = await openForecasts({ loaded, folder: stores.folder, counters, clock, log });
  const engine = await Engine.start({
    ...evaluatorOptions(agreement, stations),
    forecasts: forecasts.view,
    closeAfterMs: agreement.lateness.close_after_minutes * 60_000,
    quietMs: agreement.lateness.quiet_seconds * 1000,
    correctAfterMs: agreement.lateness.quiet_seconds * 1000,
    timeseries: quality.usable,
    ledger,
    clock,
    subscriptions: config.webhooks.map(({ id, priority }) => ({
      channel: `webhook:${id}`,
      ...(priority === undefined ? {} : { priority }),
    })),
    holdClosing: () => waitingHere(),
    onDeliveries: () => dispatcher.wake(),
    onError,
  });
  dispatcher.wake();
  // Judged once already unless the process died in between; twice changes nothing.
  drained = (readings) => {
    fates.learn(readings);
    quality.committed(readings);
  };

  const coordination = await openCoordination({
    ...options,
    exercise,
    ledger,
    onDeliveries: () => dispatcher.wake(),
    onError,
  });
  engine.subscribe({ grade: () => void coordination.follow() });
  onSent = (key) => coordination.notices.delivered(key);
  sentEarly.forEach(onSent);
  const feed = new LiveFeed();
  feed.follow(engine);
  coordination.onRecorded(() => feed.recorded());
  onUsable = (readings) => {
    engine.committed(readings);
    forecasts.usable(readings);
    feed.usable(readings);
  };
  quality.committed(early.release());
  const registry = new StationRegistry(stations);
  const books = await openAccounts({ ...options, folder: stores.folder, registry, ledger });
  const pipeline = new Pipeline({
    store: timeseries,
    registry,
    clock,
    counters,
    log,
    fates,
    witness: books.accounts,
    onCommitted: (readings) => {
      feed.committed(readings);
      quality.committed(readings);
    },
  });
  const { directory } = loaded;
  const access = openAccess({ config, directory, clock });
  const { authenticator } = access;
  const shared = { config, directory, registry, authenticator, pipeline, clock, log };
  const profiles = profilesOf(config, directory);
  const { receiver, gateway } = openHj212(shared);
  const push = openPush({
    pipeline,
    registry,
    timeseries,
    clock,
    clockRate: options.clockRate,
    log,
    folder: stores.folder,
    verifyToken: (token) => authenticator.verifyToken(token),
    profiles,
    devices: config.push.devices,
    datastreams: config.push.datastreams,
  });
  const source = await startSource({
    ...shared,
    counters,
    otherWays: [receiver, ...push.ways, books.status, forecasts.way],
    declared: declaredTopics(config, profiles),
    forecasters: forecasts.forecasters,
  });
  books.start(source);
  forecasts.start(engine, quality.usable);
  await gateway?.start();
  waitingHere = () => pipeline.status().stalled !== undefined || !source.status().ok;
  const protocol = protocolPort({
    loaded,
    clock,
    coordination,
    ledger,
    grades: engine.grades,
    notices: noticeSource(coordination),
    exercise,
  });
  const evidence = openEvidence({ loaded, folder: stores.folder, ledger, key: ledgerKey, clock, log });
  const cap = await openBulletins({
    loaded,
    ledger,
    coordination,
    ledgerKey: ledgerKey.toPem(),
    exercise,
    invented: options.demo !== undefined,
    mayReadClosed: (token) =>
      protocol.reading === 'open' || (token !== undefined && protocol.personOf(token) !== undefined),
  });
  const api = await startApi({
    ...options,
    stores,
    engine,
    feed,
    source,
    pipeline,
    push: push.port,
    balance: books.accounts,
    forecasts: forecasts.port,
    quality,
    coordination,
    protocol,
    evidence: evidence.port,
    cap,
    figures: async () => [
      ...quality.figures(),
      ...accountsFigures(books.accounts.absent(clock.now())),
      ...(gateway === undefined ? [] : hj212Figures(gateway.counters)),
      ...figures({
        ingest: counters,
        pipeline: pipeline.status(),
        engine: engine.counters,
        outbox: await ledger.totals(),
        spool: stores.spool?.status(),
      }),
    ],
  });

  evidence.start();
  return {
    url: api.url,
    broker: source.description,
    store: stores.description,
    engine,
    coordination,
    async close() {
      const steps = [
        () => source.pause(),
        () => gateway?.close(),
        () => push.close({ timeoutMs: CLOSE_TIMEOUT_MS }),
        () => pipeline.close({ timeoutMs: CLOSE_TIMEOUT_MS }),
        () => forecasts.stop(),
        // What was committed last is still told to its stations.
        () => books.stop(),
        () => source.stop({ timeoutMs: CLOSE_TIMEOUT_MS }),
        () => engine.stop(),
        () => coordination.stop(),
        () => evidence.close(),
        () => dispatcher.stop(),
        () => api.close(),
        () => quality.close(),
        () => forecasts.close(),
        () => timeseries.close(),
        () => stores.arrivals.close(),
        () => books.close(),
        () => ledger.close(),
        () => access.close(),
        () => stores.unlock(),
      ];
      for (const step of steps) {
        try {
          await step();
        } catch (error) {
          // One part that cannot end in order must not keep the others from it.
          onError(error, 'closing');
        }
      }
    },
  };
}
