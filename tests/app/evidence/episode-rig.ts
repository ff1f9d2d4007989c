import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Coordination } from '../../../alerting/coordination/coordination.ts';
import { Engine } from '../../../alerting/engine.ts';
import { evaluatorOptions } from '../../../app/agreement/evaluator-options.ts';
import { loadConfig } from '../../../app/config/load.ts';
import { type EvidenceSources, evidenceSources } from '../../../app/evidence/sources.ts';
import { sha256 } from '../../../app/installation/coordination-side.ts';
import { createCluster } from '../../../app/simulation/cluster.ts';
import { utcOffsetMs } from '../../../domain/agreement/utc-offset.ts';
import type { Reading } from '../../../domain/air/reading.ts';
import { OverruleBook } from '../../../ingest/quality/overrule-book.ts';
import { QualityCounters } from '../../../ingest/quality/quality-counters.ts';
import { QualityDesk } from '../../../ingest/quality/quality-desk.ts';
import { RegionTerms } from '../../../ingest/quality/station-terms.ts';
import { LedgerKey } from '../../../store/ledger-key.ts';
import { SqliteArrivals } from '../../../store/sqlite/sqlite-arrivals.ts';
import { SqliteForecasts } from '../../../store/sqlite/sqlite-forecasts.ts';
import { SqliteLedger } from '../../../store/sqlite/sqlite-ledger.ts';
import { SqliteTimeseries } from '../../../store/sqlite/sqlite-timeseries.ts';
import { ManualClock } from '../../clock/manual-clock.ts';

const HOUR_MS = 3_600_000;
const CONFIG = resolve(import.meta.dirname, '../../../config/demo/lianfang.yaml');

/** The demonstration cluster as an installation had it: its folder, and everything in it of some days. */
export class EpisodeRig {
  readonly folder: string;
  readonly clock: ManualClock;
  readonly sources: EvidenceSources;
  readonly ledger: SqliteLedger;
  readonly timeseries: SqliteTimeseries;
  readonly arrivals: SqliteArrivals;
  readonly engine: Engine;
  readonly coordination: Coordination;
  readonly #desk: QualityDesk;
  readonly #cluster: ReturnType<typeof createCluster>;

  private constructor(
    parts: Omit<EpisodeRig, 'pass' | 'commit' | 'close' | 'send'> & {
      readonly desk: QualityDesk;
      readonly cluster: ReturnType<typeof createCluster>;
    },
  ) {
    this.folder = parts.folder;
    this.clock = parts.clock;
    this.sources = parts.sources;
    this.ledger = parts.ledger;
    this.timeseries = parts.timeseries;
    this.arrivals = parts.arrivals;
    this.engine = parts.engine;
    this.coordination = parts.coordination;
    this.#desk = parts.desk;
    this.#cluster = parts.cluster;
  }

  /** `at`: the first hour ends then; `onset`: of the episode. Epoch ms. */
  static async open({ folder, at, onset }: { readonly folder: string; readonly at: number; readonly onset: number }) {
    mkdirSync(folder, { recursive: true });
    const loaded = loadConfig(CONFIG, {}, at);
    const { agreement, stations, calibration, versions } = loaded;
    const clock = new ManualClock(at - HOUR_MS);
    const ledger = SqliteLedger.open({ path: join(folder, 'ledger.sqlite') });
    const timeseries = SqliteTimeseries.open({ path: join(folder, 'readings.sqlite') });
    const arrivals = SqliteArrivals.open({ path: join(folder, 'arrivals.sqlite') });
    await SqliteForecasts.open({ path: join(folder, 'forecasts.sqlite') }).close();
    const onError = (error: unknown) => {
      throw error;
    };
    const options = evaluatorOptions(agreement, stations);
    const engine = await Engine.start({
      ...options,
      timeseries,
      ledger,
      clock,
      subscriptions: [{ channel: 'webhook:bureau' }],
      closeAfterMs: agreement.lateness.close_after_minutes * 60_000,
      quietMs: agreement.lateness.quiet_seconds * 1000,
      correctAfterMs: 0,
      onDeliveries: () => {},
      onError,
    });
    const coordination = await Coordination.start({
      ledger,
      clock,
      digest: sha256,
      agreementAt: (when) => versions.inForceAt(when)?.agreement,
      subscriptions: [{ channel: 'webhook:bureau' }],
      onError,
    });
    const terms = new RegionTerms({
      stations,
      limits: agreement.quality,
      utcOffsetMs: utcOffsetMs(agreement.region.utc_offset),
      calibration,
    });
    const desk = new QualityDesk({ terms, overrules: new OverruleBook(), counters: new QualityCounters() });
    const key = LedgerKey.generate().toPem();
    writeFileSync(join(folder, 'ledger-key.pem'), key);
    const sources = { ...evidenceSources(loaded, key), folder };
    const cluster = createCluster({ seed: 1, episodeStartMs: onset });
    return new EpisodeRig({
      folder,
      clock,
      sources,
      ledger,
      timeseries,
      arrivals,
      engine,
      coordination,
      desk,
      cluster,
    });
  }

  /** So many hours go by, and every station sends them. */
  async pass(hours: number): Promise<void> {
    for (let n = 0; n < hours; n += 1) {
      this.clock.advance(HOUR_MS);
      await this.commit(this.#hour(this.clock.now()));
    }
  }

  async commit(readings: readonly Reading[]): Promise<void> {
    await this.timeseries.write(readings);
    this.engine.committed(this.#desk.take(readings).usable);
    await this.engine.settled();
  }

  #hour(at: number): Reading[] {
    return this.#cluster.readingsAt(at).map(({ station, city, payload }) => ({
      station,
      city,
      at,
      periodS: 3600,
      values: payload.values,
      flags: {},
    }));
  }

  async close(): Promise<void> {
    await this.coordination.stop();
    await this.engine.stop();
    await this.ledger.close();
    await this.timeseries.close();
    await this.arrivals.close();
  }
}
