import type { Clock } from '../../domain/clock.ts';
import { HJ212_FILTER, isHj212Like, parseHj212Topic, receiptsTopicFor, type StationTopic } from '../mqtt/topics.ts';
import type { TopicMessage, WayIn } from '../mqtt/way-in.ts';
import type { Decoded } from '../payload.ts';
import type { Pipeline } from '../pipeline.ts';
import { refuse } from '../refusal.ts';
import type { StationRegistry } from '../registry.ts';
import { Hj212Messages, type Hj212MessagesOptions } from './hj212-message.ts';

export interface Hj212ReceiverOptions extends Hj212MessagesOptions {
  readonly pipeline: Pick<Pipeline, 'submitDecoded' | 'isFull' | 'onRoom'>;
  readonly registry: Pick<StationRegistry, 'get'>;
  readonly clock: Clock;
}

/** Raw HJ 212 frames on `lianfang/v1/<city>/<station>/hj212`, on the one way into the store. */
export class Hj212Receiver implements WayIn {
  readonly #options: Hj212ReceiverOptions;
  readonly #messages: Hj212Messages;

  constructor(options: Hj212ReceiverOptions) {
    this.#options = options;
    this.#messages = new Hj212Messages(options);
  }

  filters(): readonly string[] {
    return [HJ212_FILTER];
  }

  takes(topic: string): boolean {
    return isHj212Like(topic);
  }

  isFull(): boolean {
    return this.#options.pipeline.isFull();
  }

  onRoom(resume: () => void): () => void {
    return this.#options.pipeline.onRoom(resume);
  }

  receiptsTopic(topic: string): string | undefined {
    return receiptsTopicFor(topic);
  }

  submit({ topic, payload, settle }: TopicMessage): void {
    const address = parseHj212Topic(topic);
    const decoded = address === undefined ? refused('bad_topic', topic) : this.#decode(address, payload);
    const { pipeline } = this.#options;
    pipeline.submitDecoded({
      decoded,
      bytes: payload.byteLength,
      ...(address && { station: address.station }),
      settle,
    });
  }

  #decode(address: StationTopic, payload: Uint8Array): Decoded {
    const { registry, clock } = this.#options;
    const station = registry.get(address.station);
    if (station === undefined) return refused('unknown_station', address.station);
    if (station.city !== address.city) return refused('wrong_city', address.city);
    return this.#messages.decode(payload, station, clock.now());
  }
}

function refused(code: 'bad_topic' | 'unknown_station' | 'wrong_city', field: string): Decoded {
  return { readings: [], refusals: [refuse(code, { field })] };
}
