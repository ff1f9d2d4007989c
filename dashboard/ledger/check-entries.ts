import type { LedgerEntryView } from '../../api/protocol-contract.ts';
import { sha256 } from '../command/file-digest.ts';
import { canonicalText } from './canonical-text.ts';

export type CheckResult =
  /** `linked`: every entry was also held against the one before it. */
  | { readonly ok: true; readonly count: number; readonly linked: boolean }
  | { readonly ok: false; readonly seq: number; readonly fault: 'content' | 'link' };

/** Reckons the hash of every entry from its content and holds neighbours against each other; names the first that does not fit. */
export async function checkEntries(entries: readonly LedgerEntryView[]): Promise<CheckResult> {
  let linked = true;
  let before: LedgerEntryView | null = null;
  for (const entry of entries) {
    const { hash, previousHash, at, data, recordedAt, seq, stream, type, version } = entry;
    const text = previousHash + canonicalText({ at, data, recordedAt, seq, stream, type, version });
    if ((await sha256(new TextEncoder().encode(text))) !== hash) return { ok: false, seq, fault: 'content' };
    if (before?.seq === seq - 1) {
      if (before.hash !== previousHash) return { ok: false, seq, fault: 'link' };
    } else if (before !== null) linked = false;
    before = entry;
  }
  return { ok: true, count: entries.length, linked };
}
