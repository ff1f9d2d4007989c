import type { Delivery } from '../../store/ledger.ts';

/** `rejected`: the receiver will never take this one (a permanent 4xx); `failed`: try again later. */
export type DeliveryOutcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'failed'; readonly reason: string; readonly retryAfterMs?: number }
  | { readonly kind: 'rejected'; readonly reason: string };

/** A way out of the house. One folder entry each; the name is the prefix of a delivery's channel. */
export interface Channel {
  deliver(delivery: Delivery): Promise<DeliveryOutcome>;
}
