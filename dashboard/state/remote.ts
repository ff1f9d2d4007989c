import type { Signal } from '@preact/signals';
import { signal } from '@preact/signals';
import { fetchJson, RequestFailed } from '../query/fetch-json.ts';

/** A burst of events is answered with one question, ms. */
const SETTLE_MS = 250;

/** One answer of the API that is asked for again when something has changed. What was there stays until the new one is. */
export interface Remote<Body> {
  readonly body: Signal<Body | null>;
  readonly error: Signal<RequestFailed | null>;
  /** Asks soon, once for any number of calls. */
  refresh(): void;
  /** What a command answered is newer than anything that was asked for before it. */
  put(body: Body): void;
}

/** `address` null: there is nothing to ask. Answers that were overtaken are dropped. */
export function remote<Body>(address: () => string | null): Remote<Body> {
  const body: Signal<Body | null> = signal(null);
  const error: Signal<RequestFailed | null> = signal(null);
  let timer: ReturnType<typeof setTimeout> | null = null;
  let asked = 0;
  let askedAt = Number.NEGATIVE_INFINITY;

  async function ask(): Promise<void> {
    timer = null;
    askedAt = performance.now();
    asked += 1;
    const mine = asked;
    const url = address();
    if (url === null) {
      body.value = null;
      error.value = null;
      return;
    }
    try {
      const answer = await fetchJson<Body>(url);
      if (mine !== asked) return;
      body.value = answer;
      error.value = null;
    } catch (reason) {
      if (mine !== asked) return;
      error.value = reason instanceof RequestFailed ? reason : new RequestFailed(String(reason), 0, null);
    }
  }

  return {
    body,
    error,
    refresh: () => {
      if (timer !== null) return;
      timer = setTimeout(() => void ask(), Math.max(0, askedAt + SETTLE_MS - performance.now()));
    },
    put: (next) => {
      asked += 1;
      body.value = next;
      error.value = null;
    },
  };
}
