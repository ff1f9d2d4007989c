import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished } from 'vitest';
import type { Reading } from '../../../domain/air/reading.ts';
import { SpooledTimeseries, type SpooledTimeseriesOptions } from '../../../store/spool/spooled-timeseries.ts';
import { SqliteTimeseries } from '../../../store/sqlite/sqlite-timeseries.ts';
import type { Timeseries } from '../../../store/timeseries.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { FailingStore } from './failing-store.ts';

const START = Date.UTC(2026, 10, 22, 6);

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** Removed after the tests of the file. */
export function newTemporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lianfang-spool-'));
  folders.push(folder);
  return folder;
}

export interface Bench {
  readonly folder: string;
  readonly clock: ManualClock;
  readonly store: FailingStore;
  readonly spooled: SpooledTimeseries;
  /** The store's own content. */
  stored(): Promise<Reading[]>;
}

export type BenchOptions = Partial<Omit<SpooledTimeseriesOptions, 'store' | 'clock'>> & { readonly inner?: Timeseries };

/** A spool over a SQLite store in memory that fails on demand, on a clock that stands still. Whoever opens it closes it. */
export async function openOwnBench(options: BenchOptions = {}): Promise<Bench> {
  const { inner = SqliteTimeseries.open({ path: ':memory:' }), ...rest } = options;
  const folder = options.folder ?? newTemporaryFolder();
  const clock = new ManualClock(START);
  const store = new FailingStore(inner);
  const spooled = await SpooledTimeseries.open({ store, clock, minFreeBytes: 0, random: () => 1, ...rest, folder });
  return { folder, clock, store, spooled, stored: () => everythingIn(inner) };
}

/** The same, closed when the test is over. */
export async function openBench(options: BenchOptions = {}): Promise<Bench> {
  const bench = await openOwnBench(options);
  onTestFinished(async () => {
    bench.store.drop();
    await bench.spooled.close();
  });
  return bench;
}

export function everythingIn(store: Timeseries): Promise<Reading[]> {
  return store.read({ from: -1e15, to: 1e15, limit: 1_000_000 });
}

const PATIENCE_MS = 20_000;

/** Lets files be written, which takes real time, and the clock go on in steps, until it holds. */
export async function until(clock: ManualClock, holds: () => boolean, stepMs = 0): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (!holds()) {
    if (performance.now() > giveUpAt) expect.unreachable('it never came about');
    await clock.pass(stepMs);
  }
}

export async function untilEmpty({ clock, spooled, folder }: Bench): Promise<void> {
  const isEmpty = () => segmentsIn(folder).length === 0 && spooled.status().bytes === 0;
  await until(clock, isEmpty, 1_000);
}

export function segmentsIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.spool'));
}
