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
  /** The same of what the browser fetches for the first page: the others come when they are opened. */
  gzippedAtFirst(ending: string): number;
  remove(): void;
}

/** Builds the dashboard as it is now into a folder of its own: a test must never look at yesterday's `dist`. */
export async function builtDashboard(): Promise<BuiltDashboard> {
  const dist = mkdtempSync(join(tmpdir(), 'lianfang-dashboard-'));
  const root = new URL('../../dashboard/', import.meta.url).pathname;
  await build({ root, logLevel: 'error', build: { outDir: dist } });
  const assets = readdirSync(join(dist, 'assets'));
  const first = readFileSync(join(dist, 'index.html'), 'utf8');
  const gzipped = (names: readonly string[]) =>
    names.reduce((sum, name) => sum + gzipSync(readFileSync(join(dist, 'assets', name))).length, 0);
  return {
    dist,
    gzipped: (ending) => gzipped(assets.filter((name) => name.endsWith(ending))),
    gzippedAtFirst: (ending) => gzipped(assets.filter((name) => name.endsWith(ending) && first.includes(name))),
    remove: () => rmSync(dist, { recursive: true, force: true }),
  };
}
