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
      'idempotency-key': delivery.idempotencyKey,
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
      const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
      return Number.isFinite(retryAfter)
        ? { kind: 'failed', reason, retryAfterMs: retryAfter * 1000 }
        : { kind: 'failed', reason };
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
      return { kind: 'failed', reason: `${error instanceof Error ? error.message : String(error)}${cause}` };
    }
  }
}
