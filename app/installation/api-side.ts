import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Coordination } from '../../alerting/coordination/coordination.ts';
import type { Engine } from '../../alerting/engine.ts';
import type { CapPort } from '../../api/cap-port.ts';
import { createApi } from '../../api/create-api.ts';
import type { BalanceSource, City, ForecastPort, Log, MetricFamily, PushPort } from '../../api/deps.ts';
import type { EvidencePort } from '../../api/evidence-port.ts';
import type { ProtocolPort } from '../../api/protocol/protocol-port.ts';
import type { DemoPort } from '../../api/routes/demo.ts';
import { serve } from '../../api/server.ts';
import { citiesOf } from '../../domain/agreement/jurisdiction.ts';
import { utcOffsetMs } from '../../domain/agreement/utc-offset.ts';
import type { Clock } from '../../domain/clock.ts';
import { Revisions } from '../../ingest/fates/revisions.ts';
import type { Pipeline } from '../../ingest/pipeline.ts';
import type { Loaded } from '../config/load.ts';
import type { LiveFeed } from './live-feed.ts';
import type { Quality } from './quality-side.ts';
import type { Source } from './source.ts';
import type { Stores } from './stores.ts';

const DASHBOARD = fileURLToPath(new URL('../../dashboard/dist', import.meta.url));

/** The page and the interface on their port. */
export async function startApi(options: {
  readonly loaded: Loaded;
  readonly clock: Clock;
  readonly clockRate: number;
  readonly log: Log;
  readonly stores: Stores;
  readonly engine: Engine;
  readonly coordination: Pick<Coordination, 'status'>;
  readonly feed: LiveFeed;
  readonly source: Source;
  readonly pipeline: Pipeline;
  readonly push: PushPort;
  readonly balance: BalanceSource;
  readonly forecasts: ForecastPort;
  readonly quality: Quality;
  readonly protocol?: ProtocolPort;
  readonly demo?: DemoPort;
  readonly cap: CapPort;
  readonly evidence: EvidencePort;
  readonly figures: () => Promise<readonly MetricFamily[]>;
}): Promise<{ readonly url: string; close(): Promise<void> }> {
  const { clock, clockRate, log, engine, feed, source, pipeline, stores } = options;
  const { config, agreement, stations } = options.loaded;
  const cities = citiesOfRegion(options.loaded);
  const api = createApi({
    clock,
    clockRate,
    log,
    region: agreement.region.name,
    utcOffsetMs: utcOffsetMs(agreement.region.utc_offset),
    stations: () => stations,
    cities: () => cities,
    readings: stores.timeseries,
    usable: options.quality.usable,
    quality: options.quality.source,
    revisions: new Revisions({ store: stores.timeseries, arrivals: stores.arrivals }),
    alerts: engine.board,
    rules: {
      list: () => engine.rules.map((rule) => ({ rule, since: engine.watchesSince(rule.id) })),
      explain: (query) => engine.explain(query),
    },
    live: feed,
    checks: [
      { name: 'timeseries', check: () => said(() => stores.timeseries.ready()) },
      { name: 'spool', check: async () => spoolHasRoom(stores) },
      { name: 'ledger', check: () => said(() => stores.ledger.lastSeq()) },
      { name: 'engine', check: async () => engine.status() },
      { name: 'coordination', check: async () => options.coordination.status() },
      { name: 'broker', check: async () => source.status() },
      { name: 'commits', check: async () => committing(pipeline, clock) },
    ],
    metrics: options.figures,
    push: options.push,
    balance: options.balance,
    forecasts: options.forecasts,
    cap: options.cap,
    evidence: options.evidence,
    ...(options.protocol === undefined ? {} : { protocol: options.protocol }),
    ...(options.demo === undefined ? {} : { demo: options.demo }),
    ...(existsSync(DASHBOARD) ? { dashboardDir: DASHBOARD } : {}),
  });
  await prime(api.prime, clock, log);
  const { host, port } = config.http;
  const server = await serve({ ...api, host, port });
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${server.port}`,
    async close() {
      api.close();
      await server.close();
    },
  };
}

const PRIME_PAUSE_MS = 5_000;

/** The newest state from the store; with the store away it is tried again beside everything else. */
async function prime(attempt: () => Promise<void>, clock: Clock, log: Log): Promise<void> {
  try {
    await attempt();
  } catch (error) {
    log.warn({ err: error }, 'the newest readings could not be read yet');
    clock.after(PRIME_PAUSE_MS, () => void prime(attempt, clock, log));
  }
}

async function said(ask: () => Promise<unknown>): Promise<{ ok: true } | { ok: false; reason: string }> {
  try {
    await ask();
    return { ok: true };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

function spoolHasRoom({ spool }: Stores): { ok: true } | { ok: false; reason: string } {
  const { full, readings = 0, lastError } = spool?.status() ?? { full: false };
  return full ? { ok: false, reason: `full: ${readings} readings wait for the store: ${lastError}` } : { ok: true };
}

function committing(pipeline: Pipeline, clock: Clock): { ok: true } | { ok: false; reason: string } {
  const { stalled, waitingMessages } = pipeline.status();
  if (stalled === undefined) return { ok: true };
  const seconds = Math.round((clock.now() - stalled.since) / 1000);
  return { ok: false, reason: `${waitingMessages} messages wait for the store since ${seconds} s: ${stalled.reason}` };
}

/** The member cities, in the order of the agreement. */
function citiesOfRegion({ agreement }: Loaded): City[] {
  return citiesOf(agreement.jurisdictions).map(({ id, name, code }) => ({
    id,
    name,
    ...(code === undefined ? {} : { adcode: code }),
  }));
}
