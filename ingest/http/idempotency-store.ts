/** An answer that was given for an `Idempotency-Key`, kept so that the same request gets it again. */
export interface RememberedAnswer {
  /** What was asked: the same key with another body is a mistake of the sender, not a repetition. */
  readonly fingerprint: string;
  /** JSON text. */
  readonly answer: string;
}

/**
 * Where answers are kept, by whoever asked (`client`, never the token itself) and the key of the request. Bounded: answers
 * older than 24 h are gone, and each client has its newest thousand, so that nobody can push out the answers of others.
 */
export interface IdempotencyStore {
  /** Rejects with `StoreUnavailable` when the store cannot be asked. */
  find(query: {
    readonly client: string;
    readonly key: string;
    readonly now: number;
  }): Promise<RememberedAnswer | undefined>;
  /** Durable when it resolves. The first answer within the 24 h stays. */
  remember(
    entry: RememberedAnswer & { readonly client: string; readonly key: string; readonly now: number },
  ): Promise<void>;
}
