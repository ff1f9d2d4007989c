import type { Delivery } from '../../store/ledger.ts';
import type { Channel, DeliveryOutcome } from './channel.ts';

export interface WebhookOptions {
  readonly url: string;
  /** Sent as `Authorization: Bearer`. */
  readonly token?: string;
  readonly timeoutMs?: number;
}

/**
 * Posts the payload as JSON with an `Idempotency-Key`; any 2xx is a yes. A delivery may arrive more than once (at least
 * once): the receiver drops repeats by the key. 408, 425, 429, 5xx and network errors are tried again, other answers are final.
 */
export class Webhook implements Channel {
  readonly #options: WebhookOptions;

  constructor(options: WebhookOptions) {
    this.#options = options;
  }

  async deliver(delivery: Delivery): Promise<DeliveryOutcome> {
    const { url, token, timeoutMs = 10_000 } = this.#options;
    const headers: Record<string, string> = {
      'content-type': 'application/json; charset=utf-8',
      // Ids may be Chinese, a header may not: percent-encoded UTF-8.
      'idempotency-key': encodeURIComponent(delivery.idempotencyKey),
      // Ledger sequence: a receiver that hears of a return before the raise that was tried again can tell.
      'lianfang-seq': String(delivery.seq),
      'user-agent': 'lianfang',
    };
    if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
    try {
      const body = JSON.stringify(delivery.payload);
      // A redirect would carry the token to another house.
      const response = await fetch(url, {
        method: 'POST',
        headers,
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.body?.cancel();
      if (response.ok) return { kind: 'delivered' };
      const reason = `HTTP ${response.status} ${response.statusText}`.trim();
      const again = [408, 425, 429].includes(response.status) || response.status >= 500;
      if (!again) return { kind: 'rejected', reason };
      const retryAfterMs = retryAfterOf(response.headers.get('retry-after') ?? '');
      return { kind: 'failed', reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
      return { kind: 'failed', reason: `${error instanceof Error ? error.message : String(error)}${cause}` };
    }
  }
}

/** RFC 9110 section 10.2.3 in its form of whole seconds; a date would need the receiver's clock. Bounded by whoever schedules. */
function retryAfterOf(header: string): number | undefined {
  return /^\d{1,9}$/.test(header) ? Number(header) * 1000 : undefined;
}
