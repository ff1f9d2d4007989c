import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import type { LedgerEvent } from './ledger.ts';

/** The previous hash of the first entry. */
export const GENESIS_HASH = '0'.repeat(64);

/** Where a chain stands: what the next entry has to continue. */
export interface ChainPosition {
  readonly seq: number;
  readonly hash: string;
}

export const CHAIN_START: ChainPosition = { seq: 0, hash: GENESIS_HASH };

/**
 * SHA-256 (lower-case hex) over the UTF-8 of `previousHash` followed by the canonical JSON of the entry's fields
 * `at, data, recordedAt, seq, stream, type, version`.
 */
export function entryHash(previousHash: string, entry: Omit<LedgerEvent, 'hash' | 'previousHash'>): string {
  const { at, data, recordedAt, seq, stream, type, version } = entry;
  const text = canonicalJson({ at, data, recordedAt, seq, stream, type, version });
  return createHash('sha256').update(previousHash).update(text).digest('hex');
}

/**
 * Why this entry does not continue the chain, or undefined. A chain cut off at its end still fits: compare the last hash
 * with one written down elsewhere (a checkpoint) to see that.
 */
export function brokenLink(previous: ChainPosition, entry: LedgerEvent): string | undefined {
  if (entry.seq !== previous.seq + 1)
    return `expected entry ${previous.seq + 1}, found ${entry.seq}: missing or reordered`;
  if (entry.previousHash !== previous.hash)
    return 'does not continue the entry before it: changed, missing or reordered';
  if (entryHash(previous.hash, entry) !== entry.hash) return 'its content does not match its hash: changed';
  return undefined;
}
