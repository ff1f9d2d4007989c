import type { Reading } from '../../domain/air/reading.ts';
import { encodeRecord } from './spool-record.ts';
import { spoolLine, spoolPayload } from './spooled-readings.ts';

/** Bounds of one record, so that neither the drain nor a scan has to hold more: whoever reads it reads it whole. */
const MAX_READINGS = 5_000;
const MAX_CHARACTERS = 1_048_576;

export interface EncodedRecord {
  readonly bytes: Buffer;
  readonly readings: number;
}

/** A batch as records of at most 5,000 readings and about 1 MiB (a single reading is never split). */
export function spoolRecords(readings: readonly Reading[], appendedAt: number): EncodedRecord[] {
  const records: EncodedRecord[] = [];
  let lines: string[] = [];
  let characters = 0;
  const end = () => {
    const facts = { readings: lines.length, appendedAt };
    records.push({ bytes: encodeRecord(spoolPayload(lines), facts), readings: lines.length });
    lines = [];
    characters = 0;
  };
  for (const reading of readings) {
    const line = spoolLine(reading);
    if (lines.length >= MAX_READINGS || (lines.length > 0 && characters + line.length > MAX_CHARACTERS)) end();
    lines.push(line);
    characters += line.length;
  }
  if (lines.length > 0) end();
  return records;
}
