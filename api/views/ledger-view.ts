import type { LedgerEntry } from '../protocol/protocol-port.ts';
import type { LedgerEntryView } from '../protocol-contract.ts';

/** As it was hashed, so that whoever reads it can check the chain. */
export function ledgerEntryView(entry: LedgerEntry): LedgerEntryView {
  const { seq, stream, version, type, at, recordedAt, data, hash, previousHash } = entry;
  return { seq, stream, version, type, at, recordedAt, data, hash, previousHash };
}
