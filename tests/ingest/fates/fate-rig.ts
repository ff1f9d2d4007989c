import type { Reading } from '../../../domain/air/reading.ts';
import { Counters } from '../../../ingest/counters.ts';
import { FateDesk, type FateDeskOptions } from '../../../ingest/fates/fate-desk.ts';
import { type Outcome, Pipeline, type PipelineOptions } from '../../../ingest/pipeline.ts';
import type { Refusal } from '../../../ingest/refusal.ts';
import { StationRegistry } from '../../../ingest/registry.ts';
import type { Fate, Witness } from '../../../ingest/witness.ts';
import { SqliteArrivals } from '../../../store/sqlite/sqlite-arrivals.ts';
import { SqliteTimeseries } from '../../../store/sqlite/sqlite-timeseries.ts';
import type { Timeseries } from '../../../store/timeseries.ts';
import { ManualClock, settle } from '../../clock/manual-clock.ts';
import { GatedTimeseries } from '../gated-timeseries.ts';
import { NOW, quiet, station } from '../samples.ts';

export const HOUR = 3_600_000;
export const STATIONS = ['S1', 'S2', 'S3'].map((id) => station({ id }));

export function reading(hoursAgo: number, pm25: number, changes: Partial<Reading> = {}): Reading {
  const at = NOW - hoursAgo * HOUR;
  return { station: 'S1', city: 'qingyuan', at, periodS: 3600, values: { pm25 }, flags: {}, ...changes };
}

/** Writes down what it hears. */
export class Notebook implements Witness {
  readonly told: {
    readonly reading: Reading;
    readonly fate: Fate;
    readonly late: boolean;
    readonly receivedAt: number;
  }[] = [];
  readonly refusals: { readonly station: string; readonly refusal: Refusal; readonly receivedAt: number }[] = [];

  stored: Witness['stored'] = (one, facts) => this.told.push({ reading: one, ...facts });
  refused: Witness['refused'] = (id, refusal, receivedAt) => this.refusals.push({ station: id, refusal, receivedAt });

  fates(): Fate[] {
    return this.told.map(({ fate }) => fate);
  }
}

export const EVER = { from: 0, to: Number.MAX_SAFE_INTEGER, limit: 100_000 };

/** A pipeline that knows fates, over real stores; `restarted` is the next process on the same files. */
export async function fateRig(
  options: {
    readonly timeseries?: Timeseries;
    readonly arrivals?: SqliteArrivals;
    readonly clock?: ManualClock;
    readonly desk?: Partial<FateDeskOptions>;
    readonly pipeline?: Partial<PipelineOptions>;
  } = {},
) {
  const timeseries = options.timeseries ?? SqliteTimeseries.open({ path: ':memory:' });
  const arrivals = options.arrivals ?? SqliteArrivals.open({ path: ':memory:' });
  const clock = options.clock ?? new ManualClock(NOW);
  const store = new GatedTimeseries(timeseries);
  const notebook = new Notebook();
  const counters = new Counters();
  const committed: Reading[] = [];
  const outcomes: Outcome[] = [];
  const desk = new FateDesk({ store, arrivals, clock, log: quiet, lateAfterMs: 72 * HOUR, ...options.desk });
  await desk.seed();
  const pipeline = new Pipeline({
    store,
    registry: new StationRegistry(STATIONS),
    clock,
    counters,
    log: quiet,
    random: () => 1,
    fates: desk,
    witness: notebook,
    onCommitted: (readings) => committed.push(...readings),
    ...options.pipeline,
  });
  const submit = (...readings: Reading[]) =>
    pipeline.submitDecoded({
      decoded: { readings, refusals: [] },
      bytes: 100,
      settle: (outcome) => outcomes.push(outcome),
    });
  return {
    ...{ timeseries, arrivals, clock, store, notebook, counters, committed, outcomes, desk, pipeline, submit },
    /** One message, until nothing moves any more. */
    async send(...readings: Reading[]): Promise<void> {
      submit(...readings);
      await settle();
    },
    stored: () => timeseries.read(EVER),
    /** Values of the older versions of a station, with when each was replaced, in hours from now. */
    async versions(id = 'S1') {
      const found = await arrivals.versions({ station: id, ...EVER });
      return found.map((version) => version.reading?.values.pm25 ?? null);
    },
    restarted: () => fateRig({ ...options, timeseries, arrivals, clock }),
  };
}
