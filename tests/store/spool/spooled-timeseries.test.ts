import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../domain/air/reading.ts';
import { compareReadings } from '../../../store/reading-order.ts';
import { SpooledTimeseries } from '../../../store/spool/spooled-timeseries.ts';
import { SqliteTimeseries } from '../../../store/sqlite/sqlite-timeseries.ts';
import { type RejectedReading, StoreRejected, StoreUnavailable, type Timeseries } from '../../../store/timeseries.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { reading, timeseriesContract } from '../../contract/timeseries-contract.ts';
import { newTemporaryFolder, openBench, segmentsIn, until, untilEmpty } from './open-bench.ts';

const batch = (number: number, size = 10): Reading[] =>
  Array.from({ length: size }, (_, n) => reading({ station: `s${n}`, at: number * 1_000, seq: number }));
const inOrder = (...batches: Reading[][]) => batches.flat().sort(compareReadings);

describe('SpooledTimeseries over SQLite, nothing wrong', () => {
  const open = () =>
    SpooledTimeseries.open({
      store: SqliteTimeseries.open({ path: ':memory:' }),
      folder: newTemporaryFolder(),
      clock: new ManualClock(0),
      minFreeBytes: 0,
    });
  timeseriesContract(open, { propertyRuns: 25 });
});

describe('a write', () => {
  it('[SPL-1] goes to the store, and nothing touches the disk, while the store takes it', async () => {
    const { spooled, store, stored, folder } = await openBench();
    await spooled.write(batch(1));
    expect(await stored()).toEqual(batch(1));
    expect(store.attempts).toEqual([10]);
    expect(segmentsIn(folder)).toEqual([]);
  });

  it.each(['down', 'misconfigured', 'lost'] as const)('[SPL-2] is on the disk when the store is %s', async (mode) => {
    const bench = await openBench();
    bench.store.mode = mode;
    await bench.spooled.write(batch(1));
    await bench.spooled.write(batch(2));
    expect(bench.spooled.status()).toMatchObject({ readings: 20, full: false, rejectedReadings: 0 });
    expect(segmentsIn(bench.folder)).toHaveLength(1);
    bench.store.mode = 'up';
    await untilEmpty(bench);
    expect(await bench.stored()).toEqual(inOrder(batch(1), batch(2)));
    expect(segmentsIn(bench.folder)).toEqual([]);
  });

  it('[SPL-3] is on the disk when the store has not answered in time', async () => {
    const { clock, spooled, store } = await openBench({ slowMs: 5_000 });
    store.mode = 'hanging';
    let written = false;
    void spooled.write(batch(1)).then(() => {
      written = true;
    });
    await clock.pass(4_999);
    expect(written).toBe(false);
    expect(spooled.status().readings).toBe(0);
    await clock.pass(1);
    await until(clock, () => written);
    expect(spooled.status()).toMatchObject({ readings: 10, lastError: 'the store has not answered within 5000 ms' });
  });

  it('[SPL-3] that the store carries out late does not undo a newer one', async () => {
    const bench = await openBench({ slowMs: 1_000 });
    const { clock, spooled, store } = bench;
    store.mode = 'hanging';
    const old = spooled.write([reading({ seq: 1 })]);
    await clock.pass(1_000);
    await old;
    await spooled.write([reading({ seq: 2 })]);
    store.mode = 'up';
    await clock.pass(60_000);
    // Nothing is carried over while the store may still carry out the first attempt.
    expect(store.attempts).toEqual([1]);
    store.release();
    await untilEmpty(bench);
    expect(await bench.stored()).toEqual([reading({ seq: 2 })]);
  });

  it('[SPL-3] that the store may still carry out lets no newer one pass, even when the spool could not take it', async () => {
    const { clock, spooled, store, stored } = await openBench({ slowMs: 1_000, maxBytes: 0 });
    store.mode = 'hanging';
    const old = spooled.write([reading({ seq: 1 })]).catch((thrown: unknown) => thrown);
    await clock.pass(1_000);
    expect(await old).toBeInstanceOf(StoreUnavailable);
    store.mode = 'up';
    await expect(spooled.write([reading({ seq: 2 })])).rejects.toBeInstanceOf(StoreUnavailable);
    store.release();
    await clock.pass(0);
    await spooled.write([reading({ seq: 2 })]);
    expect(await stored()).toEqual([reading({ seq: 2 })]);
  });

  it('[SPL-3] that fails late is carried over from the spool', async () => {
    const bench = await openBench({ slowMs: 1_000 });
    bench.store.mode = 'hanging';
    const written = bench.spooled.write(batch(1));
    await bench.clock.pass(1_000);
    await written;
    bench.store.mode = 'up';
    bench.store.drop();
    await untilEmpty(bench);
    expect(await bench.stored()).toEqual(batch(1));
  });

  it('[SPL-4] goes behind what waits although the store takes writes again; the newest wins', async () => {
    const bench = await openBench({ maxDrainReadings: 10 });
    const { spooled, store } = bench;
    store.mode = 'down';
    for (let seq = 1; seq <= 5; seq++) await spooled.write([reading({ seq }), ...batch(seq)]);
    store.mode = 'up';
    await spooled.write([reading({ seq: 6 }), ...batch(6)]);
    expect(await bench.stored()).toEqual([]);
    await untilEmpty(bench);
    expect(await bench.stored()).toEqual(
      inOrder([reading({ seq: 6 })], ...[1, 2, 3, 4, 5, 6].map((number) => batch(number))),
    );
    // The first attempt, and then in the order of the writes.
    expect(store.attempts.slice(0, 3)).toEqual([11, 11, 11]);
  });

  it('[SPL-5] is direct again once the spool is empty, also under a flow that never pauses', async () => {
    const bench = await openBench({ maxDrainReadings: 50 });
    const { clock, spooled, store } = bench;
    store.mode = 'down';
    for (let number = 1; number <= 30; number++) await spooled.write(batch(number));
    store.mode = 'up';
    await until(clock, () => spooled.status().drainingSince !== undefined, 100);
    let number = 31;
    // One write after the other without a break, as the pipeline does it under load.
    while (spooled.status().bytes > 0 && number < 2_000) await spooled.write(batch(number++));
    expect(spooled.status()).toMatchObject({ bytes: 0, readings: 0 });
    const before = store.attempts.length;
    await spooled.write(batch(number));
    expect(store.attempts.slice(before)).toEqual([10]);
    expect(await bench.stored()).toEqual(inOrder(...Array.from({ length: number }, (_, index) => batch(index + 1))));
  });

  it('[SPL-5] waits for the last step at most as long as for the store itself', async () => {
    const bench = await openBench({ maxDrainReadings: 20, slowMs: 1_000 });
    const { clock, spooled, store } = bench;
    store.mode = 'down';
    for (let number = 1; number <= 5; number++) await spooled.write(batch(number));
    store.next = ['up', 'up'];
    store.mode = 'hanging';
    await until(clock, () => store.holding === 1, 100);
    expect(spooled.status().readings).toBe(10);
    let written = 0;
    const writeAll = async () => {
      for (let number = 6; number <= 9; number++) {
        await spooled.write(batch(number));
        written = number;
      }
    };
    const writing = writeAll();
    await clock.pass(1_000);
    await until(clock, () => written === 9);
    await writing;
    store.mode = 'up';
    store.release();
    await untilEmpty(bench);
    expect(await bench.stored()).toHaveLength(90);
  });

  it('[SPL-6] names at once what can never be stored, also while the store is away', async () => {
    const bench = await openBench();
    bench.store.mode = 'down';
    const bad = reading({ station: 'bad', values: { pm25: Number.NaN } });
    const error: unknown = await bench.spooled.write([reading(), bad]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreRejected);
    expect((error as StoreRejected).rejected.map((one) => one.reading)).toEqual([bad]);
    await expect(bench.spooled.write([bad])).rejects.toBeInstanceOf(StoreRejected);
    expect(bench.spooled.status().readings).toBe(1);
    bench.store.mode = 'up';
    await untilEmpty(bench);
    expect(await bench.stored()).toEqual([reading()]);
  });

  it('[SPL-6] that only the store knows to be impossible is named when it is carried over, and skipped', async () => {
    const rejected: RejectedReading[] = [];
    const drained: Reading[] = [];
    const inner = SqliteTimeseries.open({ path: ':memory:' });
    const picky = refusing(inner, 's3');
    const bench = await openBench({
      inner: picky,
      onRejected: (found) => rejected.push(...found),
      onDrained: (readings) => drained.push(...readings),
    });
    bench.store.mode = 'down';
    await bench.spooled.write(batch(1));
    bench.store.mode = 'up';
    await untilEmpty(bench);
    expect(rejected.map((one) => [one.reading.station, one.reason])).toEqual([['s3', 'not s3']]);
    const others = batch(1).filter(({ station }) => station !== 's3');
    expect(drained).toEqual(others);
    expect(await bench.stored()).toEqual(others);
    expect(bench.spooled.status().rejectedReadings).toBe(1);
  });

  it('is refused with the reason when the store has a fault that is no outage', async () => {
    const inner = SqliteTimeseries.open({ path: ':memory:' });
    const broken: Timeseries = {
      write: () => Promise.reject(new TypeError('a bug')),
      read: (query) => inner.read(query),
      count: (range) => inner.count(range),
      ready: () => inner.ready(),
      close: () => inner.close(),
    };
    const bench = await openBench({ inner: broken });
    await expect(bench.spooled.write(batch(1))).rejects.toThrow('a bug');
    expect(bench.spooled.status().bytes).toBe(0);
  });
});

describe('the drain', () => {
  it('[SPL-13] tries again after 100 ms, then twice as long each time, up to 10 s', async () => {
    const { clock, spooled, store } = await openBench();
    store.mode = 'down';
    await spooled.write(batch(1));
    let attempts = 1;
    for (const delayMs of [100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000, 10_000]) {
      await until(clock, () => clock.waiting === 1);
      await clock.pass(delayMs - 1);
      expect([clock.waiting, store.attempts.length]).toEqual([1, attempts]);
      await clock.pass(1);
      attempts++;
      await until(clock, () => store.attempts.length === attempts);
    }
  });

  it('[SPL-12] merges batches up to its limit and repeats what was not known to be stored', async () => {
    const bench = await openBench({ maxDrainReadings: 35 });
    const { clock, spooled, store } = bench;
    store.mode = 'lost';
    for (let number = 1; number <= 8; number++) await spooled.write(batch(number));
    await until(clock, () => store.attempts.length >= 3, 100);
    store.mode = 'up';
    await untilEmpty(bench);
    expect(new Set(store.attempts.slice(1, -1))).toEqual(new Set([30]));
    expect(store.attempts.at(-1)).toBe(20);
    expect(await bench.stored()).toHaveLength(80);
  });

  it('[SPL-12] deletes a segment only when all of it is in the store', async () => {
    const bench = await openBench({ segmentBytes: 1_500, maxDrainReadings: 10 });
    const { clock, spooled, store, folder } = bench;
    store.mode = 'down';
    for (let number = 1; number <= 6; number++) await spooled.write(batch(number));
    const all = segmentsIn(folder);
    expect(all.length).toBeGreaterThan(1);
    await until(clock, () => clock.waiting === 1);
    store.next = ['up'];
    const before = store.attempts.length;
    await until(clock, () => store.attempts.length > before + 1, 100);
    // One batch of the first segment is in the store, and the file with the other is still whole.
    expect(await bench.stored()).toHaveLength(10);
    expect(spooled.status().readings).toBe(50);
    expect(segmentsIn(folder)).toEqual(all);
    store.mode = 'up';
    await untilEmpty(bench);
    expect(segmentsIn(folder)).toEqual([]);
    expect(await bench.stored()).toHaveLength(60);
  });

  it('goes on when a listener throws', async () => {
    const bench = await openBench({
      onDrained: () => {
        throw new Error('a bug in the listener');
      },
    });
    bench.store.mode = 'down';
    await bench.spooled.write(batch(1));
    bench.store.mode = 'up';
    await untilEmpty(bench);
    expect(bench.spooled.status().listenerErrors).toBe(1);
  });
});

describe('a full spool', () => {
  it('[SPL-7] acknowledges nothing and keeps nothing of the batch, until there is room again', async () => {
    const bench = await openBench({ maxBytes: 3_000, segmentBytes: 1_000 });
    const { spooled, store } = bench;
    store.mode = 'down';
    let accepted = 0;
    let refusal: unknown;
    while (refusal === undefined) {
      await spooled.write(batch(accepted + 1)).then(
        () => {
          accepted++;
        },
        (error: unknown) => {
          refusal = error;
        },
      );
    }
    expect(accepted).toBeGreaterThan(2);
    expect(refusal).toBeInstanceOf(StoreUnavailable);
    expect(String(refusal)).toMatch(/the spool is full: \d+ of 3000 bytes/);
    expect(spooled.status()).toMatchObject({ full: true, readings: accepted * 10 });
    expect(spooled.status().bytes).toBeLessThanOrEqual(3_000);
    store.mode = 'up';
    await untilEmpty(bench);
    expect(spooled.status().full).toBe(false);
    expect(await bench.stored()).toHaveLength(accepted * 10);
    await spooled.write(batch(accepted + 1));
    expect(await bench.stored()).toHaveLength((accepted + 1) * 10);
  });

  it('[SPL-8] is also one that would take the last free bytes of its disk', async () => {
    const { spooled, store } = await openBench({ minFreeBytes: Number.MAX_SAFE_INTEGER });
    await spooled.write(batch(1));
    await spooled.ready();
    store.mode = 'down';
    await expect(spooled.write(batch(2))).rejects.toThrow(/the spool is full: the disk has \d+ bytes left/);
    await expect(spooled.ready()).rejects.toBeInstanceOf(StoreUnavailable);
    expect(spooled.status()).toMatchObject({ full: true, bytes: 0 });
  });
});

describe('ready and status', () => {
  it('[SPL-16] resolves while a write would be acknowledged, and says what waits and for how long', async () => {
    const bench = await openBench();
    const { clock, spooled, store } = bench;
    expect(spooled.status()).toEqual({
      bytes: 0,
      readings: 0,
      oldestAgeMs: 0,
      full: false,
      rejectedReadings: 0,
      damagedPlaces: 0,
      listenerErrors: 0,
    });
    store.mode = 'down';
    await spooled.ready();
    await spooled.write(batch(1));
    await clock.pass(30_000);
    await spooled.write(batch(2));
    await spooled.ready();
    expect(spooled.status()).toMatchObject({ readings: 20, oldestAgeMs: 30_000, lastError: 'down on purpose' });
    expect(spooled.status().drainingSince).toBeUndefined();
    store.mode = 'up';
    await untilEmpty(bench);
    expect(spooled.status()).toMatchObject({ bytes: 0, readings: 0, oldestAgeMs: 0 });
    await spooled.close();
    await expect(spooled.ready()).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(spooled.write(batch(3))).rejects.toBeInstanceOf(StoreUnavailable);
  });

  it('[SPL-16] read and count show the store alone', async () => {
    const { spooled, store } = await openBench();
    await spooled.write(batch(1));
    store.mode = 'down';
    await spooled.write(batch(2));
    const all = { from: 0, to: Number.MAX_SAFE_INTEGER };
    expect(await spooled.count(all)).toBe(10);
    expect(await spooled.read({ ...all, limit: 100 })).toEqual(batch(1));
  });
});

/** SQLite that knows a reason of its own to refuse one station. */
function refusing(inner: Timeseries, station: string): Timeseries {
  return {
    async write(readings) {
      await inner.write(readings.filter((one) => one.station !== station));
      const bad = readings.filter((one) => one.station === station);
      if (bad.length > 0) throw new StoreRejected(bad.map((one) => ({ reading: one, reason: `not ${station}` })));
    },
    read: (query) => inner.read(query),
    count: (range) => inner.count(range),
    ready: () => inner.ready(),
    close: () => inner.close(),
  };
}
