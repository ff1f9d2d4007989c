import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reading } from '../../domain/air/reading.ts';
import { scanRecords } from '../../store/spool/spool-record.ts';
import { spooledReadings } from '../../store/spool/spooled-readings.ts';

/** What lies in the spool of a program that is dead; nothing is changed. */
export function spooledOnDisk(folder: string): Reading[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.spool'));
  return files.flatMap((name) =>
    [...scanRecords(readFileSync(join(folder, name)))].flatMap((part) =>
      part.kind === 'record' ? (spooledReadings(part.payload) ?? []) : [],
    ),
  );
}
