import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

export interface BuiltDashboard {
  /** Folder with index.html. */
  readonly dist: string;
  /** Bytes after gzip of all files with this ending. */
  gzipped(ending: string): number;
  remove(): void;
}

/** Builds the dashboard as it is now into a folder of its own: a test must never look at yesterday's `dist`. */
export async function builtDashboard(): Promise<BuiltDashboard> {
  const dist = mkdtempSync(join(tmpdir(), 'lianfang-dashboard-'));
  const root = new URL('../../dashboard/', import.meta.url).pathname;
  await build({ root, logLevel: 'error', build: { outDir: dist } });
  return {
    dist,
    gzipped: (ending) =>
      readdirSync(join(dist, 'assets'))
        .filter((name) => name.endsWith(ending))
        .reduce((sum, name) => sum + gzipSync(readFileSync(join(dist, 'assets', name))).length, 0),
    remove: () => rmSync(dist, { recursive: true, force: true }),
  };
}
