import type { ReadingPayload } from './reading-payload.ts';

/** One reading on its way to a broker. */
export interface Outgoing {
  /** End of the period, epoch ms: when, in simulated time, it is sent. */
  readonly at: number;
  readonly city: string;
  readonly station: string;
  readonly payload: ReadingPayload;
}
