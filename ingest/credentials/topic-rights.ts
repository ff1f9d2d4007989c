import type { StationTopic } from '../mqtt/topics.ts';

/** What a station may publish under its own `lianfang/v1/<city>/<station>/`. */
export const STATION_PUBLISHES = ['readings', 'status', 'hj212'] as const;
/** What it may subscribe to there. */
export const STATION_SUBSCRIBES = ['receipts'] as const;

export function stationTopic(station: StationTopic, leaf: string): string {
  return `lianfang/v1/${station.city}/${station.station}/${leaf}`;
}

export function mayPublish(station: StationTopic, topic: string): boolean {
  return STATION_PUBLISHES.some((leaf) => stationTopic(station, leaf) === topic);
}

/** A filter with a wildcard is never the station's own alone. */
export function maySubscribe(station: StationTopic, filter: string): boolean {
  return STATION_SUBSCRIBES.some((leaf) => stationTopic(station, leaf) === filter);
}
