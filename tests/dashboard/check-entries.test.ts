import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LedgerEntryView } from '../../api/protocol-contract.ts';
import { canonicalText } from '../../dashboard/ledger/canonical-text.ts';
import { checkEntries } from '../../dashboard/ledger/check-entries.ts';
import { canonicalJson } from '../../store/canonical-json.ts';
import { entryHash, GENESIS_HASH } from '../../store/hash-chain.ts';
import type { Json } from '../../store/ledger.ts';

/** A chain made by the store's own code. */
function chain(count: number): LedgerEntryView[] {
  const entries: LedgerEntryView[] = [];
  let previousHash = GENESIS_HASH;
  for (let seq = 1; seq <= count; seq += 1) {
    const data = { by: { person: '王', role: 'duty-officer', jurisdiction: 'wu' }, é: [seq, null, 0.1], a: 'ü' };
    const entry = {
      seq,
      stream: 'warning/W-2026-001',
      version: seq,
      type: 'warning.received',
      at: 1000 + seq,
      recordedAt: 2000,
      data,
    };
    const hash = entryHash(previousHash, entry);
    entries.push({ ...entry, hash, previousHash });
    previousHash = hash;
  }
  return entries;
}

describe('the check of the ledger in the browser', () => {
  it('writes JSON as the store does, though by other code', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false } as never), (value) => {
        expect(canonicalText(value)).toBe(canonicalJson(value as Json));
      }),
    );
  });

  it('finds every hash right, and whether the entries are neighbours', async () => {
    const entries = chain(5);
    expect(await checkEntries(entries)).toEqual({ ok: true, count: 5, linked: true });
    expect(await checkEntries(entries.filter(({ seq }) => seq !== 3))).toEqual({ ok: true, count: 4, linked: false });
    expect(await checkEntries([])).toEqual({ ok: true, count: 0, linked: true });
  });

  it('names the entry whose content was changed, and the one that does not follow', async () => {
    const entries = chain(5);
    const changed = entries.map((entry) => (entry.seq === 4 ? { ...entry, at: entry.at + 1 } : entry));
    expect(await checkEntries(changed)).toEqual({ ok: false, seq: 4, fault: 'content' });
    const other = { ...entries[2], data: { by: 'somebody else' } } as LedgerEntryView;
    const forged = entries.map((entry) =>
      entry.seq === 3 ? { ...other, hash: entryHash(other.previousHash, other as never) } : entry,
    );
    expect(await checkEntries(forged)).toEqual({ ok: false, seq: 4, fault: 'link' });
  });
});
