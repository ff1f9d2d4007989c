import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** A file that the configuration names, relative to its folder. Throws what the file system says. */
export function readPem(directory: string, file: string): string {
  return readFileSync(resolve(directory, file), 'utf8');
}
