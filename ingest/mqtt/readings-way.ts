import type { Pipeline } from '../pipeline.ts';
import { isReadingsLike, parseReadingsTopic, READINGS_FILTER, receiptsTopicFor } from './topics.ts';
import type { TopicMessage, WayIn } from './way-in.ts';

/** Readings of the public contract, on `lianfang/v1/<city>/<station>/readings`. Any other topic is refused with `bad_topic`. */
export class ReadingsWay implements WayIn {
  readonly #pipeline: Pipeline;

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
  }

  filters(): readonly string[] {
    return [READINGS_FILTER];
  }

  takes(topic: string): boolean {
    return isReadingsLike(topic);
  }

  isFull(): boolean {
    return this.#pipeline.isFull();
  }

  onRoom(resume: () => void): () => void {
    return this.#pipeline.onRoom(resume);
  }

  receiptsTopic(topic: string): string | undefined {
    return receiptsTopicFor(topic);
  }

  submit({ topic, payload, settle }: TopicMessage): void {
    const address = parseReadingsTopic(topic);
    if (address === undefined) this.#pipeline.refuse('bad_topic', { bytes: payload.byteLength, settle });
    else this.#pipeline.submit({ ...address, payload, settle });
  }
}
