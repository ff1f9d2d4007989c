import { type Bucket, isFullBucket, type Rate, returnToken, takeToken } from './token-bucket.ts';

/** Above this, buckets that are full again are forgotten, and then the oldest ones: strangers cannot fill the memory. */
const MAX_BUCKETS = 20_000;

/** One token bucket for each key. */
export class RateLimiter {
  readonly #rate: Rate;
  readonly #buckets = new Map<string, Bucket>();

  /** Throws on a rate that would let nothing through. */
  constructor(rate: Rate) {
    if (!(rate.perSecond > 0 && rate.burst >= 1)) throw new RangeError('a rate must be above 0, a burst at least 1');
    this.#rate = rate;
  }

  /** 0: taken. Otherwise how long to wait, in ms, before asking again. */
  take(key: string, now: number): number {
    const { bucket, waitMs } = takeToken(this.#buckets.get(key), this.#rate, now);
    if (!this.#buckets.has(key)) this.#makeRoom(now);
    this.#buckets.set(key, bucket);
    return waitMs;
  }

  giveBack(key: string): void {
    const bucket = this.#buckets.get(key);
    if (bucket !== undefined) this.#buckets.set(key, returnToken(bucket, this.#rate));
  }

  get size(): number {
    return this.#buckets.size;
  }

  #makeRoom(now: number): void {
    if (this.#buckets.size < MAX_BUCKETS) return;
    for (const [key, bucket] of this.#buckets) if (isFullBucket(bucket, this.#rate, now)) this.#buckets.delete(key);
    for (const key of this.#buckets.keys()) {
      // A quarter at once, so that the sweep above is not made for every newcomer.
      if (this.#buckets.size < MAX_BUCKETS * 0.75) break;
      this.#buckets.delete(key);
    }
  }
}
