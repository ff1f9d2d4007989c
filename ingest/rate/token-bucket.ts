export interface Rate {
  /** How many come back in a second. */
  readonly perSecond: number;
  /** How many may be taken at once after a pause; at least 1. */
  readonly burst: number;
}

/** A value: what was left at a time (epoch ms). */
export interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

/**
 * Takes one. `waitMs` 0: taken. Otherwise nothing was taken, and after that long there will be one. A clock that was
 * set back gives nothing for that time, and nobody has to wait until it has caught up.
 */
export function takeToken(
  bucket: Bucket | undefined,
  rate: Rate,
  now: number,
): { readonly bucket: Bucket; readonly waitMs: number } {
  const { tokens, at } = filled(bucket, rate, now);
  // Sums of fractions fall short of 1 by a rounding error: a wait of 0 must mean taken.
  if (tokens >= 1 - 1e-9) return { bucket: { tokens: Math.max(0, tokens - 1), at }, waitMs: 0 };
  return { bucket: { tokens, at }, waitMs: Math.ceil(((1 - tokens) * 1000) / rate.perSecond) };
}

/** Gives one back that was taken in vain. */
export function returnToken(bucket: Bucket, rate: Rate): Bucket {
  return { tokens: Math.min(rate.burst, bucket.tokens + 1), at: bucket.at };
}

/** The same as no bucket at all: nothing has to be remembered. */
export function isFullBucket(bucket: Bucket, rate: Rate, now: number): boolean {
  return filled(bucket, rate, now).tokens >= rate.burst;
}

function filled(bucket: Bucket | undefined, { perSecond, burst }: Rate, now: number): Bucket {
  if (bucket === undefined) return { tokens: burst, at: now };
  const elapsedMs = Math.max(0, now - bucket.at);
  return { tokens: Math.min(burst, bucket.tokens + (elapsedMs * perSecond) / 1000), at: now };
}
