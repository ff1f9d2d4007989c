import { describe, expect, it } from 'vitest';
import { brokenLink, CHAIN_START, entryHash, GENESIS_HASH } from '../../store/hash-chain.ts';
import type { LedgerEvent } from '../../store/ledger.ts';

const FIRST = {
  seq: 1,
  stream: 'alert/1',
  version: 1,
  type: 'alert.raised',
  at: 1000,
  data: { 站: '东四' },
  recordedAt: 2000,
};

// printf '%064d{"at":1000,"data":{"站":"东四"},"recordedAt":2000,"seq":1,"stream":"alert/1","type":"alert.raised","version":1}' 0 | sha256sum
const FIRST_HASH = '9ba1efa90038122d24d9c1edf78b723ba6e7812412ba56106550007ad6e9506a';

function entry(changes: Partial<LedgerEvent> = {}): LedgerEvent {
  return { ...FIRST, previousHash: GENESIS_HASH, hash: FIRST_HASH, ...changes };
}

describe('the hash chain', () => {
  it('can be recomputed with sha256sum', () => {
    expect(entryHash(GENESIS_HASH, FIRST)).toBe(FIRST_HASH);
    expect(brokenLink(CHAIN_START, entry())).toBeUndefined();
  });

  it('ignores fields that an entry does not have', () => {
    expect(entryHash(GENESIS_HASH, entry({ hash: 'x' }))).toBe(FIRST_HASH);
  });

  it('says what is wrong with an entry', () => {
    expect(brokenLink(CHAIN_START, entry({ seq: 2 }))).toContain('expected entry 1, found 2');
    expect(brokenLink(CHAIN_START, entry({ previousHash: FIRST_HASH }))).toContain('does not continue');
    expect(brokenLink(CHAIN_START, entry({ data: {} }))).toContain('does not match its hash');
    expect(brokenLink({ seq: 0, hash: FIRST_HASH }, entry())).toContain('does not continue');
  });
});
