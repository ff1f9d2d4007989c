import { createHash, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import type { Log, MetricFamily } from '../../api/deps.ts';
import type { QualitySource } from '../../api/quality-source.ts';
import { utcOffsetMs } from '../../domain/agreement/utc-offset.ts';
import type { Reading } from '../../domain/air/reading.ts';
import type { Clock } from '../../domain/clock.ts';
import { JudgedReadings } from '../../ingest/quality/judged-readings.ts';
import { LiveQuality } from '../../ingest/quality/live-quality.ts';
import { OverruleBook } from '../../ingest/quality/overrule-book.ts';
import { OverruleDesk } from '../../ingest/quality/overrule-desk.ts';
import { RegionTerms } from '../../ingest/quality/station-terms.ts';
import { UsableReadings } from '../../ingest/quality/usable-readings.ts';
import { SqliteQuality } from '../../store/sqlite/sqlite-quality.ts';
import type { Loaded } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import type { Stores } from './stores.ts';

/** Quality control of one installation. */
export interface Quality {
  /** Of the pipeline: judges what was committed and hands on what may be used. */
  committed(readings: readonly Reading[]): void;
  /** The store of readings as rules and indices read it. */
  readonly usable: UsableReadings;
  readonly source: QualitySource;
  figures(): readonly MetricFamily[];
  close(): Promise<void>;
}

/** Opens the verdicts beside the ledger and reads the decisions in it. `onUsable` hears of every reading that may be used. */
export async function openQuality(options: {
  readonly loaded: Loaded;
  readonly stores: Stores;
  readonly clock: Clock;
  readonly log: Log;
  readonly onUsable: (readings: readonly Reading[]) => void;
}): Promise<Quality> {
  const { loaded, stores, ...shared } = options;
  const { agreement, stations, calibration } = loaded;
  const { timeseries, ledger } = stores;
  const limits = agreement.quality;
  const windowMs = agreement.lateness.window_hours * 3_600_000;
  const terms = new RegionTerms({
    stations,
    limits,
    utcOffsetMs: utcOffsetMs(agreement.region.utc_offset),
    calibration,
  });
  const store = SqliteQuality.open({ path: join(stores.folder, 'quality.sqlite') });
  const overrules = new OverruleBook();
  const live = new LiveQuality({ ...shared, windowMs, terms, overrules, timeseries, store });
  const judged = new JudgedReadings({ terms, overrules, store, settled: () => live.settled() });
  const usable = new UsableReadings({ timeseries, judged, terms });
  const desk = await OverruleDesk.open({ ...shared, ledger, book: overrules, timeseries, usable });
  const isReviewer = reviewerCheck(loaded.config);
  return {
    committed: (readings) => live.committed(readings),
    usable,
    source: {
      limits,
      judge: (readings) => judged.of(readings),
      calibrations: (station) => calibration.of(station)?.entries ?? [],
      async overrule(decision) {
        const decided = await desk.decide(decision);
        return decided.outcome === 'recorded' ? decided.overrule : undefined;
      },
      ...(isReviewer === undefined ? {} : { isReviewer }),
    },
    figures: () => figuresOf(live),
    async close() {
      try {
        await live.close();
      } finally {
        await store.close();
      }
    },
  };
}

/** Compares hashes, so that neither the time it takes nor our memory tells the token. */
function reviewerCheck({ http }: Config): ((token: string) => boolean) | undefined {
  const { operator_token: token, operator_token_hash: hash } = http;
  const expected = token === undefined ? hashOf(hash) : sha256(token);
  return expected === undefined ? undefined : (given) => timingSafeEqual(sha256(given), expected);
}

/** `$sha256$<Base64>`. */
function hashOf(text: string | undefined): Buffer | undefined {
  return text === undefined ? undefined : Buffer.from(text.split('$').at(-1) ?? '', 'base64');
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function figuresOf({ counters }: LiveQuality): readonly MetricFamily[] {
  return [
    {
      name: 'lianfang_quality_verdicts_total',
      help: 'Verdicts of quality control, by test and severity; a start judges the last day anew.',
      type: 'counter',
      samples: [...counters.entries()].map(({ test, severity, count }) => ({
        labels: { test, severity },
        value: count,
      })),
    },
    {
      name: 'lianfang_quality_writes_failed_total',
      help: 'Writes of verdicts that failed and were tried again.',
      type: 'counter',
      samples: [{ value: counters.writesFailed }],
    },
  ];
}
