import type { Values } from '../../domain/air/reading.ts';
import { formatIso } from '../../domain/time.ts';

/**
 * One reading as the public contract has it; whoever sends it adds `seq`. A type, not an interface: it must be plain
 * JSON.
 */
export type ReadingPayload = {
  /** End of the period, ISO 8601 with +08:00. */
  readonly at: string;
  /** Seconds. */
  readonly period: number;
  readonly values: Values;
};

export function readingPayload(at: number, values: Values, periodS = 3600): ReadingPayload {
  return { at: formatIso(at), period: periodS, values };
}
