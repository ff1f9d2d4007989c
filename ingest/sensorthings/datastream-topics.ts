import type { DeclaredTopics } from '../credentials/declared-topics.ts';
import type { Datastreams } from './datastream.ts';
import { datastreamId, OBSERVATIONS_FILTER, observationEntity, observationTopics } from './observation-address.ts';

/** Whose the topics of Observations are, by the registry of datastreams. */
export class DatastreamTopics implements DeclaredTopics {
  readonly #datastreams: Datastreams;

  constructor(datastreams: Datastreams) {
    this.#datastreams = datastreams;
  }

  stationOf(topic: string): string | undefined {
    const id = datastreamId(observationEntity(topic) ?? '');
    return id !== undefined && Object.hasOwn(this.#datastreams, id) ? this.#datastreams[id]?.station : undefined;
  }

  topicsOf(station: string): readonly string[] {
    return Object.entries(this.#datastreams).flatMap(([id, stream]) =>
      stream.station === station ? observationTopics(id) : [],
    );
  }

  filters(): readonly string[] {
    return Object.keys(this.#datastreams).length === 0 ? [] : [OBSERVATIONS_FILTER];
  }
}
