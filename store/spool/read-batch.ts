import { type FileHandle, open } from 'node:fs/promises';
import type { Reading } from '../../domain/air/reading.ts';
import { isMissing } from './is-missing.ts';
import { scanRecords, statedLength } from './spool-record.ts';
import { spooledReadings } from './spooled-readings.ts';

/** Read at once; a longer record is read whole. */
const CHUNK_BYTES = 2_097_152;

export interface SegmentBatch {
  readonly readings: readonly Reading[];
  /** Where the next batch begins. */
  readonly to: number;
  /** When its first record was appended, epoch ms. */
  readonly oldestAt: number | undefined;
  /** Bytes that were records when the segment was opened or written, and are none now. */
  readonly damage: { readonly from: number; readonly bytes: Buffer } | undefined;
}

/**
 * The next records of a segment from `from` on, at least one and at most `maxReadings` readings unless the first alone has
 * more. Damaged bytes, or a file that is gone, make a batch of their own without readings.
 */
export async function readBatch(segment: {
  readonly path: string;
  readonly from: number;
  /** Exclusive; all bytes before it are whole records. */
  readonly end: number;
  readonly maxReadings: number;
}): Promise<SegmentBatch> {
  const { from, end } = segment;
  let handle: FileHandle;
  try {
    handle = await open(segment.path, 'r');
  } catch (error) {
    if (!isMissing(error)) throw error;
    return { readings: [], to: end, oldestAt: undefined, damage: { from, bytes: Buffer.alloc(0) } };
  }
  try {
    let bytes = await read(handle, from, Math.min(end, from + CHUNK_BYTES));
    const first = statedLength(bytes);
    if (first !== undefined && first > bytes.length) bytes = await read(handle, from, Math.min(end, from + first));
    const records = wholeRecords(bytes, segment.maxReadings);
    if (records.readings.length > 0) return { ...records, to: from + records.to, damage: undefined };
    // Only now all of the rest: the next good record may lie anywhere in it.
    const rest = await read(handle, from, end);
    const length = unreadableLength(rest);
    // A file that somebody cut short has nothing more to give.
    const to = length === rest.length ? end : from + length;
    return { readings: [], to, oldestAt: undefined, damage: { from, bytes: rest.subarray(0, length) } };
  } finally {
    await handle.close();
  }
}

async function read(handle: FileHandle, from: number, to: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(to - from);
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, from + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

function wholeRecords(bytes: Buffer, maxReadings: number): Omit<SegmentBatch, 'damage'> {
  const readings: Reading[] = [];
  let to = 0;
  let oldestAt: number | undefined;
  for (const part of scanRecords(bytes)) {
    if (part.kind !== 'record') break;
    if (readings.length > 0 && readings.length + part.readings > maxReadings) break;
    const found = spooledReadings(part.payload);
    if (found === undefined) break;
    for (const reading of found) readings.push(reading);
    oldestAt ??= part.appendedAt;
    to = part.to;
  }
  return { readings, to, oldestAt };
}

/** Up to the next record; or the length of a record whose payload no version of ours has written. */
function unreadableLength(rest: Buffer): number {
  for (const { to } of scanRecords(rest)) return to;
  return rest.length;
}
