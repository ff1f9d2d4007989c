import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PushAnswer } from '../../../ingest/http/push-exchange.ts';
import { SqliteIdempotency } from '../../../store/sqlite/sqlite-idempotency.ts';
import { StoreRejected, StoreUnavailable } from '../../../store/timeseries.ts';
import { message } from '../samples.ts';
import { EVER, pushRig, settled } from './push-rig.ts';

const hour = (index: number) => new Date(Date.UTC(2026, 10, 22, 6 - index)).toISOString();
const item = (changes: Record<string, unknown> = {}) => message({ station: 'S1', ...changes });
const answerOf = (result: PushAnswer) => {
  if (result.outcome !== 'committed') throw new Error(`not committed: ${JSON.stringify(result)}`);
  return result.answer;
};

describe('PushReceiver', () => {
  it('[PSH-1] answers only after the commit', async () => {
    const { store, push } = pushRig();
    store.shut = true;
    let answer: PushAnswer | undefined;
    const pending = push(item()).then((result) => {
      answer = result;
    });
    await settled();
    expect(store.writes).toEqual([1]);
    expect(answer).toBeUndefined();
    store.open();
    await pending;
    expect(answer).toMatchObject({ outcome: 'committed', answer: { stored: 1, refused: 0 } });
    expect(await store.count(EVER)).toBe(1);
  });

  it('[PSH-2] gives every item its verdict in the order of the body', async () => {
    const { push, store, counters } = pushRig();
    const body = [
      item({ seq: 1, at: hour(1) }),
      item({ seq: 2, at: 'yesterday' }),
      7,
      item({ seq: 4, station: 'S2' }),
      item({ seq: 5, station: undefined }),
      item({ seq: 6, values: {} }),
    ];
    const answer = answerOf(await push(body));
    expect(answer.items.map(({ index, seq, status, code }) => [index, seq, status, code])).toEqual([
      [0, 1, 'stored', undefined],
      [1, 2, 'refused', 'bad_time'],
      [2, undefined, 'refused', 'wrong_type'],
      [3, 4, 'stored', undefined],
      [4, 5, 'refused', 'missing_field'],
      [5, 6, 'refused', 'no_values'],
    ]);
    expect(answer).toMatchObject({ stored: 2, refused: 4 });
    expect(answer.items[1]?.reason).toMatch(/^at: .*\p{Script=Han}.* \/ .*ISO 8601/u);
    expect(await store.count(EVER)).toBe(2);
    expect(counters.refused.bad_time).toBe(1);
    expect(counters.readingsStored).toBe(2);
  });

  it('[PSH-2] names the reading that the store will never take', async () => {
    const { push, store } = pushRig();
    store.write = async (readings) => {
      const [, second] = readings;
      if (second !== undefined) throw new StoreRejected([{ reading: second, reason: 'too odd' }]);
    };
    const answer = answerOf(
      await push([item({ at: 'no' }), item({ seq: 5, at: hour(1) }), item({ seq: 6, at: hour(2) })]),
    );
    expect(answer.items.map(({ index, status, code }) => [index, status, code])).toEqual([
      [0, 'refused', 'bad_time'],
      [1, 'stored', undefined],
      [2, 'refused', 'store_rejected'],
    ]);
  });

  it('[PSH-3] reads one a line; a broken line costs only itself', async () => {
    const { push } = pushRig();
    const lines = [JSON.stringify(item({ at: hour(1) })), '{"at":', '', JSON.stringify(item({ at: hour(2) }))];
    const answer = answerOf(await push(`${lines.join('\r\n')}\r\n`, { format: 'ndjson' }));
    expect(answer.items.map(({ index, status, code }) => [index, status, code])).toEqual([
      [0, 'stored', undefined],
      [1, 'refused', 'not_json'],
      [2, 'stored', undefined],
    ]);
  });

  it.each([
    ['', 'bad_body'],
    ['[]', 'bad_body'],
    ['{"at":', 'bad_body'],
    ['\uFEFF[]', 'bad_body'],
  ])('[PSH-3] refuses a body without a reading: %j', async (body, fault) => {
    const { push, counters } = pushRig();
    expect(await push(body)).toMatchObject({ outcome: 'refused', fault });
    expect(counters.refused.empty + counters.refused.not_json).toBe(1);
  });

  it('[PSH-3] books such a body to its station, where the token is for one only', async () => {
    const booked: string[] = [];
    const witness = {
      stored() {},
      refused: (station: string, { code }: { code: string }) => booked.push(`${station} ${code}`),
    };
    const { push } = pushRig({ pipeline: { witness } });
    await push('{"at":', { stations: ['S2'] });
    await push('{"at":', { stations: ['S1', 'S2'] });
    expect(booked).toEqual(['S2 not_json']);
  });

  it('[PSH-5] refuses what is for another station, and all of it when nothing else is there', async () => {
    const { push, store } = pushRig();
    const mixed = answerOf(await push([item(), item({ station: 'S3' })]));
    expect(mixed.items[1]).toMatchObject({ status: 'refused', code: 'not_your_station' });
    // A station that is not registered is told no differently from one that is somebody else's.
    const foreign = await push([item({ station: 'S3' }), item({ station: 'nobody' })]);
    expect(foreign).toMatchObject({ outcome: 'refused', fault: 'not_your_station' });
    expect(await store.count(EVER)).toBe(1);
  });

  it('[PSH-5] tells of a station of the token that is not registered', async () => {
    const { push } = pushRig();
    const answer = answerOf(await push(item({ station: 'S9' }), { stations: ['S9'] }));
    expect(answer.items).toMatchObject([{ status: 'refused', code: 'unknown_station' }]);
  });

  it('[PSH-6] knows the station when the token is for one only', async () => {
    const { push, store } = pushRig();
    const answer = answerOf(await push(message({ at: hour(1) }), { stations: ['S3'] }));
    expect(answer.stored).toBe(1);
    const [reading] = await store.read({ ...EVER, limit: 1 });
    // S3 stamps by the start.
    expect(reading).toMatchObject({ station: 'S3', at: Date.UTC(2026, 10, 22, 6), seq: 1024 });
  });

  it('[PSH-8] takes 5,000 readings and not one more', async () => {
    const { push, store } = pushRig();
    const readings = (count: number) =>
      Array.from({ length: count }, (_, i) => item({ at: new Date(Date.UTC(2026, 0, 1) + i * 60_000).toISOString() }));
    expect(await push(readings(5_001))).toMatchObject({ outcome: 'refused', fault: 'too_many_readings' });
    const lines = readings(5_001).map((reading) => JSON.stringify(reading));
    expect(await push(lines.join('\n'), { format: 'ndjson' })).toMatchObject({ fault: 'too_many_readings' });
    expect(await store.count(EVER)).toBe(0);
    expect(answerOf(await push(readings(5_000))).stored).toBe(5_000);
    expect(await store.count(EVER)).toBe(5_000);
  });

  it('[PSH-10] takes nothing while the pipeline is full', async () => {
    const { push, store } = pushRig({ pipeline: { maxMessages: 1 } });
    store.shut = true;
    const first = push(item());
    await settled();
    expect(await push(item({ at: hour(3) }))).toEqual({ outcome: 'busy', retryAfterS: 5 });
    store.open();
    await first;
    expect(await store.count(EVER)).toBe(1);
    expect(await push(item({ at: hour(3) }))).toMatchObject({ outcome: 'committed' });
  });

  it('[PSH-11] says so when the store is away for too long, and stores once what is sent again', async () => {
    const { push, store, clock } = pushRig();
    store.failing = new StoreUnavailable('down');
    const first = push(item());
    await settled();
    clock.advance(19_999);
    await settled();
    clock.advance(1);
    expect(await first).toEqual({ outcome: 'uncommitted', retryAfterS: 5 });
    store.failing = undefined;
    const again = push(item());
    await settled();
    clock.advance(10_000);
    expect(await again).toMatchObject({ outcome: 'committed', answer: { stored: 1 } });
    expect(await store.count(EVER)).toBe(1);
  });

  it('[PSH-12] gives the same answer to the same key, without storing again', async () => {
    const { push, store, clock } = pushRig();
    const body = [item(), item({ at: 'no' })];
    const first = await push(body, { idempotencyKey: 'k1' });
    clock.advance(86_399_000);
    const second = await push(body, { idempotencyKey: 'k1' });
    expect(second).toEqual({ ...first, replayed: true });
    expect(store.writes).toEqual([1]);
    clock.advance(2_000);
    expect(await push(body, { idempotencyKey: 'k1' })).toMatchObject({ replayed: false });
    expect(store.writes).toEqual([1, 1]);
  });

  it('[PSH-12] joins a request that is under way, also when its sender has given up', async () => {
    const { push, store, clock } = pushRig();
    store.shut = true;
    const first = push(item(), { idempotencyKey: 'k1' });
    await settled();
    clock.advance(20_000);
    expect(await first).toMatchObject({ outcome: 'uncommitted' });
    const second = push(item(), { idempotencyKey: 'k1' });
    await settled();
    store.open();
    expect(await second).toMatchObject({ outcome: 'committed', replayed: true, answer: { stored: 1 } });
    expect(store.writes).toEqual([1]);
  });

  it('[PSH-12] takes a request as new when earlier answers cannot be looked up', async () => {
    const away = () => Promise.reject(new StoreUnavailable('locked'));
    const { push } = pushRig({ idempotency: { find: away, remember: away } });
    expect(await push(item(), { idempotencyKey: 'k1' })).toMatchObject({ outcome: 'committed', replayed: false });
  });

  it('[PSH-12] does not remember what may go well the next time', async () => {
    const { push } = pushRig();
    expect(await push('{', { idempotencyKey: 'k1' })).toMatchObject({ fault: 'bad_body' });
    expect(await push(item(), { idempotencyKey: 'k1' })).toMatchObject({ outcome: 'committed', replayed: false });
  });

  it('[PSH-13] refuses a key with another body, also while the first is under way; tokens do not share keys', async () => {
    const { push, store } = pushRig();
    store.shut = true;
    const first = push(item(), { idempotencyKey: 'k1' });
    await settled();
    const other = item({ at: hour(4) });
    expect(await push(other, { idempotencyKey: 'k1' })).toMatchObject({ fault: 'idempotency_key_reused' });
    store.open();
    await first;
    expect(await push(other, { idempotencyKey: 'k1' })).toMatchObject({ fault: 'idempotency_key_reused' });
    expect(await push(other, { idempotencyKey: 'k1', client: 'c2' })).toMatchObject({ outcome: 'committed' });
    expect(await store.count(EVER)).toBe(2);
  });

  it('[PSH-15] never throws and leaves no item without a verdict', async () => {
    const { push } = pushRig({ idempotency: SqliteIdempotency.open({ path: ':memory:' }) });
    const anyItem = fc.oneof(
      fc.jsonValue(),
      fc.record(
        {
          station: fc.oneof(fc.constantFrom('S1', 'S2', 'S3', '__proto__'), fc.jsonValue()),
          at: fc.oneof(fc.constant(hour(1)), fc.jsonValue()),
          period: fc.oneof(fc.constant(3600), fc.jsonValue()),
          seq: fc.jsonValue(),
          values: fc.oneof(fc.constant({ pm25: 1 }), fc.jsonValue()),
        },
        { requiredKeys: [] },
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(anyItem, { minLength: 1, maxLength: 8 }), fc.boolean(), async (items, lines) => {
        const body = lines ? items.map((one) => JSON.stringify(one)).join('\n') : JSON.stringify(items);
        const result = await push(body, { format: lines ? 'ndjson' : 'json' });
        if (result.outcome === 'refused') expect(result.fault).toBe('not_your_station');
        else expect(answerOf(result).items.map(({ index }) => index)).toEqual(items.map((_, index) => index));
      }),
      { numRuns: 300 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (body, lines) => {
        const result = await push('', { body, format: lines ? 'ndjson' : 'json' });
        expect(['committed', 'refused']).toContain(result.outcome);
      }),
      { numRuns: 300 },
    );
  });
});
