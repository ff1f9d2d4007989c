import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../domain/air/quality/verdict.ts';
import type { VerdictChange } from '../../../store/quality.ts';
import { SqliteQuality } from '../../../store/sqlite/sqlite-quality.ts';
import { StoreUnavailable } from '../../../store/timeseries.ts';

const HOUR_MS = 3_600_000;

function jump(hour: number, severity: 'suspect' | 'fail' = 'suspect'): Verdict {
  const facts = { value: 300.12, before: 40, change: 260.12, limit: 100 };
  return { at: hour * HOUR_MS, parameter: 'pm25', test: 'step', severity, reason: { code: 'jump', facts } };
}

function change(station: string, hour: number, verdicts: readonly Verdict[], of: Partial<VerdictChange> = {}) {
  const at = hour * HOUR_MS;
  return { station, at, periodS: 3600, group: 'hours' as const, verdicts, measured: { pm25: 300.123456 }, ...of };
}

describe('SqliteQuality', () => {
  it('[QC-16] keeps verdicts with the value they are about, and gives them back in order of time and station', async () => {
    const store = SqliteQuality.open({ path: ':memory:' });
    await store.replace([change('b', 2, [jump(2)]), change('a', 2, [jump(2, 'fail')]), change('b', 1, [jump(1)])]);
    const all = await store.read({ from: 0, to: 3 * HOUR_MS });
    expect(all.map(({ station, at }) => `${station}${at / HOUR_MS}`)).toEqual(['b1', 'a2', 'b2']);
    expect(all[1]).toEqual({
      ...{ station: 'a', at: 2 * HOUR_MS, periodS: 3600, measured: 300.123456, verdict: jump(2, 'fail') },
    });
    expect(await store.read({ from: HOUR_MS, to: 2 * HOUR_MS, stations: ['b', 'c'] })).toHaveLength(1);
    expect(await store.read({ from: 0, to: 3 * HOUR_MS, stations: [] })).toEqual([]);
    await store.close();
  });

  it('[QC-16] a group of tests replaces what it said before, and only that', async () => {
    const store = SqliteQuality.open({ path: ':memory:' });
    const unlike: Verdict = {
      ...jump(1),
      test: 'spatial',
      reason: {
        code: 'unlike_neighbours',
        facts: { value: 300, median: 50, spread: 10, times: 25, limit: 6, neighbours: 3 },
      },
    };
    await store.replace([change('a', 1, [jump(1)]), change('a', 1, [unlike], { group: 'stations' })]);
    await store.replace([change('a', 1, [])]);
    expect((await store.read({ from: 0, to: 2 * HOUR_MS })).map(({ verdict }) => verdict)).toEqual([unlike]);
    await store.replace([change('a', 1, [jump(1)]), change('a', 1, [jump(1, 'fail')])]);
    expect(await store.read({ from: 0, to: 2 * HOUR_MS })).toHaveLength(2);
    await store.close();
  });

  it('[QC-19] forgets from a time on before it takes what was judged anew, all or nothing', async () => {
    const store = SqliteQuality.open({ path: ':memory:' });
    await store.replace([1, 2, 3].map((hour) => change('a', hour, [jump(hour)])));
    const faulty = change('a', 4, [jump(4)], { measured: {} });
    await expect(store.replace([faulty], { from: 0 })).rejects.toThrow('without its value');
    expect(await store.read({ from: 0, to: 9 * HOUR_MS })).toHaveLength(3);
    await store.replace([change('a', 5, [jump(5)])], { from: 2 * HOUR_MS });
    expect((await store.read({ from: 0, to: 9 * HOUR_MS })).map(({ at }) => at / HOUR_MS)).toEqual([1, 5]);
    expect(await store.judgedThrough()).toBeUndefined();
    await store.replace([], { through: 7 });
    await store.replace([change('a', 6, [jump(6)])]);
    expect(await store.judgedThrough()).toBe(7);
    await store.close();
  });

  it('in a folder that is not there is StoreUnavailable', () => {
    expect(() => SqliteQuality.open({ path: '/no/such/folder/quality.sqlite' })).toThrow(StoreUnavailable);
  });
});
