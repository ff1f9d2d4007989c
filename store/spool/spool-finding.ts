/** What a scan of the spool found besides records. */
export interface SpoolFinding {
  /**
   * `torn`: the end of a write that a crash cut off; it was never acknowledged and is gone.
   * `damaged`: acknowledged readings may have been in it; the bytes are set aside in `file`.
   */
  readonly kind: 'torn' | 'damaged';
  /** Number of the segment, and where in it. */
  readonly segment: number;
  readonly from: number;
  readonly bytes: number;
  /** Name of the file in the spool's folder that keeps the damaged bytes. */
  readonly file?: string;
}
