import { afterEach, describe, expect, it } from 'vitest';
import { Engine } from '../../alerting/engine.ts';
import type { EngineOptions } from '../../alerting/engine-options.ts';
import type { Reading } from '../../domain/air/reading.ts';
import { SqliteLedger } from '../../store/sqlite/sqlite-ledger.ts';
import { SqliteTimeseries } from '../../store/sqlite/sqlite-timeseries.ts';
import { ManualClock, settle } from '../clock/manual-clock.ts';
import { CITY_RULE, HOUR, hourly, MIDNIGHT, options, STATION_RULE, STATIONS } from './region.ts';

/** A real store and ledger in memory, and engines started on them one after the other. */
class House {
  readonly clock = new ManualClock(MIDNIGHT);
  readonly timeseries = SqliteTimeseries.open({ path: ':memory:' });
  readonly ledger = SqliteLedger.open({ path: ':memory:' });
  readonly errors: string[] = [];
  woken = 0;
  engine: Engine | undefined;

  async start(changes: Partial<EngineOptions> = {}): Promise<Engine> {
    this.engine = await Engine.start({
      ...options([CITY_RULE, STATION_RULE]),
      region: 'test',
      timeseries: this.timeseries,
      ledger: this.ledger,
      clock: this.clock,
      subscriptions: [{ channel: 'webhook:bureau' }, { channel: 'webhook:minister', priority: 1 }],
      closeAfterMs: 20 * 60_000,
      quietMs: 60_000,
      correctAfterMs: 0,
      onDeliveries: () => {
        this.woken += 1;
      },
      onError: (error, doing) => this.errors.push(`${doing}: ${error}`),
      ...changes,
    });
    return this.engine;
  }

  /** What ingest does: commit, then tell the engine. */
  async commit(engine: Engine, readings: readonly Reading[]): Promise<void> {
    await this.timeseries.write(readings);
    engine.committed(readings);
    await engine.settled();
  }

  async told(): Promise<string[]> {
    const events = await this.ledger.read({ after: 0, limit: 1_000 });
    return events
      .filter(({ type }) => type.startsWith('alert.'))
      .map(({ type, at, data }) => `${(at - MIDNIGHT) / HOUR} ${type} ${data['alert']}`);
  }

  async due(): Promise<string[]> {
    return (await this.ledger.due(Number.MAX_SAFE_INTEGER, 100)).map(({ idempotencyKey }) => idempotencyKey);
  }
}

let house = new House();
afterEach(async () => {
  await house.engine?.stop();
  house = new House();
});

function everywhere(hour: number, pm25: number): Reading[] {
  return STATIONS.map(({ id }) => hourly(id, hour, { pm25 }));
}

const CITY_A = 'city-pm25:city:a:2026-11-21T17:00Z';
const CITY_B = 'city-pm25:city:b:2026-11-21T17:00Z';

describe('engine', () => {
  it('[ALE-2] records a raise with its notices in one append', async () => {
    const engine = await house.start();
    await house.commit(engine, everywhere(1, 200));
    expect(await house.told()).toEqual([`1 alert.raised ${CITY_A}`, `1 alert.raised ${CITY_B}`]);
    expect((await house.due()).sort()).toEqual(
      ['bureau', 'minister'].flatMap((who) => [CITY_A, CITY_B].map((id) => `webhook:${who}|alert.raised|${id}`)),
    );
    expect(house.woken).toBe(1);
    expect(engine.board.list({ state: 'raised', limit: 10 }).map(({ id }) => id)).toEqual([CITY_B, CITY_A]);
    expect(await house.ledger.verify()).toMatchObject({ ok: true });
  });

  it('tells a channel only what is urgent enough for it, returns as well', async () => {
    const engine = await house.start();
    for (const [hour, pm25] of [
      [1, 160],
      [2, 160],
      [3, 50],
    ] as const)
      await house.commit(engine, [hourly('b1', hour, { pm25 })]);
    const minister = (await house.due()).filter((key) => key.startsWith('webhook:minister'));
    expect(minister).toEqual([`webhook:minister|alert.raised|${CITY_B}`, `webhook:minister|alert.returned|${CITY_B}`]);
    expect((await house.due()).filter((key) => key.startsWith('webhook:bureau'))).toHaveLength(4);
  });

  it('[EVA-3] closes an hour by the clock, after it has been quiet', async () => {
    const engine = await house.start();
    await house.clock.pass(HOUR);
    await house.commit(engine, [hourly('a1', 1, { pm25: 200 })]);
    await house.clock.pass(19.5 * 60_000);
    await house.commit(engine, [hourly('a0', 1, { pm25: 5 })]);
    await house.clock.pass(45_000);
    expect(await house.told()).toEqual([]);
    await house.clock.pass(15_000);
    await engine.settled();
    expect(await house.told()).toEqual([`1 alert.raised ${CITY_A}`]);
  });

  it('[EVA-5] a restart evaluates what the store holds and the ledger does not know', async () => {
    const first = await house.start();
    await house.commit(first, everywhere(1, 120));
    await first.stop();
    await house.timeseries.write(everywhere(2, 200)); // acknowledged, then killed before the evaluation
    const second = await house.start();
    expect((await house.told()).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      '2 alert.raised',
      '2 alert.raised',
    ]);
    await house.commit(second, everywhere(2, 200)); // and redelivered by the broker
    expect(await house.told()).toHaveLength(2);
  });

  it('[ALE-3] any number of restarts gives the events of an undisturbed run', async () => {
    const days = [120, 160, 170, 155, 90, 200, 210, 99, 151, 152, 80, 300];
    const undisturbed = await house.start();
    for (const [hour, pm25] of days.entries()) await house.commit(undisturbed, everywhere(hour, pm25));
    const expected = (await house.told()).sort();
    const notices = (await house.due()).sort();
    expect(expected.length).toBeGreaterThan(10);

    house = new House();
    for (const [hour, pm25] of days.entries()) {
      const engine = await house.start();
      const readings = everywhere(hour, pm25);
      await house.commit(engine, readings.slice(0, 2));
      await engine.stop();
      const again = await house.start();
      await house.commit(again, readings);
      await again.stop();
    }
    expect((await house.told()).sort()).toEqual(expected);
    expect((await house.due()).sort()).toEqual(notices);
  });

  it('[EVA-7] what was in the store before the first start is history', async () => {
    house.clock.advance(5 * HOUR);
    await house.timeseries.write(everywhere(1, 500));
    const engine = await house.start();
    expect(await house.told()).toEqual([]);
    await house.commit(engine, everywhere(6, 500));
    expect(await house.told()).toHaveLength(2);
  });

  it('[EVA-8] goes on from the store after the ledger was away', async () => {
    let broken = true;
    const ledger = new Proxy(house.ledger, {
      get(target, name) {
        if (name === 'append' && broken) return () => Promise.reject(new Error('disk full'));
        const value = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    broken = false;
    const engine = await house.start({ ledger });
    broken = true;
    const readings = everywhere(1, 200);
    await house.timeseries.write(readings);
    engine.committed(readings);
    await settle();
    expect(house.errors).toEqual(['evaluating: Error: disk full']);
    await house.timeseries.write(everywhere(2, 50));
    engine.committed(everywhere(2, 50)); // forgotten in memory, not in the store
    broken = false;
    await house.clock.pass(1_000);
    await engine.settled();
    expect((await house.told()).map((line) => line.split(' ')[1])).toEqual([
      'alert.raised',
      'alert.raised',
      'alert.returned',
      'alert.returned',
    ]);
  });

  it('tells listeners of city hours and alerts, and survives one that throws', async () => {
    const engine = await house.start();
    const heard: string[] = [];
    engine.subscribe({
      alert: () => {
        throw new Error('listener');
      },
    });
    engine.subscribe({
      cityHours: (closed) => heard.push(...closed.map(({ city, index }) => `${city} ${index.iaqi.pm25}`)),
      alert: (alert, event) => heard.push(`${event} ${alert.id}`),
    });
    await house.commit(engine, everywhere(1, 200));
    expect(heard).toEqual([`alert.raised ${CITY_A}`, `alert.raised ${CITY_B}`, 'a 250', 'b 250']);
    expect(house.errors).toEqual(['telling a listener: Error: listener', 'telling a listener: Error: listener']);
  });

  it('[EVA-4] late readings raise what they would have raised, and a restart says nothing twice', async () => {
    const first = await house.start();
    for (const hour of [1, 2, 3, 4]) await house.commit(first, [hourly('a1', hour, { pm25: 50 })]);
    await house.commit(
      first,
      [1, 2].map((hour) => hourly('b1', hour, { pm25: 500 })),
    );
    expect(first.counters.late).toBe(2);
    const said = ['2 alert.raised station-pm25:station:b1:2026-11-21T18:00Z', `1 alert.raised ${CITY_B}`];
    expect(await house.told()).toEqual(said);
    await first.stop();
    const second = await house.start();
    await house.commit(second, [hourly('b1', 2, { pm25: 500 })]);
    expect(await house.told()).toEqual(said);
  });

  it('[ALE-6] an alert that a correction opened again is told when it returns the second time', async () => {
    const engine = await house.start();
    await house.commit(engine, [...everywhere(1, 200), ...everywhere(2, 50)]);
    await house.commit(engine, [hourly('b1', 2, { pm25: 180 })]);
    await house.commit(engine, [hourly('b1', 3, { pm25: 40 })]);
    expect(engine.board.get(CITY_B)).toMatchObject({ state: 'returned', returnedAt: MIDNIGHT + 3 * HOUR });
    expect((await house.due()).filter((key) => key.includes('minister') && key.includes(CITY_B))).toEqual([
      `webhook:minister|alert.raised|${CITY_B}`,
      `webhook:minister|alert.returned|${CITY_B}`,
      `webhook:minister|alert.corrected|${CITY_B}|2`,
      `webhook:minister|alert.returned|${CITY_B}|3`,
    ]);
  });

  it('[EVA-14] late data that comes hour by hour is told as what stands in the end', async () => {
    const engine = await house.start({ correctAfterMs: 60_000 });
    for (const hour of [1, 2, 3, 4, 5]) await house.commit(engine, [hourly('a1', hour, { pm25: 50 })]);
    for (const [hour, pm25] of [200, 40, 210, 30].entries()) {
      await house.commit(engine, [hourly('b1', 3 - hour, { pm25 })]);
      await house.clock.pass(30_000);
    }
    expect(await house.told()).toEqual([]);
    await house.clock.pass(60_000);
    await engine.settled();
    expect((await house.told()).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      '1 alert.raised',
      '2 alert.returned',
      '3 alert.raised',
    ]);
    await house.commit(engine, [hourly('b1', 3, { pm25: 20 })]);
    await engine.stop();
    expect((await house.told()).at(-1)).toMatch(/alert\.withdrawn/);
  });

  it('[EVA-5] a late reading that was stored just before a crash is judged by the restart', async () => {
    const first = await house.start();
    for (const hour of [1, 2, 3, 4]) await house.commit(first, everywhere(hour, 200));
    expect((await house.told()).filter((line) => line.includes('station:b1'))).toHaveLength(1);
    await first.stop();
    await house.timeseries.write([hourly('b1', 1, { pm25: 20 }), hourly('b1', 2, { pm25: 20 })]);
    const second = await house.start();
    expect(second.board.get('station-pm25:station:b1:2026-11-21T18:00Z')).toMatchObject({ state: 'withdrawn' });
    expect(second.board.get('station-pm25:station:b1:2026-11-21T20:00Z')).toMatchObject({ state: 'raised' });
    expect(second.counters).toMatchObject({ withdrawn: 2 });
  });

  it('[EVA-8] goes on after somebody else has written to the ledger', async () => {
    const engine = await house.start();
    await house.commit(engine, everywhere(1, 50));
    await house.ledger.append({
      appends: [
        {
          stream: 'evaluation',
          expectedVersion: await versionOf('evaluation'),
          events: [{ type: 'x', at: 1, data: {} }],
        },
      ],
      now: house.clock.now(),
    });
    const readings = [...everywhere(2, 200), ...everywhere(4, 200)];
    await house.timeseries.write(readings);
    engine.committed(readings);
    await settle();
    expect(house.errors).toHaveLength(1);
    expect(engine.status()).toMatchObject({ ok: false });
    await house.clock.pass(1_000);
    await engine.settled();
    expect(engine.status()).toEqual({ ok: true });
    expect((await house.told()).length).toBeGreaterThan(0);
    expect(house.errors).toHaveLength(1);
  });

  async function versionOf(stream: string): Promise<number> {
    return (await house.ledger.read({ after: 0, limit: 1_000, stream })).length;
  }

  it('[EVA-3] a station that repeats a complete hour does not hold it open', async () => {
    const engine = await house.start();
    await house.clock.pass(HOUR);
    await house.commit(engine, [hourly('a1', 1, { pm25: 200 })]);
    for (let half = 0; half < 42; half += 1) {
      await house.clock.pass(30_000);
      await house.commit(engine, [hourly('a1', 1, { pm25: 200 })]);
    }
    expect(await house.told()).toEqual([`1 alert.raised ${CITY_A}`]);
  });

  it('[EVA-9] closes nothing by the clock while readings may be waiting on our side', async () => {
    let hold = true;
    const engine = await house.start({ holdClosing: () => hold });
    await house.clock.pass(HOUR);
    await house.commit(engine, [hourly('a1', 1, { pm25: 200 })]);
    await house.clock.pass(HOUR);
    expect(await house.told()).toEqual([]);
    hold = false;
    await house.clock.pass(50_000);
    await house.commit(engine, [hourly('a2', 1, { pm25: 200 })]);
    expect(await house.told()).toEqual([`1 alert.raised ${CITY_A}`]);
  });

  it('[ALE-8] of a rule in shadow everything is recorded and nobody is told', async () => {
    const engine = await house.start({ rules: [{ ...CITY_RULE, shadow: true }] });
    await house.commit(engine, [...everywhere(1, 200), ...everywhere(2, 50)]);
    expect(await house.told()).toHaveLength(4);
    expect(engine.board.get(CITY_A)).toMatchObject({ state: 'returned', shadow: true });
    expect(await house.due()).toEqual([]);
  });

  it('[EVA-13] a reload keeps what is unchanged and closes what is changed', async () => {
    const engine = await house.start();
    await house.commit(engine, [...everywhere(1, 200), hourly('b1', 2, { pm25: 200 })]);
    const before = await house.told();
    expect(before).toHaveLength(3);
    const changed = { ...CITY_RULE, when: { kind: 'threshold', quantity: 'pm25', over: 'hour', above: 100 } } as const;
    expect(await engine.reload([STATION_RULE, changed])).toEqual({ changed: ['city-pm25'] });
    expect(engine.board.get(CITY_A)).toMatchObject({ state: 'returned', reason: 'rule_changed' });
    await house.commit(engine, [...everywhere(3, 120), hourly('b1', 4, { pm25: 90 })]);
    expect((await house.told()).slice(before.length)).toEqual([
      `1 alert.returned ${CITY_A}`,
      `1 alert.returned ${CITY_B}`,
      '3 alert.raised city-pm25:city:b:2026-11-21T19:00Z',
      '4 alert.returned station-pm25:station:b1:2026-11-21T18:00Z',
      '4 alert.returned city-pm25:city:b:2026-11-21T19:00Z',
      '3 alert.raised city-pm25:city:a:2026-11-21T19:00Z',
    ]);
    await engine.stop();
    const again = await house.start({ rules: [STATION_RULE, changed] });
    expect(again.board.list({ state: 'raised', limit: 10 }).map(({ id }) => id)).toEqual([
      'city-pm25:city:a:2026-11-21T19:00Z',
    ]);
  });

  it('[EVA-13] a reload closes what is removed', async () => {
    const engine = await house.start();
    await house.commit(engine, everywhere(1, 200));
    await engine.reload([STATION_RULE]);
    expect(engine.board.get(CITY_A)).toMatchObject({ state: 'returned', reason: 'no_longer_watched' });
  });

  it('[ALE-5] an alert whose rule is gone returns at the next start', async () => {
    const first = await house.start();
    await house.commit(first, everywhere(1, 200));
    await first.stop();
    const second = await house.start({ rules: [STATION_RULE] });
    expect(second.board.list({ state: 'raised', limit: 10 })).toEqual([]);
    expect(second.board.get(CITY_A)).toMatchObject({ state: 'returned', reason: 'no_longer_watched' });
    expect(await house.due()).toContain(`webhook:minister|alert.returned|${CITY_A}`);
  });
});
