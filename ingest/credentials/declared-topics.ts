/**
 * Topics outside `lianfang/` that the configuration declares to be a station's: those of its foreign devices, of its
 * datastreams. The station may publish there, and nobody else.
 */
export interface DeclaredTopics {
  /** The station that a topic belongs to. */
  stationOf(topic: string): string | undefined;
  /** Topic filters of one station, for brokers that want a list. */
  topicsOf(station: string): readonly string[];
  /** What we subscribe to: filters of all of them. */
  filters(): readonly string[];
}
