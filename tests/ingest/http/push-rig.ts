import { setImmediate as turn } from 'node:timers/promises';
import { Counters } from '../../../ingest/counters.ts';
import type { IdempotencyStore } from '../../../ingest/http/idempotency-store.ts';
import type { PushRequest } from '../../../ingest/http/push-exchange.ts';
import { PushReceiver } from '../../../ingest/http/push-receiver.ts';
import { Pipeline, type PipelineOptions } from '../../../ingest/pipeline.ts';
import { StationRegistry } from '../../../ingest/registry.ts';
import { SqliteIdempotency } from '../../../store/sqlite/sqlite-idempotency.ts';
import { SqliteTimeseries } from '../../../store/sqlite/sqlite-timeseries.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { GatedTimeseries } from '../gated-timeseries.ts';
import { bytes, NOW, quiet, station } from '../samples.ts';

export const EVER = { from: 0, to: Number.MAX_SAFE_INTEGER };

/** A receiver on a real store and a clock that stands still. */
export function pushRig(
  options: { readonly idempotency?: IdempotencyStore; readonly pipeline?: Partial<PipelineOptions> } = {},
) {
  const store = new GatedTimeseries(SqliteTimeseries.open({ path: ':memory:' }));
  const clock = new ManualClock(NOW);
  const counters = new Counters();
  const registry = new StationRegistry([station(), station({ id: 'S2' }), station({ id: 'S3', periodLabel: 'start' })]);
  const pipeline = new Pipeline({ store, registry, clock, counters, log: quiet, random: () => 1, ...options.pipeline });
  const idempotency = options.idempotency ?? SqliteIdempotency.open({ path: ':memory:' });
  const receiver = new PushReceiver({ pipeline, registry, clock, idempotency, log: quiet });
  return {
    store,
    clock,
    counters,
    registry,
    pipeline,
    idempotency,
    receiver,
    push: (body: unknown, more: Partial<PushRequest> = {}) =>
      receiver.submit({ body: bytes(body), format: 'json', stations: ['S1', 'S2'], client: 'c1', ...more }),
  };
}

/** Lets everything that is due now run: immediates and the promises behind them. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 8; i++) await turn();
}
