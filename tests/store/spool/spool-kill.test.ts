import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compareReadings } from '../../../store/reading-order.ts';
import { SqliteTimeseries } from '../../../store/sqlite/sqlite-timeseries.ts';
import { NUMBERED_BATCH, numberedBatch } from './numbered-batch.ts';
import { newTemporaryFolder, openBench, segmentsIn, untilEmpty } from './open-bench.ts';

const WRITER = fileURLToPath(new URL('./spool-writer.ts', import.meta.url));

/** Kills the writer by SIGKILL in full flight after so many acknowledgements; gives the last number it acknowledged. */
async function killWriter(options: {
  readonly folder: string;
  readonly path: string;
  readonly first: number;
  readonly acknowledgements: number;
}): Promise<number> {
  const args = [WRITER, options.folder, options.path, String(options.first)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  let last = options.first - 1;
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line);
    if (last >= options.first - 1 + options.acknowledgements) child.kill('SIGKILL');
  }
  await ended;
  if (child.signalCode !== 'SIGKILL') throw new Error(`the writer ended by itself: ${complaint}`);
  return last;
}

describe('a process killed by SIGKILL while it spools and drains', () => {
  it('[SPL-9] every acknowledged reading is in store or spool: after restart and drain the store holds exactly those', async () => {
    const folder = newTemporaryFolder();
    const path = join(newTemporaryFolder(), 'readings.sqlite');
    let last = 0;
    let killsWithSpool = 0;
    for (const acknowledgements of [1, 30, 200, 90, 400, 150, 10]) {
      const acknowledged = await killWriter({ folder, path, first: last + 1, acknowledgements });
      expect(acknowledged).toBeGreaterThanOrEqual(last + acknowledgements);
      last = acknowledged;
      if (segmentsIn(folder).length > 0) killsWithSpool++;
    }
    expect(killsWithSpool).toBeGreaterThan(2);

    const inner = SqliteTimeseries.open({ path });
    const bench = await openBench({ folder, inner });
    await untilEmpty(bench);
    const [newest, ...stored] = await bench.stored();
    // The write that was under way at the last kill may be there, whole or in part; nothing else may.
    const known = stored.filter(({ at }) => at <= last * 1_000);
    const expected = Array.from({ length: last }, (_, n) => numberedBatch(n + 1).slice(0, NUMBERED_BATCH));
    expect(known).toEqual(expected.flat().sort(compareReadings));
    expect(stored.every(({ at }) => at <= (last + 1) * 1_000)).toBe(true);
    expect([last, last + 1]).toContain(newest?.seq);
  }, 60_000);
});
