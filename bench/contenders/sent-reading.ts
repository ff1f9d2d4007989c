/** What the publisher sends, for contenders that trust it. */
export interface SentReading {
  readonly at: string;
  readonly period: number;
  readonly seq: number;
  readonly values: Readonly<Record<string, number>>;
}

/** One reading or an array of them, parsed and not looked at. */
export function sentReadings(payload: string | Uint8Array): readonly SentReading[] {
  const message = JSON.parse(payload.toString()) as SentReading | SentReading[];
  return Array.isArray(message) ? message : [message];
}

/** City and station of `lianfang/v1/<city>/<station>/readings`. */
export function addressOf(topic: string): readonly [city: string, station: string] {
  const levels = topic.split('/');
  return [levels[2] ?? '', levels[3] ?? ''];
}
