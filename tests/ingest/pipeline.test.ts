import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Reading } from '../../domain/air/reading.ts';
import { Counters } from '../../ingest/counters.ts';
import { type Outcome, Pipeline, type PipelineOptions } from '../../ingest/pipeline.ts';
import { StationRegistry } from '../../ingest/registry.ts';
import { SqliteTimeseries } from '../../store/sqlite/sqlite-timeseries.ts';
import { StoreUnavailable } from '../../store/timeseries.ts';
import { ManualClock } from '../clock/manual-clock.ts';
import { GatedTimeseries } from './gated-timeseries.ts';
import { bytes, message, NOW, quiet, station } from './samples.ts';

const EVER = { from: 0, to: Number.MAX_SAFE_INTEGER };

let store: GatedTimeseries;
let clock: ManualClock;
let counters: Counters;
let outcomes: { readonly tag: number; readonly outcome: Outcome }[];

beforeEach(() => {
  store = new GatedTimeseries(SqliteTimeseries.open({ path: ':memory:' }));
  clock = new ManualClock(NOW);
  counters = new Counters();
  outcomes = [];
});

afterEach(() => store.close());

function pipeline(options: Partial<PipelineOptions> = {}): Pipeline {
  const registry = new StationRegistry([station(), station({ id: 'S2' })]);
  return new Pipeline({ store, registry, clock, counters, log: quiet, random: () => 1, ...options });
}

function submit(
  to: Pipeline,
  tag: number,
  payload: unknown = message({ seq: tag }),
  address = { city: 'qingyuan', station: 'S1' },
) {
  to.submit({ ...address, payload: bytes(payload), settle: (outcome) => outcomes.push({ tag, outcome }) });
}

/** Lets everything that is due now run: immediates and the promises behind them. */
async function settle(): Promise<void> {
  for (let i = 0; i < 6; i++) await turn();
}

const at = (minute: number) => ({ at: new Date(NOW - minute * 60_000).toISOString(), period: 60 });

describe('Pipeline', () => {
  it('[PIP-1] settles only after the commit, and once', async () => {
    const subject = pipeline();
    store.shut = true;
    submit(subject, 1);
    await settle();
    expect(store.writes).toEqual([1]);
    expect(outcomes).toEqual([]);
    store.open();
    await settle();
    expect(outcomes).toHaveLength(1);
    expect(outcomes[0]?.outcome.stored).toHaveLength(1);
    expect(await store.count(EVER)).toBe(1);
    await settle();
    expect(outcomes).toHaveLength(1);
  });

  it('[PIP-2] makes one batch of what arrives during a commit, in order, one commit at a time', async () => {
    const committed: (number | undefined)[] = [];
    const subject = pipeline({ onCommitted: (readings) => committed.push(...readings.map(({ seq }) => seq)) });
    store.shut = true;
    submit(subject, 1, message({ seq: 1, ...at(9) }));
    await settle();
    for (let tag = 2; tag <= 5; tag++) submit(subject, tag, message({ seq: tag, ...at(10 - tag) }));
    await settle();
    expect(store.writes).toEqual([1]);
    store.open();
    await settle();
    expect(store.writes).toEqual([1, 4]);
    expect(store.mostInFlight).toBe(1);
    expect(committed).toEqual([1, 2, 3, 4, 5]);
    expect(outcomes.map(({ tag }) => tag)).toEqual([1, 2, 3, 4, 5]);
  });

  it('[PIP-2] bounds a batch without splitting a message', async () => {
    const subject = pipeline({ maxBatchReadings: 3 });
    const pair = (tag: number) => [message({ seq: tag, ...at(tag) }), message({ seq: tag + 1, ...at(tag + 1) })];
    for (const tag of [1, 3, 5]) submit(subject, tag, pair(tag));
    submit(subject, 7, [...pair(7), ...pair(9)]);
    await settle();
    expect(store.writes).toEqual([2, 2, 2, 4]);
  });

  it('[PIP-3] settles a refused message at once, though the store is stuck', async () => {
    const subject = pipeline();
    store.shut = true;
    submit(subject, 1);
    await settle();
    submit(subject, 2, 'rubbish');
    expect(outcomes.map(({ tag }) => tag)).toEqual([2]);
    expect(outcomes[0]?.outcome.refusals[0]?.code).toBe('not_json');
    expect(counters.refused.not_json).toBe(1);
    store.open();
    await settle();
  });

  it('tells what was refused together with what was stored', async () => {
    submit(pipeline(), 1, [message({ seq: 1 }), message({ seq: 2, values: {} })]);
    await settle();
    expect(outcomes[0]?.outcome).toMatchObject({ stored: [{ seq: 1 }], refusals: [{ code: 'no_values', seq: 2 }] });
  });

  it('[DEC-9] refuses an unknown station and another city than the registry says', async () => {
    const subject = pipeline();
    submit(subject, 1, message(), { city: 'qingyuan', station: 'S9' });
    submit(subject, 2, message(), { city: 'foshan', station: 'S1' });
    expect(outcomes.map(({ outcome }) => outcome.refusals[0]?.code)).toEqual(['unknown_station', 'wrong_city']);
    expect(outcomes[0]?.outcome.refusals[0]?.reason).toContain('S9');
    expect(await store.count(EVER)).toBe(0);
  });

  it('[PIP-4] keeps a batch while the store is unavailable and commits it when it is back', async () => {
    const subject = pipeline();
    store.failing = new StoreUnavailable('connection refused');
    submit(subject, 1, message({ seq: 1, ...at(1) }));
    const waits: (number | undefined)[] = [];
    for (let attempt = 0; attempt < 9; attempt++) {
      await settle();
      waits.push(clock.nextInMs());
      clock.advance(clock.nextInMs() ?? 0);
    }
    expect(waits).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000]);
    expect(subject.status()).toMatchObject({
      waitingMessages: 1,
      stalled: { since: NOW, reason: 'connection refused' },
    });
    submit(subject, 2, message({ seq: 2, ...at(2) }));
    expect(outcomes).toEqual([]);

    store.failing = undefined;
    await settle();
    clock.advance(10_000);
    await settle();
    expect(outcomes.map(({ tag }) => tag)).toEqual([1, 2]);
    expect(await store.count(EVER)).toBe(2);
    expect(subject.status().stalled).toBeUndefined();
    expect(counters.commitsFailed).toBe(9);
  });

  it('[PIP-4] spreads its attempts over the upper half of the wait', async () => {
    const subject = pipeline({ random: () => 0 });
    store.failing = new StoreUnavailable('busy');
    submit(subject, 1);
    await settle();
    expect(clock.nextInMs()).toBe(50);
  });

  it('[PIP-4] keeps a batch on an error that it does not know', async () => {
    const subject = pipeline();
    store.failing = new TypeError('a fault of ours');
    submit(subject, 1);
    await settle();
    store.failing = undefined;
    clock.advance(100);
    await settle();
    expect(await store.count(EVER)).toBe(1);
    expect(outcomes).toHaveLength(1);
  });

  it('[PIP-5] refuses what the store will never take and stores the rest', async () => {
    const subject = pipeline();
    const good = { station: 'S1', city: 'qingyuan', at: NOW, periodS: 60, values: { pm25: 1 }, flags: {} };
    const poison: Reading = { ...good, seq: 8, at: NOW + 0.5 };
    subject.submitDecoded({
      decoded: { readings: [good, poison], refusals: [] },
      bytes: 10,
      settle: (outcome) => outcomes.push({ tag: 1, outcome }),
    });
    submit(subject, 2);
    await settle();
    expect(outcomes[0]?.outcome).toMatchObject({ stored: [good], refusals: [{ code: 'store_rejected', seq: 8 }] });
    expect(outcomes[1]?.outcome.refusals).toEqual([]);
    expect(await store.count(EVER)).toBe(2);
    expect(counters.readingsStored).toBe(2);
  });

  it('[PIP-6] is not moved by a listener that throws, nor by a source that does', async () => {
    const subject = pipeline({
      onCommitted: () => {
        throw new Error('the evaluator has a fault');
      },
    });
    subject.submit({
      station: 'S1',
      payload: bytes(message()),
      settle: () => {
        throw new Error('socket closed');
      },
    });
    submit(subject, 2, message({ ...at(3) }));
    await settle();
    submit(subject, 3, message({ ...at(4) }));
    await settle();
    expect(outcomes.map(({ tag }) => tag)).toEqual([2, 3]);
    expect(await store.count(EVER)).toBe(3);
    expect(counters.listenerErrors).toBe(2);
  });

  it.each([
    ['messages', { maxMessages: 2 }],
    ['bytes', { maxBytes: 300 }],
  ])('[PIP-7] is full at its bound in %s, and says when there is room', async (_, bounds) => {
    const subject = pipeline(bounds);
    let resumed = 0;
    store.shut = true;
    submit(subject, 1);
    expect(subject.isFull()).toBe(false);
    submit(subject, 2, message({ ...at(2) }));
    expect(subject.isFull()).toBe(true);
    subject.onRoom(() => resumed++);
    subject.onRoom(() => resumed++)();
    await settle();
    expect(resumed).toBe(0);
    store.open();
    await settle();
    expect(subject.isFull()).toBe(false);
    expect(resumed).toBe(1);
    expect(subject.status()).toEqual({ waitingMessages: 0, waitingBytes: 0 });
  });

  it('[PIP-8] commits what waits when it is closed, and takes nothing more', async () => {
    const subject = pipeline();
    submit(subject, 1);
    const closed = subject.close({ timeoutMs: 1000 });
    submit(subject, 2, message({ ...at(2) }));
    expect(await closed).toBe(true);
    await settle();
    expect(outcomes.map(({ tag }) => tag)).toEqual([1]);
    expect(clock.nextInMs()).toBeUndefined();
  });

  it('[PIP-8] gives up after its time with the rest unsettled, and tries no more', async () => {
    const subject = pipeline();
    store.failing = new StoreUnavailable('gone');
    submit(subject, 1);
    const closed = subject.close({ timeoutMs: 1000 });
    await settle();
    for (let i = 0; i < 10; i++) {
      clock.advance(100);
      await settle();
    }
    expect(await closed).toBe(false);
    const tries = store.writes.length;
    clock.advance(60_000);
    await settle();
    expect(store.writes).toHaveLength(tries);
    expect(outcomes).toEqual([]);
    expect(clock.nextInMs()).toBeUndefined();
  });

  it('counts, and knows when a station was last heard', async () => {
    const subject = pipeline();
    submit(subject, 1, [message({ ...at(5) }), message({ ...at(7) })]);
    await settle();
    expect(counters.messagesReceived).toBe(1);
    expect(counters.batchesCommitted).toBe(1);
    expect([...counters.lastHeard()]).toEqual([['S1', { lastAt: NOW - 5 * 60_000, lastReceivedAt: NOW }]]);
  });

  it('[PIP-1] settles every message once and stores every reading, whatever the store does', async () => {
    const step = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({ kind: fc.constant('send' as const), readings: fc.integer({ min: 0, max: 3 }) }),
      },
      fc.record({ kind: fc.constantFrom('fail' as const, 'heal' as const, 'wait' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const sqlite = SqliteTimeseries.open({ path: ':memory:' });
        store = new GatedTimeseries(sqlite);
        clock = new ManualClock(NOW);
        const subject = pipeline({ maxBatchReadings: 4 });
        const settled: number[] = [];
        let readings = 0;
        let messages = 0;
        for (const one of steps) {
          if (one.kind === 'fail') store.failing = new StoreUnavailable('on purpose');
          else if (one.kind === 'heal') store.failing = undefined;
          else if (one.kind === 'wait') clock.advance(500);
          else if ('readings' in one) {
            const tag = messages++;
            const items = Array.from({ length: one.readings }, () => message({ ...at(readings++) }));
            subject.submit({ station: 'S1', payload: bytes(items), settle: () => settled.push(tag) });
          }
          await turn();
        }
        store.failing = undefined;
        const closed = subject.close({ timeoutMs: 1_000_000 });
        for (let i = 0; i < 20; i++) {
          clock.advance(1000);
          await turn();
        }
        expect(await closed).toBe(true);
        expect([...settled].sort((a, b) => a - b)).toEqual(Array.from({ length: messages }, (_, tag) => tag));
        expect(await store.count(EVER)).toBe(readings);
        await sqlite.close();
      }),
      { numRuns: 40 },
    );
  });
});
