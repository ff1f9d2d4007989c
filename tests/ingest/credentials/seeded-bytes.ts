import { createHash } from 'node:crypto';
import type { RandomBytes } from '../../../ingest/credentials/secret.ts';

/** Bytes that look random and are the same in every run. */
export function seededBytes(seed = 'seed'): RandomBytes {
  let count = 0;
  return (size) => {
    const blocks = Math.ceil(size / 32);
    const bytes = Array.from({ length: blocks }, () => createHash('sha256').update(`${seed} ${count++}`).digest());
    return Buffer.concat(bytes).subarray(0, size);
  };
}
