import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readZip } from '../../../app/evidence/zip/read-zip.ts';
import { writeZip } from '../../../app/evidence/zip/write-zip.ts';

const anyFiles = fc
  .dictionary(fc.stringMatching(/^[a-z甲乙]{1,8}(\/[a-z]{1,5})?\.txt$/), fc.uint8Array({ maxLength: 300 }), {
    minKeys: 1,
    maxKeys: 5,
  })
  .map((files) => new Map(Object.entries(files)));

function plain(files: ReadonlyMap<string, Uint8Array>) {
  return [...files].map(([name, content]) => [name, Buffer.from(content).toString('hex')]).sort();
}

function hasPython(): boolean {
  try {
    execFileSync('python3', ['-c', 'import zipfile'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('the archive of a package', () => {
  it('[EVI-11] gives back what was put in, and the same files give the same bytes in whatever order they come', () => {
    fc.assert(
      fc.property(anyFiles, (files) => {
        const bytes = writeZip(files);
        const read = readZip(bytes);
        expect(read.faults).toEqual([]);
        expect(plain(read.files)).toEqual(plain(files));
        expect(writeZip(new Map([...files].reverse())).equals(bytes)).toBe(true);
      }),
    );
  });

  it('[EVI-12] shows every byte that is another, one too many or one too few', () => {
    fc.assert(
      fc.property(anyFiles, fc.nat(), fc.integer({ min: 1, max: 255 }), (files, place, change) => {
        const bytes = writeZip(files);
        const flipped = Buffer.from(bytes);
        const at = place % bytes.length;
        flipped[at] = (flipped[at] ?? 0) ^ change;
        expect(readZip(flipped).faults).not.toEqual([]);
        expect(readZip(bytes.subarray(0, -1)).faults).not.toEqual([]);
        expect(readZip(Buffer.concat([bytes, Buffer.from([change])])).faults).not.toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('[EVI-21] is not unpacked when it would fill the memory', () => {
    const names = ['a.txt', 'b.txt', 'c.txt'];
    const bytes = writeZip(new Map(names.map((name) => [name, Buffer.from(name)])));
    // What both headers say of the sizes: a gigabyte each, which deflate makes of a megabyte.
    for (let at = 0; at + 4 < bytes.length; at += 1) {
      const header = bytes.readUInt32LE(at);
      if (header === 0x04034b50) bytes.writeUInt32LE(2 ** 30, at + 22);
      if (header === 0x02014b50) bytes.writeUInt32LE(2 ** 30, at + 24);
    }
    const { files, faults } = readZip(bytes);
    expect(faults).toContainEqual({ file: 'package', reason: 'unpacks to more than any package of ours' });
    expect(files.size).toBe(0);
  });

  it.each(['../a.txt', '/a.txt', 'a/../../b.txt', 'a\\..\\b.txt', 'C:/a.txt', './a.txt', 'a//b.txt', '', 'a/'])(
    '[EVI-21] has no file that leaves the folder it is unpacked into: "%s"',
    (name) => {
      const { faults } = readZip(writeZip(new Map([[name, Buffer.from('x')]])));
      expect(faults).toEqual([{ file: name, reason: 'is no path of a package' }]);
    },
  );

  it.skipIf(!hasPython())('can be unpacked by others', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lianfang-zip-'));
    const path = join(folder, 'a.zip');
    writeFileSync(
      path,
      writeZip(
        new Map([
          ['甲/a.txt', Buffer.from('甲市')],
          ['b.txt', Buffer.alloc(70_000, 'x')],
        ]),
      ),
    );
    const script =
      'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(z.namelist(), z.read("甲/a.txt").decode())';
    const out = execFileSync('python3', ['-c', script, path], {
      encoding: 'utf8',
      env: { ...process.env, PYTHONUTF8: '1' },
    });
    expect(out).toBe("['b.txt', '甲/a.txt'] 甲市\n");
    rmSync(folder, { recursive: true });
  });
});
