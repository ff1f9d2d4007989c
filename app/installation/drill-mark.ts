import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FolderUnusable } from './folder-lock.ts';

/** Lies in the folder of a drill and in no other. */
const MARK = 'EXERCISE';
const WORDS = '演练数据，不是真实记录。 EXERCISE: nothing in this folder is real.\n';

/**
 * A drill's record is never continued as a real one, nor a real one by a drill (DRI-1): the folder that a drill begins is marked, and each
 * kind refuses the other's. Throws `FolderUnusable`; call it before anything in the folder is opened.
 */
export function holdDrillMark(folder: string, exercise: boolean): void {
  const isDrill = isDrillFolder(folder);
  if (isDrill && !exercise) {
    throw new FolderUnusable(`${folder} holds a drill (${MARK}): give the installation a storage.directory of its own`);
  }
  if (isDrill || !exercise) return;
  if (existsSync(join(folder, 'ledger.sqlite'))) {
    throw new FolderUnusable(`${folder} holds a real ledger: a drill needs a folder of its own`);
  }
  writeFileSync(join(folder, MARK), WORDS);
}

export function isDrillFolder(folder: string): boolean {
  return existsSync(join(folder, MARK));
}
