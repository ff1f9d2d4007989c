import { crc32 } from 'node:zlib';

/**
 * One record of a segment, little endian:
 * `LFS1` | u32 length of the payload | u32 CRC-32 of all that follows | u32 readings | f64 appended at, epoch ms | payload.
 * The marker lets the scan find the next record behind a damaged one; its digit is the version of the format.
 */
export const RECORD_HEADER_BYTES = 24;
export const RECORD_MARKER = Buffer.from('LFS1', 'latin1');

const CRC_FROM = 12;

export interface SpoolRecord {
  readonly kind: 'record';
  /** Where it begins and ends in the scanned bytes. */
  readonly from: number;
  readonly to: number;
  readonly readings: number;
  /** Epoch ms. */
  readonly appendedAt: number;
  readonly payload: Buffer;
}

/** Bytes that are no record: `torn` when a write that never ended explains them, `damaged` when only decay does. */
export interface SpoolGap {
  readonly kind: 'torn' | 'damaged';
  readonly from: number;
  readonly to: number;
}

export function encodeRecord(
  payload: Buffer,
  facts: { readonly readings: number; readonly appendedAt: number },
): Buffer {
  const record = Buffer.allocUnsafe(RECORD_HEADER_BYTES + payload.length);
  RECORD_MARKER.copy(record, 0);
  record.writeUInt32LE(payload.length, 4);
  record.writeUInt32LE(facts.readings, 12);
  record.writeDoubleLE(facts.appendedAt, 16);
  payload.copy(record, RECORD_HEADER_BYTES);
  record.writeUInt32LE(crc32(record.subarray(CRC_FROM)), 8);
  return record;
}

/**
 * Every record in order, and the gaps between them. Bytes that begin at a record's beginning are covered without holes. Never
 * throws, whatever the bytes.
 */
export function* scanRecords(bytes: Buffer): Generator<SpoolRecord | SpoolGap, void> {
  let from = 0;
  while (from < bytes.length) {
    const record = recordAt(bytes, from);
    if (record !== undefined) {
      yield record;
      from = record.to;
      continue;
    }
    const next = nextRecord(bytes, from + 1);
    const to = next ?? bytes.length;
    yield { kind: next === undefined && isTorn(bytes.subarray(from)) ? 'torn' : 'damaged', from, to };
    from = to;
  }
}

/** How many bytes the record that begins here says it has, or undefined when none begins here. */
export function statedLength(bytes: Buffer): number | undefined {
  if (bytes.length < RECORD_HEADER_BYTES || bytes.compare(RECORD_MARKER, 0, 4, 0, 4) !== 0) return undefined;
  return RECORD_HEADER_BYTES + bytes.readUInt32LE(4);
}

function recordAt(bytes: Buffer, from: number): SpoolRecord | undefined {
  const length = statedLength(bytes.subarray(from));
  if (length === undefined || from + length > bytes.length) return undefined;
  const record = bytes.subarray(from, from + length);
  if (crc32(record.subarray(CRC_FROM)) !== record.readUInt32LE(8)) return undefined;
  return {
    kind: 'record',
    from,
    to: from + length,
    readings: record.readUInt32LE(12),
    appendedAt: record.readDoubleLE(16),
    payload: record.subarray(RECORD_HEADER_BYTES),
  };
}

function nextRecord(bytes: Buffer, from: number): number | undefined {
  for (let at = bytes.indexOf(RECORD_MARKER, from); at >= 0; at = bytes.indexOf(RECORD_MARKER, at + 1)) {
    if (recordAt(bytes, at) !== undefined) return at;
  }
  return undefined;
}

/**
 * A write that was cut off leaves a record shorter than it says, or a file whose length has grown but whose bytes have not
 * arrived (zeros). A record of full length with a wrong checksum may have been acknowledged: that is damage.
 */
function isTorn(rest: Buffer): boolean {
  const marked = Math.min(rest.length, RECORD_MARKER.length);
  if (rest.compare(RECORD_MARKER, 0, marked, 0, marked) === 0) {
    const length = statedLength(rest);
    return length === undefined || length > rest.length;
  }
  return rest.every((byte) => byte === 0);
}
