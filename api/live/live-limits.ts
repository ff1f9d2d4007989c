/** Bounds of the live channel. Times are real milliseconds, sizes bytes of one client's send buffer. */
export interface LiveLimits {
  /** State updates are merged for at least this long. */
  readonly flushMs: number;
  readonly heartbeatMs: number;
  /** Above this a client gets no state until it has drained, then one snapshot. */
  readonly skipAboveBytes: number;
  /** At this a client is cut off: it would only grow. */
  readonly closeAtBytes: number;
  /** A page further behind than this fetches by HTTP instead of having events replayed. */
  readonly replayMost: number;
  readonly replayPage: number;
  readonly maxClients: number;
  /** The only message a page sends is its hello. */
  readonly maxIncomingBytes: number;
}

/** Measured: merging above 64 kB keeps a stalled client's buffer flat at 10,000 updates/s. */
export const LIVE_LIMITS: LiveLimits = {
  flushMs: 250,
  heartbeatMs: 15_000,
  skipAboveBytes: 64 * 1024,
  closeAtBytes: 4 * 1024 * 1024,
  replayMost: 1_000,
  replayPage: 200,
  maxClients: 500,
  maxIncomingBytes: 4 * 1024,
};
