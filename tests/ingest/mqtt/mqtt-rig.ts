import { connectAsync, type MqttClient } from 'mqtt';
import { systemClock } from '../../../app/clock/system-clock.ts';
import { Counters } from '../../../ingest/counters.ts';
import { MqttSource, type MqttSourceOptions } from '../../../ingest/mqtt/mqtt-source.ts';
import { Pipeline, type PipelineOptions } from '../../../ingest/pipeline.ts';
import { StationRegistry } from '../../../ingest/registry.ts';
import { SqliteTimeseries } from '../../../store/sqlite/sqlite-timeseries.ts';
import { GatedTimeseries } from '../gated-timeseries.ts';
import { quiet, station } from '../samples.ts';

export const EVER = { from: 0, to: Number.MAX_SAFE_INTEGER };
export const TOPIC = 'lianfang/v1/qingyuan/S1/readings';

export interface Inside {
  readonly store: GatedTimeseries;
  readonly pipeline: Pipeline;
  readonly counters: Counters;
}

/** A pipeline on a real SQLite store in memory behind a gate. */
export function inside(options: Partial<PipelineOptions> = {}): Inside {
  const store = new GatedTimeseries(SqliteTimeseries.open({ path: ':memory:' }));
  const counters = new Counters();
  const registry = new StationRegistry([station()]);
  const pipeline = new Pipeline({ store, registry, clock: systemClock, counters, log: quiet, ...options });
  return { store, pipeline, counters };
}

export function source(url: string, rig: Inside, options: Partial<MqttSourceOptions> = {}): MqttSource {
  const { pipeline, counters } = rig;
  return new MqttSource({
    url,
    clientId: 'lianfang',
    pipeline,
    counters,
    clock: systemClock,
    log: quiet,
    reconnectMs: 20,
    ...options,
  });
}

/** A station's own client. `heard` collects what comes on the receipts topics. */
export async function stationClient(
  url: string,
  options: { readonly protocolVersion?: 4 | 5 } = {},
): Promise<{
  readonly client: MqttClient;
  readonly heard: { topic: string; refused: { code: string; reason: string; seq?: number }[] }[];
}> {
  const client = await connectAsync(url, { protocolVersion: options.protocolVersion ?? 5, log: () => {} });
  const heard: Awaited<ReturnType<typeof stationClient>>['heard'] = [];
  client.on('message', (topic, payload) => heard.push({ topic, ...JSON.parse(payload.toString()) }));
  await client.subscribeAsync('lianfang/v1/+/+/receipts', { qos: 1 });
  return { client, heard };
}

/** A reading of one minute, `n` minutes before the sample's hour, so that each is another one. */
export function numbered(n: number): string {
  const at = new Date(Date.UTC(2026, 0, 1) - n * 60_000).toISOString();
  return JSON.stringify({ at, period: 60, seq: n, values: { pm25: n % 500, o3: 21 } });
}
