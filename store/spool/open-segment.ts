import { open, readFile } from 'node:fs/promises';
import { StoreUnavailable } from '../timeseries.ts';
import type { SpoolFinding } from './spool-finding.ts';
import type { SpoolFolder } from './spool-folder.ts';
import { scanRecords } from './spool-record.ts';

/** What is to be known of a segment without holding its readings. */
export interface SegmentFacts {
  readonly number: number;
  /** Bytes from 0 to here are on the disk. */
  readonly end: number;
  readonly readings: number;
  /** When its first record was appended, epoch ms. */
  readonly oldestAt: number | undefined;
}

/**
 * Scans a segment of an earlier run: cuts off its torn end, copies damaged bytes to a file beside it, counts the rest. Throws
 * `StoreUnavailable` when a newer version of the program wrote it.
 */
export async function openSegment(
  folder: SpoolFolder,
  number: number,
): Promise<{ readonly facts: SegmentFacts; readonly findings: readonly SpoolFinding[] }> {
  const path = folder.segmentPath(number);
  const bytes = await readFile(path);
  if (/^LFS[2-9]/.test(bytes.toString('latin1', 0, 4))) {
    throw new StoreUnavailable(`${path} was written by a newer version of this program`);
  }
  const findings: SpoolFinding[] = [];
  let readings = 0;
  let oldestAt: number | undefined;
  let end = bytes.length;
  for (const part of scanRecords(bytes)) {
    if (part.kind === 'record') {
      readings += part.readings;
      oldestAt ??= part.appendedAt;
      continue;
    }
    const { kind, from, to } = part;
    const finding = { kind, segment: number, from, bytes: to - from };
    if (kind === 'torn') {
      await cut(path, from);
      end = from;
      findings.push(finding);
    } else {
      findings.push({ ...finding, file: await folder.setAside(number, from, bytes.subarray(from, to)) });
    }
  }
  return { facts: { number, end, readings, oldestAt }, findings };
}

/** Durable, so that the torn end cannot come back in front of a newer segment. */
async function cut(path: string, length: number): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.truncate(length);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}
