import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SqliteTimeseries } from '../../../store/sqlite/sqlite-timeseries.ts';
import { describeWithService } from '../../services/describe-with-service.ts';
import type { LaunchedService } from '../../services/launched-service.ts';
import { startMosquitto } from '../../services/mosquitto.ts';
import { EVER, numbered, TOPIC } from './mqtt-rig.ts';

interface Report {
  readonly connected: boolean;
  readonly waiting: number;
  readonly stored: number;
  readonly redelivered: number;
}

const PROGRAM = new URL('source-process.ts', import.meta.url).pathname;

describeWithService('mosquitto', 'the death of the process', () => {
  let broker: LaunchedService;
  let folder: string;
  let file: string;
  let device: MqttClient;
  let child: ChildProcess | undefined;
  let report: Report | undefined;

  beforeEach(async () => {
    broker = await startMosquitto();
    folder = await mkdtemp(join(tmpdir(), 'lianfang-death-'));
    file = join(folder, 'readings.sqlite');
    device = await connectAsync(broker.url, { protocolVersion: 5, log: () => {} });
  });
  afterEach(async () => {
    await kill();
    await device.endAsync(true);
    await broker.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function launch(mode: 'commits' | 'slow' | 'hangs'): Promise<void> {
    report = undefined;
    const process_ = spawn(process.execPath, [PROGRAM, broker.url, file, mode], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child = process_;
    let text = '';
    process_.stdout.on('data', (chunk: Buffer) => {
      const lines = (text + chunk.toString()).split('\n');
      text = lines.pop() ?? '';
      const line = lines.at(-1);
      if (line !== undefined) report = JSON.parse(line);
    });
    await until(() => report?.connected);
  }
  async function kill(): Promise<void> {
    const dying = child;
    child = undefined;
    if (dying === undefined || dying.exitCode !== null || dying.signalCode !== null) return;
    const gone = new Promise((resolve) => dying.once('exit', resolve));
    dying.kill('SIGKILL');
    await gone;
  }
  const until = (condition: () => unknown) => vi.waitUntil(condition, { timeout: 20_000, interval: 5 });

  async function storedCount(): Promise<number> {
    const store = SqliteTimeseries.open({ path: file });
    try {
      return await store.count(EVER);
    } finally {
      await store.close();
    }
  }

  it('[MQT-2] before the commit: the next process is sent the reading again and stores it', async () => {
    await launch('hangs');
    await device.publishAsync(TOPIC, numbered(1), { qos: 1 });
    await until(() => report?.waiting === 1);
    await kill();
    expect(await storedCount()).toBe(0);

    await launch('commits');
    await until(() => report?.stored === 1);
    expect(report?.redelivered).toBe(1);
    expect(await storedCount()).toBe(1);
  });

  it('[MQT-3] twice under a load of 5,000 messages: every one is stored, none twice', async () => {
    const total = 5000;
    await launch('slow');
    const publishing = Promise.all(
      Array.from({ length: total }, (_, n) => device.publishAsync(TOPIC, numbered(n), { qos: 1 })),
    );
    let redelivered = 0;
    for (const mode of ['slow', 'commits'] as const) {
      await until(() => (report?.stored ?? 0) > 0);
      await kill();
      // Killed in the middle of the work, or the test would prove nothing.
      expect(await storedCount()).toBeLessThan(total);
      redelivered += report?.redelivered ?? 0;
      await launch(mode);
    }
    await publishing;
    await vi.waitUntil(async () => (await storedCount()) === total, { timeout: 20_000, interval: 50 });
    await until(() => report?.waiting === 0);
    redelivered += report?.redelivered ?? 0;
    expect(redelivered).toBeGreaterThan(0);
    expect(await storedCount()).toBe(total);
  });
});
