import { existsSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = process.env['LIANFANG_DATA'] ?? join(import.meta.dirname, '../../../../shared/data');

/** A file of measured data, which is never part of the repository; `title` says why a suite without it is skipped. */
export function dataFile(name: string): { readonly path: string; readonly absent: boolean; readonly title: string } {
  const path = join(FOLDER, name);
  const absent = !existsSync(path);
  return { path, absent, title: absent ? `${name} (skipped: set LIANFANG_DATA to the folder that holds it)` : name };
}
