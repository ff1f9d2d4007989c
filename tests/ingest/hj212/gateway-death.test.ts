import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SqliteTimeseries } from '../../../store/sqlite/sqlite-timeseries.ts';
import { Device } from './device.ts';
import { frame } from './frames.ts';

interface Report {
  readonly port: number;
  readonly waiting: number;
}

const PROGRAM = new URL('gateway-process.ts', import.meta.url).pathname;
const until = <T>(condition: () => T) => vi.waitUntil(condition, { timeout: 20_000, interval: 5 });

describe('the death of the gateway', () => {
  let folder: string;
  let file: string;
  let child: ChildProcess | undefined;
  let report: Report | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lianfang-hj212-'));
    file = join(folder, 'readings.sqlite');
  });
  afterEach(async () => {
    await kill();
    await rm(folder, { recursive: true, force: true });
  });

  async function launch(mode: 'commits' | 'hangs'): Promise<number> {
    report = undefined;
    const started = spawn(process.execPath, [PROGRAM, file, mode], { stdio: ['ignore', 'pipe', 'inherit'] });
    child = started;
    let text = '';
    started.stdout.on('data', (chunk: Buffer) => {
      const lines = (text + chunk.toString()).split('\n');
      text = lines.pop() ?? '';
      const line = lines.at(-1);
      if (line !== undefined) report = JSON.parse(line);
    });
    return (await until(() => report)).port;
  }
  async function kill(): Promise<void> {
    const dying = child;
    child = undefined;
    if (dying === undefined || dying.exitCode !== null || dying.signalCode !== null) return;
    const gone = new Promise((resolve) => dying.once('exit', resolve));
    dying.kill('SIGKILL');
    await gone;
  }
  async function stored(): Promise<number> {
    const store = SqliteTimeseries.open({ path: file });
    try {
      return await store.count({ from: 0, to: Number.MAX_SAFE_INTEGER });
    } finally {
      await store.close();
    }
  }

  it('[HJ-24] before the commit leaves the device without a 9014; sent again, the reading is stored once', async () => {
    const device = await Device.connect(await launch('hangs'));
    device.send(frame());
    await until(() => report?.waiting === 1);
    await kill();
    await device.closed;
    expect(device.frames).toEqual([]);
    expect(await stored()).toBe(0);

    const again = await Device.connect(await launch('commits'));
    again.send(frame());
    await until(() => again.frames.length === 1);
    expect(again.frames[0]).toContain('CN=9014;');
    await kill();
    expect(await stored()).toBe(1);

    // A device whose 9014 got lost sends once more.
    const thrice = await Device.connect(await launch('commits'));
    thrice.send(frame());
    await until(() => thrice.frames.length === 1);
    await kill();
    expect(await stored()).toBe(1);
  });
});
