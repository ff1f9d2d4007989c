import type { ContenderName } from './contender.ts';

export interface Limits {
  /** At saturation: readings ahead of the commits, so that neither the broker's memory nor a late drain is measured. */
  readonly aheadReadings: number;
  /** Messages of one measurement: rates and costs are per reading, and nobody wants to wait for minutes. */
  readonly mostMessages: number;
}

const USUAL: Limits = { aheadReadings: 40_000, mostMessages: Number.POSITIVE_INFINITY };
/**
 * Each message is a request of its own, all at once: with 10,000 under way InfluxDB answered the last after its own write
 * timeout of 10 s, with an error. Fewer ahead show what it can do, not how it fails.
 */
const WRITE_PER_MESSAGE: Limits = { aheadReadings: 1_000, mostMessages: 20_000 };

export function limitsOf(name: ContenderName): Limits {
  return name === 'node-red' ? WRITE_PER_MESSAGE : USUAL;
}
