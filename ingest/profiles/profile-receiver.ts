import type { Clock } from '../../domain/clock.ts';
import { checkReading } from '../check-reading.ts';
import type { DecodedPush } from '../http/decode-push.ts';
import type { PushAnswer } from '../http/push-exchange.ts';
import { pushVerdicts } from '../http/push-verdicts.ts';
import { withinTime } from '../http/within-time.ts';
import { receiptsTopicOf } from '../mqtt/topics.ts';
import type { TopicMessage, WayIn } from '../mqtt/way-in.ts';
import type { Outcome, Pipeline } from '../pipeline.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { StationRegistry } from '../registry.ts';
import { type DeviceMessage, mapMessage } from './map-message.ts';
import type { Profile } from './profile.ts';
import { type TopicPattern, topicPattern } from './topic-pattern.ts';

export interface ProfileReceiverOptions {
  readonly profiles: readonly Profile[];
  /** The station of a device, by the profile's name; undefined: nobody entered it. */
  readonly stationOf: (profile: string, device: string) => string | undefined;
  /** What to subscribe to; the topics of all profiles when absent. */
  readonly filters?: readonly string[];
  readonly pipeline: Pick<Pipeline, 'submitDecoded' | 'isFull' | 'onRoom'>;
  readonly registry: Pick<StationRegistry, 'get'>;
  readonly clock: Clock;
  /** How far ahead of our clock a period may end; default 10 minutes. */
  readonly futureToleranceMs?: number;
  /** How long a sender over HTTP waits for the commit, on `clock`; default 20 s. */
  readonly commitTimeoutMs?: number;
}

const RETRY_AFTER_S = 5;

/** Messages of foreign devices, over MQTT and HTTP, on the one way into the store. */
export class ProfileReceiver implements WayIn {
  readonly #options: ProfileReceiverOptions & { readonly futureToleranceMs: number; readonly commitTimeoutMs: number };
  readonly #byName: ReadonlyMap<string, Profile>;
  readonly #topics: readonly { readonly profile: Profile; readonly pattern: TopicPattern }[];

  constructor(options: ProfileReceiverOptions) {
    this.#options = { futureToleranceMs: 600_000, commitTimeoutMs: 20_000, ...options };
    this.#byName = new Map(options.profiles.map((profile) => [profile.profile, profile]));
    this.#topics = options.profiles.flatMap((profile) =>
      profile.topic === undefined ? [] : [{ profile, pattern: topicPattern(profile.topic) }],
    );
  }

  filters(): readonly string[] {
    return this.#options.filters ?? [...new Set(this.#topics.map(({ pattern }) => pattern.filter))];
  }

  /** True when some profile is about this topic. */
  takes(topic: string): boolean {
    return this.#of(topic) !== undefined;
  }

  isFull(): boolean {
    return this.#options.pipeline.isFull();
  }

  onRoom(resume: () => void): () => void {
    return this.#options.pipeline.onRoom(resume);
  }

  receiptsTopic(topic: string): string | undefined {
    const station = this.#options.registry.get(this.#of(topic)?.station ?? '');
    return station && receiptsTopicOf({ city: station.city, station: station.id });
  }

  /**
   * A message of MQTT; a topic that no profile takes is refused with `bad_topic`. Settled once, after the commit. A source
   * asks `isFull` first.
   */
  submit({ topic, payload, retained, settle }: TopicMessage): void {
    const { pipeline, clock } = this.#options;
    const found = this.#of(topic);
    const decoded =
      found === undefined
        ? { readings: [], places: [], refusals: [indexed(refuse('bad_topic', { field: topic }))] }
        : this.#decode(found.profile, { topic, payload, retained, arrivedAt: clock.now() });
    const station = found?.station;
    pipeline.submitDecoded({ decoded, bytes: payload.byteLength, ...(station !== undefined && { station }), settle });
  }

  /** A message of HTTP; undefined when there is no profile of this name. Each refused field has its own verdict. */
  async submitMapped(request: {
    readonly profile: string;
    readonly body: Uint8Array;
    readonly headers: Readonly<Record<string, string>>;
    readonly stations: readonly string[];
  }): Promise<PushAnswer | undefined> {
    const { pipeline, clock, commitTimeoutMs } = this.#options;
    const profile = this.#byName.get(request.profile);
    if (profile === undefined) return undefined;
    if (pipeline.isFull()) return { outcome: 'busy', retryAfterS: RETRY_AFTER_S };
    const { body: payload, headers } = request;
    const decoded = this.#decode(profile, { payload, headers, arrivedAt: clock.now() }, new Set(request.stations));
    const commit = new Promise<Outcome>((settle) =>
      pipeline.submitDecoded({ decoded, bytes: payload.byteLength, settle }),
    );
    const foreign = decoded.refusals.find(({ code }) => code === 'not_your_station');
    const answer = commit.then(
      (outcome): PushAnswer =>
        foreign === undefined
          ? { outcome: 'committed', answer: pushVerdicts(decoded, outcome), replayed: false }
          : { outcome: 'refused', fault: 'not_your_station', detail: foreign.reason },
    );
    const late: PushAnswer = { outcome: 'uncommitted', retryAfterS: RETRY_AFTER_S };
    return withinTime(answer, { clock, timeoutMs: commitTimeoutMs, late });
  }

  /** The first profile that is about this topic, and the station of the device. */
  #of(topic: string): { readonly profile: Profile; readonly station: string | undefined } | undefined {
    for (const { profile, pattern } of this.#topics) {
      const device = pattern.deviceOf(topic);
      if (device !== undefined) return { profile, station: this.#options.stationOf(profile.profile, device) };
    }
    return undefined;
  }

  #decode(profile: Profile, message: DeviceMessage, own?: ReadonlySet<string>): DecodedPush {
    const { stationOf, registry, clock, futureToleranceMs } = this.#options;
    const mapped = mapMessage(profile, message);
    const checked = mapped.candidates.map(({ device, item }) => {
      const id = stationOf(profile.profile, device);
      if (id === undefined) return refuse('unknown_device', { field: device });
      if (own !== undefined && !own.has(id)) return refuse('not_your_station', { field: device });
      const station = registry.get(id);
      if (station === undefined) return refuse('unknown_station', { field: id });
      // The profile knows how its devices stamp; the registry speaks of the station's own logger.
      const stamped = { ...station, periodLabel: profile.stamps };
      const checked = checkReading(item, stamped, clock.now() + futureToleranceMs, 0);
      return 'code' in checked ? { ...checked, station: id } : checked;
    });
    const readings = checked.flatMap((result) => ('code' in result ? [] : [result]));
    const refusals = checked.flatMap((result) => ('code' in result ? [result] : []));
    return {
      readings,
      places: readings.map(() => 0),
      refusals: [...mapped.refusals, ...refusals].map(indexed),
    };
  }
}

function indexed(refusal: Refusal): Refusal & { readonly index: number } {
  return { ...refusal, index: 0 };
}
