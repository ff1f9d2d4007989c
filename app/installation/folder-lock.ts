import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another process works on the folder, or it cannot be used at all. The message says what to do. */
export class FolderUnusable extends Error {
  override readonly name = 'FolderUnusable';
}

/**
 * One process per folder: two would each think the ledger theirs. The lock is SQLite's own on an empty database, so it ends with
 * the process, however that ends.
 */
export function lockFolder(folder: string): () => void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new FolderUnusable(`storage.directory ${folder} cannot be made: ${messageOf(error)}`);
  }
  const database = openLock(folder);
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    const busy = messageOf(error).includes('locked');
    throw new FolderUnusable(
      busy
        ? `${folder} is in use by another process: stop it, or give this one a storage.directory of its own`
        : `${folder} cannot be written: ${messageOf(error)}`,
    );
  }
  return () => database.close();
}

function openLock(folder: string): DatabaseSync {
  try {
    return new DatabaseSync(join(folder, 'lock.sqlite'), { timeout: 0 });
  } catch (error) {
    throw new FolderUnusable(`${folder} cannot be written: ${messageOf(error)}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
