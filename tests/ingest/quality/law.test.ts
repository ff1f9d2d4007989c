import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Calibration } from '../../../domain/air/calibration/calibration.ts';
import { POLLUTANTS } from '../../../domain/air/parameter.ts';
import type { Overrule } from '../../../domain/air/quality/overrule.ts';
import { FLAGS, type Reading } from '../../../domain/air/reading.ts';
import { JudgedReadings } from '../../../ingest/quality/judged-readings.ts';
import { LiveQuality } from '../../../ingest/quality/live-quality.ts';
import { OverruleBook } from '../../../ingest/quality/overrule-book.ts';
import { UsableReadings } from '../../../ingest/quality/usable-readings.ts';
import { SqliteQuality } from '../../../store/sqlite/sqlite-quality.ts';
import { SqliteTimeseries } from '../../../store/sqlite/sqlite-timeseries.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { quiet } from '../samples.ts';
import { deskOf, HOUR_MS, hourOf, NOON, regionTerms } from './region.ts';

const CALIBRATIONS: readonly Calibration[] = [
  { station: 'b', parameter: 'pm25', valid_from: NOON + 5 * HOUR_MS, factor: 1.3, offset: 2.5, reason: 'audit' },
  { station: 'c', parameter: 'o3', valid_from: 0, factor: 1, offset: 0, reason: 'routine', calibrated_at: NOON },
];
const LIMITS = { flags: { M: { excluded: false } } };

/** Evenly spread, unlike `fc.double`, which loves the smallest numbers. */
const share = fc.integer({ min: 0, max: 999 }).map((of) => of / 1000);
const lateness = share.map((of) => 23 * of);
/** Mostly one level, so that runs, peaks and odd ones out all happen. */
const value = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(60, 60, 60, 60.2) },
  { weight: 2, arbitrary: fc.constantFrom(1, 300) },
  share.map((of) => 1210 * of - 10),
);
const measured = fc.record({
  values: fc.record({ pm25: value, o3: value, pm10: value, rh: fc.constantFrom(50, 95) }, { requiredKeys: ['pm25'] }),
  flags: fc.oneof(
    { weight: 9, arbitrary: fc.constant({}) },
    fc.dictionary(fc.constantFrom(...POLLUTANTS), fc.constantFrom(...FLAGS), { maxKeys: 2 }),
  ),
  periodS: fc.oneof({ weight: 12, arbitrary: fc.constant(3600) }, fc.constant(600)),
  /** How late it comes: less than a day after anything newer (QC-11). */
  lateHours: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, lateness),
  /** A second version, and how much later it comes. */
  revised: fc.option(fc.tuple(value, lateness), { freq: 15 }),
});
const IDS = ['a', 'b', 'c', 'd', 'bg'];
/** Hour by hour the five stations, with gaps, in the order in which they come. */
const arrivals = fc
  .array(fc.option(measured, { freq: 12 }), { minLength: 20, maxLength: 220, size: 'max' })
  .map((cells) => {
    const sent = cells.flatMap((cell, index) => {
      if (cell === null) return [];
      const hour = Math.floor(index / IDS.length);
      const reading = {
        ...hourOf(IDS[index % IDS.length] ?? '', hour, cell.values, cell.flags),
        periodS: cell.periodS,
      };
      const first = { reading, arrival: hour + cell.lateHours };
      if (cell.revised === null) return [first];
      const [pm25, later] = cell.revised;
      const second = { ...reading, values: { ...reading.values, pm25 } };
      return [first, { reading: second, arrival: Math.min(hour + 23, first.arrival + later) }];
    });
    return sent.toSorted((one, other) => one.arrival - other.arrival).map(({ reading }) => reading);
  });
const overrules = fc.array(
  fc.record({
    station: fc.constantFrom('a', 'b'),
    at: fc.integer({ min: 0, max: 45 }).map((hour) => NOON + hour * HOUR_MS),
    periodS: fc.constantFrom(3600, 600),
    parameter: fc.constantFrom('pm25', 'o3'),
    decision: fc.constantFrom('accept', 'reject'),
    reason: fc.constant('seen'),
    by: fc.constant('li'),
    decidedAt: fc.nat(5),
  }),
  { maxLength: 6 },
) as fc.Arbitrary<Overrule[]>;

function identity({ station, at, periodS }: Reading): string {
  return `${station} ${at} ${periodS}`;
}

/** The last of each identity. */
function lastOf(readings: readonly Reading[]): Map<string, Reading> {
  return new Map(readings.map((one) => [identity(one), one]));
}

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
});

/** Stores that outlive the process, and the process. */
function house(decisions: readonly Overrule[]) {
  const terms = regionTerms({ limits: LIMITS, calibrations: CALIBRATIONS });
  const book = new OverruleBook();
  for (const decision of decisions) book.add(decision);
  const timeseries = SqliteTimeseries.open({ path: ':memory:' });
  const store = SqliteQuality.open({ path: ':memory:' });
  open.push(timeseries, store);
  const clock = new ManualClock(NOON + 60 * HOUR_MS);
  const handedOn: Reading[] = [];
  const start = () =>
    new LiveQuality({
      terms,
      overrules: book,
      timeseries,
      store,
      clock,
      log: quiet,
      windowMs: 24 * HOUR_MS,
      onUsable: (usable) => handedOn.push(...usable),
    });
  const readBack = async (live: LiveQuality) => {
    const judged = new JudgedReadings({ terms, overrules: book, store, settled: () => live.settled() });
    const usable = new UsableReadings({ timeseries, judged, terms });
    return lastOf(await usable.read({ from: 0, to: Number.MAX_SAFE_INTEGER, limit: 10_000 }));
  };
  return { timeseries, start, readBack, handedOn };
}

function batchesOf(readings: readonly Reading[], size: number): Reading[][] {
  const batches: Reading[][] = [];
  for (let at = 0; at < readings.length; at += size) batches.push([...lastOf(readings.slice(at, at + size)).values()]);
  return batches;
}

describe('usable readings', () => {
  it('[QC-17] are the same live, in replay and read back, in whatever batches they come', async () => {
    await fc.assert(
      fc.asyncProperty(arrivals, overrules, fc.integer({ min: 1, max: 30 }), async (readings, decisions, size) => {
        const { timeseries, start, readBack, handedOn } = house(decisions);
        const live = start();
        await live.settled();
        const replayed: Reading[] = [];
        const { desk, overrules: book } = deskOf({ limits: LIMITS, calibrations: CALIBRATIONS });
        for (const decision of decisions) book.add(decision);
        for (const batch of batchesOf(readings, size)) {
          await timeseries.write(batch);
          live.committed(batch);
          for (const one of batch) replayed.push(...desk.take([one]).usable);
        }
        const last = lastOf(handedOn);
        expect(lastOf(replayed)).toEqual(last);
        expect(await readBack(live)).toEqual(last);
      }),
      { numRuns: 25 },
    );
  });

  it('[QC-19] are the same when the process dies at any point, also between commit and judgement', async () => {
    const crashes = fc.record({
      at: share,
      unheard: fc.boolean(),
      unwritten: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(arrivals, fc.array(crashes, { minLength: 1, maxLength: 3 }), async (readings, deaths) => {
        const straight = house([]);
        const uninterrupted = straight.start();
        await uninterrupted.settled();
        const killed = house([]);
        let live = killed.start();
        await live.settled();
        const batches = batchesOf(readings, 7);
        for (const [index, batch] of batches.entries()) {
          await straight.timeseries.write(batch);
          uninterrupted.committed(batch);
          await killed.timeseries.write(batch);
          const death = deaths.find(({ at }) => Math.floor(at * batches.length) === index);
          if (death?.unheard !== true) live.committed(batch);
          if (death?.unwritten !== true && death?.unheard !== true) await live.settled();
          if (death !== undefined) live = killed.start();
          if (death !== undefined && index % 2 === 0) await live.settled();
        }
        expect(await killed.readBack(live)).toEqual(await straight.readBack(uninterrupted));
      }),
      { numRuns: 25 },
    );
  });

  it('[QC-19] are the same when days were committed at once and the process died before it judged them', async () => {
    const days = [...Array(400).keys()].flatMap((hour) =>
      ['a', 'b', 'c', 'd'].map((id) =>
        hourOf(id, hour - 400, { pm25: hour % 9 === 4 && id === 'a' ? 400 : 60 + (hour % 3) }),
      ),
    );
    const straight = house([]);
    const uninterrupted = straight.start();
    await uninterrupted.settled();
    await straight.timeseries.write(days);
    uninterrupted.committed(days);
    const killed = house([]);
    const first = killed.start();
    await first.settled();
    await killed.timeseries.write(days.slice(0, 40));
    first.committed(days.slice(0, 40));
    await first.settled();
    await killed.timeseries.write(days.slice(40));
    const [expected, found] = [await straight.readBack(uninterrupted), await killed.readBack(killed.start())];
    expect(found).toEqual(expected);
    expect([...found.values()].filter(({ values }) => values.pm25 === undefined)).toHaveLength(44);
  });
});
