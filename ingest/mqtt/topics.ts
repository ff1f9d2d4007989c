/** Everything that stations of every city send; see the public contract. */
export const READINGS_FILTER = 'lianfang/v1/+/+/readings';
/** Raw HJ 212 frames of stations. */
export const HJ212_FILTER = 'lianfang/v1/+/+/hj212';

/** The last words of stations, also as their last will. */
export const STATUS_FILTER = 'lianfang/v1/+/+/status';

/** What bureaus forecast for cities. */
export const FORECAST_FILTER = 'lianfang/v1/+/forecast';

/** A station as it names itself in a topic; both are the sender's words until the registry has confirmed them. */
export interface StationTopic {
  readonly city: string;
  readonly station: string;
}

const PREFIX = 'lianfang/v1/';
const MAX_LEVEL = 128;

/** `lianfang/v1/<city>/<station>/readings` taken apart; undefined for any other topic, and for empty or endless levels. */
export function parseReadingsTopic(topic: string): StationTopic | undefined {
  return parseTopic(topic, 'readings');
}

/** The same of `lianfang/v1/<city>/<station>/hj212`. */
export function parseHj212Topic(topic: string): StationTopic | undefined {
  return parseTopic(topic, 'hj212');
}

/** The same of `lianfang/v1/<city>/<station>/status`. */
export function parseStatusTopic(topic: string): StationTopic | undefined {
  return parseTopic(topic, 'status');
}

/** The city of `lianfang/v1/<city>/forecast`; undefined for any other topic. */
export function parseForecastTopic(topic: string): string | undefined {
  const [, city] = /^lianfang\/v1\/([^/]{1,128})\/forecast$/.exec(topic) ?? [];
  return city;
}

/** Where it is told what was refused of that; without a station, so that only forecasters hear it. */
export function forecastReceiptsTopic(city: string): string {
  return `${PREFIX}${city}/forecast/receipts`;
}

export function forecastTopic(city: string): string {
  return `${PREFIX}${city}/forecast`;
}

function parseTopic(topic: string, leaf: string): StationTopic | undefined {
  const address = stationAddress(topic);
  if (address === undefined || address.leaf !== leaf) return undefined;
  const { city, station } = address;
  if (city === '' || station === '' || city.length > MAX_LEVEL || station.length > MAX_LEVEL) return undefined;
  return { city, station };
}

/** Where the station that sent to `topic` hears of it, also when its levels make no sense; undefined outside our tree. */
export function receiptsTopicFor(topic: string): string | undefined {
  const address = stationAddress(topic);
  return address === undefined ? undefined : receiptsTopicOf(address);
}

export function receiptsTopicOf({ city, station }: StationTopic): string {
  return `${PREFIX}${city}/${station}/receipts`;
}

/** Meant as readings, well-formed or not. */
export function isReadingsLike(topic: string): boolean {
  return topic.startsWith(PREFIX) && topic.endsWith('/readings');
}

/** Meant as HJ 212 frames, well-formed or not. */
export function isHj212Like(topic: string): boolean {
  return topic.startsWith(PREFIX) && topic.endsWith('/hj212');
}

/** Of the public contract, whichever. */
export function isContract(topic: string): boolean {
  return topic.startsWith(PREFIX);
}

/** Other topics of the contract, that stations and bureaus write and this broker only passes on. */
export function isKnownTopic(topic: string): boolean {
  const leaf = stationAddress(topic)?.leaf;
  return leaf === 'status' || leaf === 'hj212' || parseForecastTopic(topic) !== undefined;
}

/** Topics that only we write: a device that could would forge receipts or notices. */
export function isOurs(topic: string): boolean {
  return (
    topic.startsWith('$SYS/') ||
    (topic.startsWith(PREFIX) && (topic.endsWith('/receipts') || topic.endsWith('/notices')))
  );
}

function stationAddress(topic: string): (StationTopic & { readonly leaf: string }) | undefined {
  if (!topic.startsWith(PREFIX)) return undefined;
  const cityEnd = topic.indexOf('/', PREFIX.length);
  if (cityEnd < 0) return undefined;
  const stationEnd = topic.indexOf('/', cityEnd + 1);
  if (stationEnd < 0 || topic.includes('/', stationEnd + 1)) return undefined;
  return {
    city: topic.slice(PREFIX.length, cityEnd),
    station: topic.slice(cityEnd + 1, stationEnd),
    leaf: topic.slice(stationEnd + 1),
  };
}
