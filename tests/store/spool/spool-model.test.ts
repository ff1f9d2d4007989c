import { appendFileSync, copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../domain/air/reading.ts';
import { encodeRecord } from '../../../store/spool/spool-record.ts';
import { SqliteTimeseries } from '../../../store/sqlite/sqlite-timeseries.ts';
import type { Timeseries } from '../../../store/timeseries.ts';
import { reading } from '../../contract/timeseries-contract.ts';
import type { Mode } from './failing-store.ts';
import {
  type Bench,
  everythingIn,
  newTemporaryFolder,
  openOwnBench,
  segmentsIn,
  until,
  untilEmpty,
} from './open-bench.ts';

type Step =
  | { readonly do: 'write'; readonly stations: readonly string[] }
  /** A write that may be under way when the next step comes; the step after it is nearly always a crash. */
  | { readonly do: 'begin writing'; readonly stations: readonly string[] }
  | { readonly do: 'outage'; readonly mode: Mode }
  | { readonly do: 'recovery' }
  /** What hangs at the store is carried out there. */
  | { readonly do: 'late landing' }
  | { readonly do: 'drained' }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'crash'; readonly tornBytes: number; readonly lateLands: boolean };

const stations = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 4 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('write' as const), stations }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('begin writing' as const), stations }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('outage' as const),
      mode: fc.constantFrom<Mode>('down', 'lost', 'hanging'),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ do: 'recovery' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'late landing' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'drained' as const }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 3_000 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('crash' as const), tornBytes: fc.nat(60), lateLands: fc.boolean() }),
  },
);

/** Runs the steps on one store that outlives all crashes, and compares what it holds in the end with what was acknowledged. */
class Run {
  readonly #inner: SqliteTimeseries;
  #bench: Bench;
  #counter = 0;
  /** By station: the sequence numbers that the store may hold in the end. */
  readonly #allowed = new Map<string, Set<number>>();
  readonly #acknowledged = new Set<string>();
  #underWay: { readonly written: Promise<void>; readonly readings: readonly Reading[] } | undefined;

  private constructor(bench: Bench, inner: SqliteTimeseries) {
    this.#bench = bench;
    this.#inner = inner;
  }

  static async begin(): Promise<Run> {
    const inner = SqliteTimeseries.open({ path: ':memory:' });
    return new Run(await openSmall(newTemporaryFolder(), inner), inner);
  }

  async take(one: Step): Promise<void> {
    const { clock, store, spooled } = this.#bench;
    if (one.do === 'outage') store.mode = one.mode;
    if (one.do === 'wait') await clock.pass(one.ms);
    if (one.do === 'recovery') store.mode = 'up';
    if (one.do === 'late landing') store.release();
    if (one.do === 'drained') await this.#drained();
    if (one.do === 'write') {
      await this.#settleUnderWay();
      await this.#settle(this.#readings(one.stations));
    }
    if (one.do === 'begin writing') {
      await this.#settleUnderWay();
      const readings = this.#readings(one.stations);
      this.#underWay = { written: spooled.write(readings), readings };
      for (const { station, seq } of readings) this.#allowed.get(station)?.add(seq ?? 0);
    }
    if (one.do === 'crash') await this.#crash(one);
  }

  async end(): Promise<void> {
    await this.#drained();
    const stored = await everythingIn(this.#inner);
    const found = stored.map(({ station }) => station);
    for (const station of this.#acknowledged) expect(found).toContain(station);
    for (const { station, seq } of stored) {
      expect([...(this.#allowed.get(station) ?? [])], `station ${station}`).toContain(seq);
    }
    await this.#bench.spooled.close();
  }

  async #drained(): Promise<void> {
    await this.#settleUnderWay();
    this.#bench.store.mode = 'up';
    this.#bench.store.release();
    await untilEmpty(this.#bench);
  }

  #readings(stations: readonly string[]): Reading[] {
    return stations.map((station) => {
      if (!this.#allowed.has(station)) this.#allowed.set(station, new Set());
      this.#counter++;
      return reading({ station, seq: this.#counter });
    });
  }

  async #settle(readings: readonly Reading[], written = this.#bench.spooled.write(readings)): Promise<void> {
    let settled = false;
    void written.finally(() => {
      settled = true;
    });
    await until(this.#bench.clock, () => settled, 200);
    await written;
    // Acknowledged: nothing older may be there in the end.
    for (const { station, seq } of readings) {
      this.#allowed.set(station, new Set([seq ?? 0]));
      this.#acknowledged.add(station);
    }
  }

  async #settleUnderWay(): Promise<void> {
    const underWay = this.#underWay;
    this.#underWay = undefined;
    if (underWay !== undefined) await this.#settle(underWay.readings, underWay.written);
  }

  /** The disk as it is at this moment, in the hands of a new process; the old one does nothing more to the store. */
  async #crash(how: { readonly tornBytes: number; readonly lateLands: boolean }): Promise<void> {
    const old = this.#bench;
    const folder = newTemporaryFolder();
    copySegments(old.folder, folder);
    const tail = segmentsIn(folder).at(-1);
    const record = encodeRecord(Buffer.alloc(60, 'x'), { readings: 1, appendedAt: 1 });
    if (tail !== undefined) appendFileSync(join(folder, tail), record.subarray(0, how.tornBytes));
    if (how.lateLands) old.store.release();
    old.store.mode = 'down';
    old.store.drop();
    this.#underWay?.written.catch(() => undefined);
    this.#underWay = undefined;
    await old.spooled.close();
    this.#bench = await openSmall(folder, this.#inner);
  }
}

/** Small enough that a few writes make several segments and several batches. The store is not closed with it. */
function openSmall(folder: string, inner: SqliteTimeseries): Promise<Bench> {
  const lasting: Timeseries = {
    write: (readings) => inner.write(readings),
    read: (query) => inner.read(query),
    count: (range) => inner.count(range),
    ready: () => inner.ready(),
    close: async () => undefined,
  };
  return openOwnBench({ folder, inner: lasting, segmentBytes: 300, maxDrainReadings: 3, slowMs: 500 });
}

function copySegments(from: string, to: string): void {
  for (const name of readdirSync(from).sort()) {
    if (!name.endsWith('.spool')) continue;
    try {
      copyFileSync(join(from, name), join(to, name));
    } catch {
      // Deleted at this moment, which is durable only when it is done.
    }
  }
}

describe('SpooledTimeseries against a model', () => {
  it('[SPL-14] any writes, outages, late answers and crashes: the newest acknowledged of each identity is in the store', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        const run = await Run.begin();
        for (const one of steps) await run.take(one);
        await run.end();
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});
