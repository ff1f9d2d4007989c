import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DiskBuffer } from '../../examples/logger/disk-buffer.ts';

let folder: string;
let path: string;
let buffer: DiskBuffer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lianfang-buffer-'));
  path = join(folder, 'buffer.jsonl');
  buffer = new DiskBuffer(path);
});
afterEach(async () => {
  buffer.close();
  await rm(folder, { recursive: true, force: true });
});

const RESEND_MS = 30_000;
const readings = (count: number) => Array.from({ length: count }, (_, n) => ({ n }));
const sent = (now: number, limit = 1_000) => buffer.take(limit, now, RESEND_MS).map(({ seq }) => seq);
function reopen(): void {
  buffer.close();
  buffer = new DiskBuffer(path);
}

describe('the buffer of the example logger', () => {
  it('[LGR-2] numbers from 1 and goes on after a restart, also when nothing is held any more', () => {
    expect(buffer.add(readings(3))).toEqual([1, 2, 3]);
    expect(sent(0)).toEqual([1, 2, 3]);
    buffer.stored({ stored: 3 });
    expect(buffer.held).toBe(0);
    reopen();
    expect(buffer.add(readings(2))).toEqual([4, 5]);
    reopen();
    expect(sent(0)).toEqual([4, 5]);
  });

  it('[LGR-2] leaves out half a line that a power cut has left, and numbers on', () => {
    buffer.add(readings(2));
    appendFileSync(path, '{"seq":3,"rea');
    reopen();
    expect(buffer.held).toBe(2);
    expect(buffer.add(readings(1))).toEqual([3]);
    reopen();
    expect(buffer.held).toBe(3);
  });

  it('[LGR-3] forgets what a receipt covers, from its beginning on, and nothing that this process has not sent', () => {
    buffer.add(readings(6));
    expect(sent(0, 4)).toEqual([1, 2, 3, 4]);
    buffer.stored({ stored: 6, from: 3 });
    expect(buffer.held).toBe(4);
    expect(sent(RESEND_MS)).toEqual([5, 6, 1, 2]);
  });

  it('[LGR-3] sends again what is missing, or was not confirmed for long, and no sooner', () => {
    buffer.add(readings(6));
    expect(sent(0)).toEqual([1, 2, 3, 4, 5, 6]);
    buffer.missing({ missing: [[2, 3]], upTo: 5 }, 1_999);
    expect(buffer.held).toBe(3);
    expect(sent(1_999)).toEqual([]);
    buffer.missing({ missing: [[2, 3]], upTo: 5 }, 2_000);
    expect(sent(2_000)).toEqual([2, 3]);
    expect(sent(RESEND_MS - 1)).toEqual([]);
    expect(sent(RESEND_MS)).toEqual([6]);
  });

  it('[LGR-3] a refused reading is not sent again', () => {
    buffer.add(readings(2));
    sent(0);
    buffer.refused(1);
    expect(sent(RESEND_MS)).toEqual([2]);
  });

  it('[LGR-4] the file does not grow with what is gone', () => {
    for (let day = 0; day < 200; day++) {
      buffer.add(readings(24));
      sent(day);
      buffer.stored({ stored: 24 * (day + 1) });
    }
    expect(statSync(path).size).toBeLessThan(100_000);
    buffer.add([{ last: true }]);
    reopen();
    expect(buffer.take(10, 0, RESEND_MS)).toEqual([{ seq: 4801, reading: { last: true } }]);
    expect(readFileSync(path, 'utf8').split('\n').length).toBeLessThan(1_100);
  });
});
