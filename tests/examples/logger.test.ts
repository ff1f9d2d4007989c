import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Reading } from '../../domain/air/reading.ts';
import { SqliteAccounts } from '../../store/sqlite/sqlite-accounts.ts';
import { SqliteTimeseries } from '../../store/sqlite/sqlite-timeseries.ts';
import { describeWithService } from '../services/describe-with-service.ts';
import { freePort } from '../services/free-port.ts';
import type { LaunchedService } from '../services/launched-service.ts';
import { startMosquitto } from '../services/mosquitto.ts';
import { JsonProcess } from './json-process.ts';

interface LoggerLine {
  readonly kept?: readonly number[];
  readonly published?: readonly number[];
  readonly held?: number;
}
interface PlatformLine {
  readonly ready: boolean;
  readonly stored: number;
}
interface Example {
  readonly name: string;
  readonly command: string;
  readonly program: string;
  readonly scheme: string;
}

const root = new URL('../../', import.meta.url).pathname;
const PLATFORM = new URL('platform-process.ts', import.meta.url).pathname;
const EVER = { from: 0, to: Number.MAX_SAFE_INTEGER };
const MIDNIGHT = Date.UTC(2026, 10, 1);
const TOTAL = 400;
const hasPython = spawnSync('python3', ['--version']).status === 0;
const EXAMPLES: readonly Example[] = [
  { name: 'logger.ts', command: process.execPath, program: 'logger.ts', scheme: 'mqtt://' },
  { name: 'logger.py', command: 'python3', program: 'logger.py', scheme: '' },
];

let folder: string;
let platform: JsonProcess<PlatformLine> | undefined;
let logger: JsonProcess<LoggerLine> | undefined;
let mosquitto: LaunchedService | undefined;
/** Numbers that the broker has acknowledged, each as often as it did. */
let published: number[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lianfang-logger-'));
  published = [];
});
afterEach(async () => {
  await logger?.kill();
  await platform?.kill();
  await mosquitto?.stop();
  logger = platform = mosquitto = undefined;
  await rm(folder, { recursive: true, force: true });
});

const until = (condition: () => unknown) => vi.waitUntil(condition, { timeout: 25_000, interval: 5 });

async function startPlatform(broker: string): Promise<void> {
  const started = new JsonProcess<PlatformLine>(process.execPath, [PLATFORM, folder, broker]);
  platform = started;
  await until(() => started.lines.at(-1)?.ready);
}

function startLogger(example: Example, port: number): JsonProcess<LoggerLine> {
  const args = ['--city', 'qingyuan', '--station', 'S1', '--buffer', join(folder, 'buffer'), '--resend-s', '1'];
  const program = join(root, 'examples/logger', example.program);
  logger = new JsonProcess(example.command, [program, '--mqtt', `${example.scheme}127.0.0.1:${port}`, ...args]);
  return logger;
}

async function killLogger(): Promise<void> {
  await logger?.kill();
  published.push(...(logger?.lines.flatMap((line) => line.published ?? []) ?? []));
}

const keptBy = (process: JsonProcess<LoggerLine>) => process.lines.reduce((n, { kept }) => n + (kept?.length ?? 0), 0);
const publishedBy = (process: JsonProcess<LoggerLine>) =>
  new Set(process.lines.flatMap((line) => line.published ?? []));

/** A sensor gives the readings of the minutes [from, to) and knows which the logger has kept. */
async function feed(process: JsonProcess<LoggerLine>, from: number, to: number): Promise<void> {
  const before = keptBy(process);
  for (let n = from; n < to; n++) {
    const at = new Date(MIDNIGHT + n * 60_000).toISOString();
    process.write(`${JSON.stringify({ at, period: 60, values: { pm25: n } })}\n`);
  }
  await until(() => keptBy(process) - before >= to - from);
}

async function ended(process: JsonProcess<LoggerLine>): Promise<void> {
  process.endInput();
  await until(() => process.exit);
  expect(process.exit?.code).toBe(0);
  await killLogger();
}

/** Every minute once, nothing missing in the books. */
/** What is in the store, when the platform is gone. */
async function storedReadings(): Promise<Reading[]> {
  await platform?.kill();
  const store = SqliteTimeseries.open({ path: join(folder, 'readings.sqlite') });
  const readings = await store.read({ ...EVER, limit: 10_000 });
  await store.close();
  return readings;
}

async function expectAllStoredOnce(): Promise<void> {
  const readings = await storedReadings();
  expect(readings.map(({ at }) => (at - MIDNIGHT) / 60_000)).toEqual(Array.from({ length: TOTAL }, (_, n) => n));
  expect(readings.map(({ values }) => values.pm25)).toEqual(Array.from({ length: TOTAL }, (_, n) => n));
  const books = SqliteAccounts.open({ path: join(folder, 'accounts.sqlite') });
  const [account] = await books.load();
  await books.close();
  expect(account?.sequence).toMatchObject({ count: 1, base: 1, highest: TOTAL, missing: [] });
}

for (const example of EXAMPLES) {
  // In CI a missing interpreter is a failure, not a skip.
  const missing = example.command === 'python3' && !hasPython && !process.env['CI'];
  const title = `${example.name}${missing ? ' (skipped: python3 is not installed)' : ''}`;
  const describeExample = describe.skipIf(missing);

  describeWithService('mosquitto', `a broker that loses its queue, ${title}`, () => {
    describeExample('with the books at work', () => {
      it('[LGR-1] platform, broker and logger die by SIGKILL: in the end every reading is stored once', async () => {
        mosquitto = await startMosquitto({ config: 'autosave_interval 3600' });
        await startPlatform(mosquitto.url);
        let process = startLogger(example, mosquitto.port);
        await feed(process, 0, 100);
        await until(() => (platform?.lines.at(-1)?.stored ?? 0) >= 100);
        await platform?.kill();
        await feed(process, 100, 200);
        // The broker has said that it has them, and takes them to its grave.
        await until(() => Array.from({ length: 100 }, (_, n) => 101 + n).every((seq) => publishedBy(process).has(seq)));
        await mosquitto.kill();
        await feed(process, 200, 250);
        await killLogger();
        await mosquitto.restart();
        process = startLogger(example, mosquitto.port);
        await feed(process, 250, 300);
        await startPlatform(mosquitto.url);
        await feed(process, 300, TOTAL);
        await ended(process);
        await expectAllStoredOnce();
        // Otherwise the broker lost nothing and the test would prove nothing.
        expect(published.filter((seq) => seq > 100 && seq <= 200).length).toBeGreaterThan(100);
      });
    });
  });

  describeExample(`the embedded broker, ${title}`, () => {
    it('[LGR-2] numbers on from its file, also when a power cut has left half a line in it', async () => {
      const lines = ['{"seq":7,"reading":{}}', '{"seq":8,"reading":{}}', '{"gone":[[1,8]]}', '{"seq":9,"rea'];
      await writeFile(join(folder, 'buffer'), lines.join('\n'));
      const process = startLogger(example, await freePort());
      await feed(process, 0, 1);
      expect(process.lines[0]?.kept).toEqual([9]);
    });

    it('[LGR-3] lets go of a reading that is refused, and of nothing else', async () => {
      const port = await freePort();
      await startPlatform(String(port));
      const process = startLogger(example, port);
      process.write('{"at":"2026-11-01T00:00:00Z","period":60,"values":{"pm25":1,"unknown":2}}\n');
      await feed(process, 1, 3);
      await ended(process);
      // Counted in the store: a logger may send again what it has not heard of yet.
      expect((await storedReadings()).map(({ values }) => values.pm25)).toEqual([1, 2]);
    });

    it('[LGR-1] platform and logger die by SIGKILL in the middle: in the end every reading is stored once', async () => {
      const port = await freePort();
      await startPlatform(String(port));
      let process = startLogger(example, port);
      await feed(process, 0, 150);
      await until(() => (platform?.lines.at(-1)?.stored ?? 0) > 0);
      await platform?.kill();
      await feed(process, 150, 200);
      await killLogger();
      process = startLogger(example, port);
      await feed(process, 200, 250);
      await startPlatform(String(port));
      await feed(process, 250, TOTAL);
      await ended(process);
      await expectAllStoredOnce();
    });
  });
}
