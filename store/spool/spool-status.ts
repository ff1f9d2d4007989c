/** For /metrics and /readyz. */
export interface SpoolStatus {
  /** On the disk, with what is carried already of a segment that is not yet deleted. */
  readonly bytes: number;
  /** Acknowledged and not yet in the store. */
  readonly readings: number;
  /** How long the oldest of them has waited, or a little more; 0 when there is none. */
  readonly oldestAgeMs: number;
  /** The last write was refused for want of room and no room has been made since. */
  readonly full: boolean;
  /** Epoch ms since when the store has been taking the spool's readings; absent while it does not, or when there is none. */
  readonly drainingSince?: number;
  /** Why the store or the disk did not take something; absent once the spool is empty again. */
  readonly lastError?: string;
  /** Since the start: readings that the store will never take, damaged places in the files, callbacks that threw. */
  readonly rejectedReadings: number;
  readonly damagedPlaces: number;
  readonly listenerErrors: number;
}
