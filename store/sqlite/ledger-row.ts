import type { SQLOutputValue } from 'node:sqlite';
import type { LedgerEvent } from '../ledger.ts';

/** Of the table `events`, in the order in which they are written. */
export const ENTRY_COLUMNS = 'seq, stream, version, type, at, data, recorded_at, previous_hash, hash';

/** Throws `SyntaxError` when the data is not JSON. */
export function entryFromRow(row: Record<string, SQLOutputValue>): LedgerEvent {
  return {
    seq: Number(row['seq']),
    stream: String(row['stream']),
    version: Number(row['version']),
    type: String(row['type']),
    at: Number(row['at']),
    data: JSON.parse(String(row['data'])) as LedgerEvent['data'],
    recordedAt: Number(row['recorded_at']),
    hash: String(row['hash']),
    previousHash: String(row['previous_hash']),
  };
}
