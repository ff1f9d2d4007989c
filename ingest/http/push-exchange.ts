import type { RefusalCode } from '../refusal.ts';

/** Readings in one request. */
export const MAX_PUSHED_READINGS = 5_000;

/** A body as the HTTP side hands it over: authenticated, inflated and within the bounds of size. */
export interface PushRequest {
  readonly body: Uint8Array;
  readonly format: 'json' | 'ndjson';
  /** The stations that the sender's token is for. */
  readonly stations: readonly string[];
  /** Names the token without being it. */
  readonly client: string;
  readonly idempotencyKey?: string;
}

/** What became of one item; `index` is its place in the body, from 0. */
export interface Verdict {
  readonly index: number;
  readonly seq?: number;
  readonly status: 'stored' | 'refused';
  /** Of what is stored: it was so before, or replaced another version; absent: new. */
  readonly fate?: 'duplicate' | 'revised';
  readonly code?: RefusalCode;
  /** Chinese and English. */
  readonly reason?: string;
}

/** Every item is in `items` once, in its order, and every stored one is durable. */
export interface CommittedPush {
  readonly stored: number;
  readonly refused: number;
  readonly items: readonly Verdict[];
}

export type PushFault =
  | 'bad_body'
  | 'too_many_readings'
  /** Not one item is for a station of the token. */
  | 'not_your_station'
  | 'idempotency_key_reused';

export type PushAnswer =
  | { readonly outcome: 'committed'; readonly answer: CommittedPush; readonly replayed: boolean }
  | { readonly outcome: 'refused'; readonly fault: PushFault; readonly detail: string }
  /** Nothing was taken: the pipeline is full. */
  | { readonly outcome: 'busy'; readonly retryAfterS: number }
  /** Not committed in time. It may yet be: sending it again is harmless. */
  | { readonly outcome: 'uncommitted'; readonly retryAfterS: number };
