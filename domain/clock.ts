/** Time as an argument: whoever needs now or a timer is given one of these. Implementations live in `app/clock` and in the tests. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls `run` once after `delayMs` on this clock; the result cancels it. */
  after(delayMs: number, run: () => void): () => void;
}
