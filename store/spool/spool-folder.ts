import { mkdir, open, readdir, statfs, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isMissing } from './is-missing.ts';

const SEGMENT = /^(\d{16})\.spool$/;
const SET_ASIDE = /^(\d{16})-\d+\.damaged$/;

/** The names in a spool's folder, and what makes them durable. */
export class SpoolFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  async create(): Promise<void> {
    await mkdir(this.path, { recursive: true });
    await syncDirectory(dirname(this.path));
  }

  /** Numbers of the segments in increasing order, and a number that no file of the folder has had. */
  async list(): Promise<{ readonly segments: readonly number[]; readonly setAside: number; readonly free: number }> {
    const names = await readdir(this.path);
    const numbers = (pattern: RegExp) =>
      names.flatMap((name) => {
        const digits = pattern.exec(name)?.[1];
        return digits === undefined ? [] : [Number(digits)];
      });
    const segments = numbers(SEGMENT).sort((a, b) => a - b);
    const aside = numbers(SET_ASIDE);
    const free = [...segments, ...aside].reduce((largest, number) => Math.max(largest, number), 0) + 1;
    return { segments, setAside: aside.length, free };
  }

  segmentPath(number: number): string {
    return join(this.path, `${digits(number)}.spool`);
  }

  /** The same bytes set aside twice are one file. Gives its name. */
  async setAside(number: number, from: number, bytes: Buffer): Promise<string> {
    const name = `${digits(number)}-${from}.damaged`;
    await writeFile(join(this.path, name), bytes, { flush: true });
    await this.sync();
    return name;
  }

  /** Resolves when the segment is gone for good: after a power cut it must not come back behind newer readings. */
  async remove(number: number): Promise<void> {
    await unlink(this.segmentPath(number)).catch((error: unknown) => {
      if (!isMissing(error)) throw error;
    });
    await this.sync();
  }

  sync(): Promise<void> {
    return syncDirectory(this.path);
  }

  /** Bytes that we may still use on this disk. */
  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.path);
    return bavail * bsize;
  }
}

function digits(number: number): string {
  return String(number).padStart(16, '0');
}

async function syncDirectory(path: string): Promise<void> {
  // Windows cannot open a directory; NTFS keeps its names in a journal.
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
