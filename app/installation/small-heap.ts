import { setFlagsFromString } from 'node:v8';

const GROWTH = '--heap-growing-percent=80';

/**
 * A program that runs for months beside a database and a broker: its heap grows by four fifths over what is alive until old objects are
 * collected, where V8 would let it grow to several times that. In an outage of the database under 5,000 readings/s it takes 281 MB
 * instead of 452, and a reading costs no more; by a quarter it would be 246 MB and half as much again of processor time
 * (bench/README.md). No ceiling: a large region may need much. V8 reads the flag at every collection; NODE_OPTIONS does not take it.
 */
export function keepHeapSmall(): void {
  setFlagsFromString(GROWTH);
}
