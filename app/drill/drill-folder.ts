import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { FolderUnusable } from '../installation/folder-lock.ts';

/**
 * The folder of a drill, made when it is not there. Throws `FolderUnusable` when it is the real installation's storage, lies in it or around
 * it, by whatever path (DRI-1). Whether it holds a real ledger is looked at when it is opened.
 */
export function drillFolder(folder: string, realStorage: string): string {
  const [drill, real] = [realPath(folder), realPath(realStorage)];
  if (isWithin(drill, real) || isWithin(real, drill)) {
    throw new FolderUnusable(`--folder ${folder} is not apart from storage.directory ${realStorage}: name another one`);
  }
  try {
    mkdirSync(drill, { recursive: true });
  } catch (error) {
    throw new FolderUnusable(`--folder ${folder} cannot be made: ${error instanceof Error ? error.message : error}`);
  }
  return drill;
}

/** Without links, also where the end of the path is not there yet. */
function realPath(path: string): string {
  const full = resolve(path);
  if (existsSync(full)) return realpathSync(full);
  const parent = dirname(full);
  return parent === full ? full : join(realPath(parent), basename(full));
}

function isWithin(inner: string, outer: string): boolean {
  const way = relative(outer, inner);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`));
}
