import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreUnavailable } from '../timeseries.ts';

const SQLITE_BUSY = 5;

/**
 * Keeps a second process out of the folder: it would cut off what the first one is writing. SQLite is here for its file lock,
 * which Node does not have by itself and which the system releases however the process ends. Throws `StoreUnavailable`; the
 * result gives the lock back.
 */
export function lockSpool(folder: string): () => void {
  const database = new DatabaseSync(join(folder, 'lock'));
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    const busy = error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
    const reason = busy ? 'is in use by another process' : `cannot be locked: ${String(error)}`;
    throw new StoreUnavailable(`the spool in ${folder} ${reason}`, { cause: error });
  }
  return () => database.close();
}
