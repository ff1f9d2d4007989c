import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { lockFolder } from '../../../app/installation/folder-lock.ts';

it('lets one process have the folder, and the next when it has ended', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lianfang-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const unlock = lockFolder(join(folder, 'data'));
  expect(() => lockFolder(join(folder, 'data'))).toThrow(/in use by another process/);
  unlock();
  lockFolder(join(folder, 'data'))();
  writeFileSync(join(folder, 'file'), '');
  expect(() => lockFolder(join(folder, 'file'))).toThrow(/cannot be made/);
});
