import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../domain/air/reading.ts';
import { LiveQuality } from '../../../ingest/quality/live-quality.ts';
import { newestReadingHour } from '../../../ingest/quality/newest-reading.ts';
import { OverruleBook } from '../../../ingest/quality/overrule-book.ts';
import type { QualityStore } from '../../../store/quality.ts';
import { SqliteQuality } from '../../../store/sqlite/sqlite-quality.ts';
import { SqliteTimeseries } from '../../../store/sqlite/sqlite-timeseries.ts';
import { StoreUnavailable } from '../../../store/timeseries.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { quiet } from '../samples.ts';
import { brief, HOUR_MS, hourOf, NOON, regionTerms } from './region.ts';

const PEAK = [40, 400, 50].map((pm25, hour) => hourOf('a', hour, { pm25 }));

/** Stores that refuse while they are told to. */
function rig() {
  const timeseries = SqliteTimeseries.open({ path: ':memory:' });
  const verdicts = SqliteQuality.open({ path: ':memory:' });
  const away = { readings: false, verdicts: false };
  const usable: Reading[] = [];
  const clock = new ManualClock(NOON + 4 * HOUR_MS);
  const store: QualityStore = {
    async replace(changes, options) {
      if (away.verdicts) throw new StoreUnavailable('disk full');
      return verdicts.replace(changes, options);
    },
    judgedThrough: () => verdicts.judgedThrough(),
    read: (query) => verdicts.read(query),
    close: () => verdicts.close(),
  };
  const live = new LiveQuality({
    terms: regionTerms(),
    overrules: new OverruleBook(),
    timeseries: {
      async read(query) {
        if (away.readings) throw new StoreUnavailable('no route');
        return timeseries.read(query);
      },
    },
    store,
    clock,
    log: quiet,
    windowMs: 72 * HOUR_MS,
    onUsable: (readings) => usable.push(...readings),
  });
  const kept = async () =>
    (await verdicts.read({ from: 0, to: NOON + 9 * HOUR_MS })).map(({ verdict }) => verdict.test);
  return { live, timeseries, verdicts, away, clock, usable, kept };
}

describe('quality control at run time', () => {
  it('[QC-19] hands on at once and writes right after', async () => {
    const { live, clock, usable, kept, verdicts } = rig();
    await live.settled();
    live.committed(PEAK);
    expect(usable.map(brief)).toEqual(['a@0 {"pm25":40}', 'a@1 {"pm25":400}', 'a@1 {}', 'a@2 {"pm25":50}']);
    expect(await kept()).toEqual([]);
    await clock.pass(0);
    expect(await kept()).toEqual(['spike', 'step']);
    expect(await verdicts.judgedThrough()).toBe(NOON + 2 * HOUR_MS);
    expect(clock.waiting).toBe(0);
  });

  it('[QC-19] keeps what cannot be written and tries again, and ingest does not notice', async () => {
    const { live, clock, usable, kept, away } = rig();
    await live.settled();
    away.verdicts = true;
    live.committed(PEAK);
    await clock.pass(5_000);
    expect(usable).toHaveLength(4);
    expect(live.counters.writesFailed).toBeGreaterThan(2);
    await expect(live.settled()).rejects.toBeInstanceOf(StoreUnavailable);
    away.verdicts = false;
    await clock.pass(1_000);
    expect(await kept()).toEqual(['spike', 'step']);
  });

  it('[QC-19] with the store away at the start it judges what comes by itself, and the rest when the store is back', async () => {
    const { live, clock, usable, kept, away, timeseries } = rig();
    await timeseries.write(PEAK.slice(0, 2));
    away.readings = true;
    await expect(live.settled()).rejects.toBeInstanceOf(StoreUnavailable);
    await timeseries.write(PEAK.slice(2));
    live.committed(PEAK.slice(2));
    expect(usable.map(brief)).toEqual(['a@2 {"pm25":50}']);
    away.readings = false;
    await live.settled();
    expect(await kept()).toEqual(['spike', 'step']);
    live.committed([hourOf('a', 3, { pm25: 52 })]);
    await clock.pass(0);
    expect(await kept()).toEqual(['spike', 'step']);
  });
});

describe('the newest reading of a store', () => {
  it.each([0, 1, HOUR_MS - 1, HOUR_MS, NOON, NOON + 1])('is found to the hour: %d', async (at) => {
    const store = SqliteTimeseries.open({ path: ':memory:' });
    expect(await newestReadingHour(store, NOON + HOUR_MS)).toBeUndefined();
    await store.write([
      { ...hourOf('a', 0, { pm25: 1 }), at },
      { ...hourOf('a', 0, { pm25: 1 }), at: Math.floor(at / 2) },
    ]);
    const end = await newestReadingHour(store, NOON + HOUR_MS);
    expect(end).toBe((Math.floor(at / HOUR_MS) + 1) * HOUR_MS);
    await store.close();
  });
});
