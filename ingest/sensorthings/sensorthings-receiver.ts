import type { Reading } from '../../domain/air/reading.ts';
import type { Clock } from '../../domain/clock.ts';
import { withinTime } from '../http/within-time.ts';
import { receiptsTopicOf } from '../mqtt/topics.ts';
import type { TopicMessage, WayIn } from '../mqtt/way-in.ts';
import type { Outcome, Pipeline } from '../pipeline.ts';
import { type Refusal, type RefusalCode, refuse } from '../refusal.ts';
import type { StationRegistry } from '../registry.ts';
import type { Datastreams } from './datastream.ts';
import { DatastreamTopics } from './datastream-topics.ts';
import { decodeObservation, type ObservationMessage } from './decode-observation.ts';
import { datastreamId, observationEntity } from './observation-address.ts';
import type { ObservationCollector } from './observation-collector.ts';

export interface SensorThingsReceiverOptions {
  readonly datastreams: Datastreams;
  readonly collector: Pick<ObservationCollector, 'add' | 'isFull' | 'onRoom'>;
  readonly pipeline: Pick<Pipeline, 'submitDecoded'>;
  readonly registry: Pick<StationRegistry, 'get'>;
  readonly clock: Clock;
  /** How far ahead of our clock a period may end; default 10 minutes. */
  readonly futureToleranceMs?: number;
  /** How long a sender over HTTP waits for the commit, on `clock`; default 20 s. */
  readonly commitTimeoutMs?: number;
}

/** What became of one observation over HTTP. `committed`: the reading it is part of is durable. */
export type ObservationAnswer =
  | { readonly outcome: 'committed'; readonly station: string; readonly at: number }
  | { readonly outcome: 'refused'; readonly code: RefusalCode; readonly reason: string }
  | { readonly outcome: 'busy' | 'uncommitted'; readonly retryAfterS: number };

const RETRY_AFTER_S = 5;

/** OGC SensorThings 1.1 Observations, created over MQTT or HTTP. */
export class SensorThingsReceiver implements WayIn {
  readonly #options: SensorThingsReceiverOptions & {
    readonly futureToleranceMs: number;
    readonly commitTimeoutMs: number;
  };
  readonly #topics: DatastreamTopics;

  constructor(options: SensorThingsReceiverOptions) {
    this.#options = { futureToleranceMs: 600_000, commitTimeoutMs: 20_000, ...options };
    this.#topics = new DatastreamTopics(options.datastreams);
  }

  filters(): readonly string[] {
    return this.#topics.filters();
  }

  takes(topic: string): boolean {
    return observationEntity(topic) !== undefined;
  }

  isFull(): boolean {
    return this.#options.collector.isFull();
  }

  onRoom(resume: () => void): () => void {
    return this.#options.collector.onRoom(resume);
  }

  receiptsTopic(topic: string): string | undefined {
    const station = this.#options.registry.get(this.#topics.stationOf(topic) ?? '');
    return station && receiptsTopicOf({ city: station.city, station: station.id });
  }

  /** A message of MQTT. Settled once, after the commit. A source asks `isFull` first. */
  submit({ topic, payload, retained, settle }: TopicMessage): void {
    const arrivedAt = this.#options.clock.now();
    const decoded = this.#decode(observationEntity(topic) ?? topic, { payload, retained, arrivedAt });
    const station = this.#topics.stationOf(topic);
    this.#take(decoded, { bytes: payload.byteLength, ...(station !== undefined && { station }), settle });
  }

  /** `datastream` as the path has it, `Datastreams(42)`. */
  async observe(request: {
    readonly datastream: string;
    readonly body: Uint8Array;
    readonly stations: readonly string[];
  }): Promise<ObservationAnswer> {
    const { collector, clock, commitTimeoutMs } = this.#options;
    if (collector.isFull()) return { outcome: 'busy', retryAfterS: RETRY_AFTER_S };
    const { datastream, body: payload, stations } = request;
    const message = { payload, retained: false, arrivedAt: clock.now() };
    const decoded = this.#decode(datastream, message, new Set(stations));
    const answer = new Promise<ObservationAnswer>((resolve) => {
      this.#take(decoded, {
        bytes: payload.byteLength,
        settle: ({ refusals: [refusal] }) => {
          if (refusal !== undefined) resolve({ outcome: 'refused', code: refusal.code, reason: refusal.reason });
          else if (!('code' in decoded)) resolve({ outcome: 'committed', station: decoded.station, at: decoded.at });
        },
      });
    });
    const late: ObservationAnswer = { outcome: 'uncommitted', retryAfterS: RETRY_AFTER_S };
    return withinTime(answer, { clock, timeoutMs: commitTimeoutMs, late });
  }

  #take(
    decoded: Reading | Refusal,
    message: { readonly bytes: number; readonly station?: string; readonly settle: (outcome: Outcome) => void },
  ): void {
    const { collector, pipeline } = this.#options;
    if ('code' in decoded) pipeline.submitDecoded({ decoded: { readings: [], refusals: [decoded] }, ...message });
    else collector.add({ reading: decoded, ...message });
  }

  #decode(entity: string, message: ObservationMessage, own?: ReadonlySet<string>): Reading | Refusal {
    const { datastreams, registry, clock, futureToleranceMs } = this.#options;
    const id = datastreamId(entity);
    const datastream = id !== undefined && Object.hasOwn(datastreams, id) ? datastreams[id] : undefined;
    if (datastream === undefined) return refuse('unknown_datastream', { field: entity });
    if (own !== undefined && !own.has(datastream.station)) return refuse('not_your_station', { field: entity });
    const station = registry.get(datastream.station);
    if (station === undefined) return refuse('unknown_station', { field: datastream.station });
    const latestAt = clock.now() + futureToleranceMs;
    const decoded = decodeObservation(message, { datastream, station, latestAt });
    return 'code' in decoded ? { ...decoded, station: station.id } : decoded;
  }
}
