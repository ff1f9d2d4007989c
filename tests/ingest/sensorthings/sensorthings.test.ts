import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Datastreams } from '../../../ingest/sensorthings/datastream.ts';
import { decodeObservation } from '../../../ingest/sensorthings/decode-observation.ts';
import { datastreamId } from '../../../ingest/sensorthings/observation-address.ts';
import { settled } from '../http/push-rig.ts';
import { bytes, NOW, station } from '../samples.ts';
import { AT, DATASTREAMS, observationRig } from './observation-rig.ts';

const HOUR_MS = 3_600_000;

describe('observations over MQTT', () => {
  it('[PSH-40] [PSH-43] are stored as the registry says, and settled after the commit', async () => {
    const { send, store, outcomes, clock, stored } = observationRig();
    store.shut = true;
    send('2', { result: 1300, phenomenonTime: '2026-11-22T13:00:00+08:00' });
    await settled();
    clock.advance(2_000);
    await settled();
    expect(store.writes).toEqual([1]);
    expect(outcomes).toEqual([]);
    store.open();
    await settled();
    expect(outcomes).toMatchObject([{ stored: [{}], refusals: [] }]);
    expect(await stored()).toMatchObject([
      { station: 'S1', at: Date.parse(AT), periodS: 3600, values: { co: 1.3 }, flags: {} },
    ]);
  });

  it.each([
    ['7', 'unknown_datastream'],
    ["'", 'unknown_datastream'],
    ['__proto__', 'unknown_datastream'],
    ['9', 'unknown_station'],
  ])('[PSH-40] are refused for the datastream %s', async (id, code) => {
    const { send, outcomes, counters } = observationRig();
    send(id, { result: 1, phenomenonTime: AT });
    await settled();
    expect(outcomes).toMatchObject([{ stored: [], refusals: [{ code }] }]);
    expect(counters.refused[code as 'unknown_station']).toBe(1);
  });

  it('[PSH-42] make one reading, and the last part does not wait', async () => {
    const { send, store, outcomes, stored } = observationRig();
    send('1', { result: 62, phenomenonTime: AT, resultTime: AT, parameters: { fan: 3 } });
    send("'o''3'", { result: 21, phenomenonTime: '2026-11-22T13:00:00+08:00/2026-11-22T14:00:00+08:00' });
    await settled();
    expect(store.writes).toEqual([]);
    send('2', { result: 1300, phenomenonTime: '2026-11-22T05:00:00Z' });
    await settled();
    expect(store.writes).toEqual([1]);
    expect(outcomes).toHaveLength(3);
    expect(await stored()).toMatchObject([{ values: { pm25: 62, o3: 21, co: 1.3 } }]);
  });

  it('[PSH-44] merge with what is stored: the newest value and flag of each parameter', async () => {
    const { send, store, stored, clock } = observationRig();
    const values = { pm25: 1, no2: 30 };
    const before = { station: 'S1', city: 'qingyuan', at: Date.parse(AT), periodS: 3600, seq: 7, values };
    await store.write([{ ...before, flags: { pm25: 'D', no2: 'M' } }]);
    await store.write([{ ...before, periodS: 60, flags: {} }]);
    send('1', { result: 5, phenomenonTime: AT });
    send('1', { result: 62, phenomenonTime: AT });
    clock.advance(2_000);
    await settled();
    const [, hour] = await stored();
    expect(hour).toEqual({ ...before, values: { pm25: 62, no2: 30 }, flags: { no2: 'M' } });
  });

  it('[PSH-45] never merge twice at a time into one reading', async () => {
    const { send, store, outcomes, stored, clock } = observationRig();
    store.shut = true;
    send('1', { result: 62, phenomenonTime: AT });
    clock.advance(2_000);
    await settled();
    send("'o''3'", { result: 21, phenomenonTime: AT });
    clock.advance(2_000);
    await settled();
    expect(store.writes).toEqual([1]);
    store.open();
    await settled();
    expect(store.writes).toEqual([1, 1]);
    expect(outcomes).toHaveLength(2);
    expect(await stored()).toMatchObject([{ values: { pm25: 62, o3: 21 } }]);
  });

  it('[PSH-42] [PSH-45] make the same reading in every order and with every pause', async () => {
    const parts = [
      ['1', { result: 62, phenomenonTime: AT }],
      ['2', { result: 1300, phenomenonTime: '2026-11-22T13:00:00+08:00' }],
      ["'o''3'", { result: 21, phenomenonTime: AT, resultQuality: 'odd' }],
    ] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
        fc.array(fc.constantFrom(0, 1_000, 2_000), { minLength: 3, maxLength: 3 }),
        async (order, pauses) => {
          const { send, stored, clock, outcomes, store, collector } = observationRig();
          for (const [turn, index] of order.entries()) {
            const [id, observation] = parts[index] ?? parts[0];
            send(id, observation);
            clock.advance(pauses[turn] ?? 0);
            if (turn !== 1) await settled();
          }
          expect(await collector.close({ timeoutMs: 1_000 })).toBe(true);
          expect(outcomes).toHaveLength(3);
          expect(await stored()).toMatchObject([{ values: { pm25: 62, co: 1.3, o3: 21 }, flags: { o3: 'M' } }]);
          await store.close();
        },
      ),
      { numRuns: 60 },
    );
  });

  it('[PSH-46] wait two seconds for each other', async () => {
    const { send, store, clock } = observationRig();
    send('1', { result: 62, phenomenonTime: AT });
    clock.advance(1_999);
    await settled();
    expect(store.writes).toEqual([]);
    clock.advance(1);
    await settled();
    expect(store.writes).toEqual([1]);
  });

  it('[PSH-46] are bounded while they wait', async () => {
    const { send, collector, clock } = observationRig({ maxParts: 2 });
    send('1', { result: 62, phenomenonTime: AT });
    expect(collector.isFull()).toBe(false);
    send('1', { result: 63, phenomenonTime: AT });
    expect(collector.isFull()).toBe(true);
    clock.advance(2_000);
    await settled();
    expect(collector.isFull()).toBe(false);
  });

  // Looking through all of them at each new one took 20 s for as many, and nobody else was served meanwhile.
  it('[PSH-46] may come by the thousand for one moment', { timeout: 10_000 }, async () => {
    const { send, clock, outcomes, stored } = observationRig();
    for (let n = 0; n < 15_000; n++) send('1', { result: n, phenomenonTime: AT });
    clock.advance(2_000);
    await settled();
    expect(outcomes).toHaveLength(15_000);
    expect(await stored()).toMatchObject([{ values: { pm25: 14_999 } }]);
  });

  it('[PSH-48] wait while the store cannot be read', async () => {
    const { send, store, clock, outcomes, stored } = observationRig();
    const { read } = store;
    let asked = 0;
    store.read = async () => {
      asked++;
      throw new Error('away');
    };
    send('1', { result: 62, phenomenonTime: AT });
    for (let i = 0; i < 3; i++) {
      clock.advance(2_000);
      await settled();
    }
    expect(asked).toBe(3);
    expect(store.writes).toEqual([]);
    store.read = read;
    clock.advance(1_000);
    await settled();
    expect(outcomes).toHaveLength(1);
    expect(await stored()).toHaveLength(1);
  });

  it('[PSH-48] are left unsettled when the store stays away until the end', async () => {
    const { send, store, clock, collector, outcomes } = observationRig();
    store.read = async () => {
      throw new Error('away');
    };
    send('1', { result: 62, phenomenonTime: AT });
    const closing = collector.close({ timeoutMs: 500 });
    await settled();
    clock.advance(500);
    expect(await closing).toBe(false);
    expect(outcomes).toEqual([]);
    clock.advance(1_000);
    await settled();
    expect(clock.nextInMs()).toBeUndefined();
  });
});

describe('observations over HTTP', () => {
  const ask = { datastream: 'Datastreams(20)', stations: ['S2'] };

  it('[PSH-50] are answered after the commit', async () => {
    const { receiver, stored } = observationRig();
    const answer = await receiver.observe({ ...ask, body: bytes({ result: 4.1, phenomenonTime: AT }) });
    expect(answer).toEqual({ outcome: 'committed', station: 'S2', at: Date.parse(AT) });
    expect(await stored()).toMatchObject([{ station: 'S2', periodS: 0, values: { temp: 4.1 } }]);
  });

  it('[PSH-50] are refused for a station of somebody else, with the code of what is wrong, or when all is full', async () => {
    const { receiver, send } = observationRig({ maxParts: 1 });
    const body = bytes({ result: '4', phenomenonTime: AT });
    expect(await receiver.observe({ ...ask, body })).toMatchObject({ outcome: 'refused', code: 'wrong_type' });
    expect(await receiver.observe({ ...ask, stations: ['S1'], body })).toMatchObject({ code: 'not_your_station' });
    send('1', { result: 62, phenomenonTime: AT });
    expect(await receiver.observe({ ...ask, body })).toEqual({ outcome: 'busy', retryAfterS: 5 });
  });

  it('[PSH-50] are told when the store is away for too long', async () => {
    const { receiver, store, clock } = observationRig();
    store.shut = true;
    const pending = receiver.observe({ ...ask, body: bytes({ result: 4.1 }) });
    await settled();
    clock.advance(20_000);
    expect(await pending).toEqual({ outcome: 'uncommitted', retryAfterS: 5 });
    store.open();
  });
});

describe('decodeObservation', () => {
  const decode = (id: string, observation: unknown, retained = false) => {
    const datastream = DATASTREAMS[id];
    if (datastream === undefined) throw new Error(id);
    const context = { datastream, station: station(), latestAt: NOW + 600_000 };
    return decodeObservation({ payload: bytes(observation), arrivedAt: NOW + 12, retained }, context);
  };

  it.each([
    ['an interval', '1', '2026-11-22T05:30:00Z/2026-11-22T05:40:00Z', Date.UTC(2026, 10, 22, 5, 40), 600],
    ['an instant at the end of the declared period', '1', AT, Date.parse(AT), 3600],
    ['an instant at its start', '2', '2026-11-22T04:00:00Z', Date.UTC(2026, 10, 22, 5), 3600],
    ['an instant without a period', '20', AT, Date.parse(AT), 0],
    ['nothing: our time', '1', undefined, NOW, 3600],
    ['null: our time, which is an end', '2', null, NOW, 3600],
  ])('[PSH-41] takes %s', (_, id, phenomenonTime, at, periodS) => {
    expect(decode(id, { result: 1, phenomenonTime })).toMatchObject({ at, periodS });
  });

  it.each([
    ['2026-11-22T14:00:00', 'bad_time'],
    ['2026-11-22', 'bad_time'],
    ['2026-11-22T05:40:00Z/2026-11-22T05:30:00Z', 'bad_period'],
    ['2026-11-20T05:40:00Z/2026-11-22T05:30:00Z', 'bad_period'],
    ['2026-11-22T05:40:00Z/..', 'bad_time'],
    ['2026-11-22T05:40:00Z/2026-11-22T05:41:00Z/x', 'bad_time'],
    [1_795_327_200, 'wrong_type'],
    [new Date(NOW + HOUR_MS).toISOString(), 'future'],
  ])('[PSH-41] refuses the time %s', (phenomenonTime, code) => {
    expect(decode('1', { result: 1, phenomenonTime })).toMatchObject({ code });
  });

  it('[PSH-41] refuses a retained observation without a time', () => {
    expect(decode('1', { result: 1 }, true)).toMatchObject({ code: 'retained' });
    expect(decode('1', { result: 1, phenomenonTime: AT }, true)).toMatchObject({ values: { pm25: 1 } });
  });

  it.each([
    ['1', 'D', { pm25: 'D' }],
    ['1', 4, { pm25: 'D' }],
    ['1', 'good', {}],
    ['1', null, {}],
    ["o'3", { code: 'odd' }, { o3: 'M' }],
  ])('[PSH-47] datastream %s gives resultQuality %j its flag', (id, resultQuality, flags) => {
    expect(decode(id, { result: 1, phenomenonTime: AT, resultQuality })).toMatchObject({ flags });
  });

  it.each(['bad', 5, { code: 'x' }])('[PSH-47] refuses resultQuality %j, which means nothing here', (resultQuality) => {
    expect(decode('1', { result: 1, phenomenonTime: AT, resultQuality })).toMatchObject({ code: 'bad_quality' });
  });

  it.each([
    [{}, 'missing_field'],
    [{ result: '62' }, 'wrong_type'],
    [{ result: null }, 'wrong_type'],
    [{ result: 1e9 }, 'out_of_range'],
    [[], 'wrong_type'],
    ['{', 'not_json'],
    ['', 'empty'],
  ])('[PSH-49] refuses %j', (observation, code) => {
    expect(decode('1', observation)).toMatchObject({ code });
  });

  it('[PSH-49] never throws', () => {
    const near = fc.record(
      { result: fc.oneof(fc.double(), fc.jsonValue()), phenomenonTime: fc.jsonValue(), resultQuality: fc.jsonValue() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(DATASTREAMS)), fc.oneof(near, fc.jsonValue()), (id, observation) => {
        const decoded = decode(id, JSON.stringify(observation));
        expect('code' in decoded || Number.isFinite(decoded.at)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the registry of datastreams', () => {
  it.each([
    ['Datastreams(42)', '42'],
    ["Datastreams('a''b')", "a'b"],
    ['Datastreams()', undefined],
    ["Datastreams('a'b')", undefined],
    ['Things(42)', undefined],
    [`Datastreams(${'9'.repeat(129)})`, undefined],
  ])('[PSH-40] finds in %s the id %s', (entity, id) => {
    expect(datastreamId(entity)).toBe(id);
  });

  it('[PSH-40] refuses a unit that the parameter does not have, and two streams for one parameter', () => {
    const stream = { station: 'S1', parameter: 'co', unit: 'mg/m3' };
    expect(Datastreams.safeParse({ 1: { ...stream, unit: 'hPa' } }).error?.message).toContain('co has the units');
    expect(Datastreams.safeParse({ 1: stream, 2: stream }).error?.message).toContain('fed by datastream 1');
  });
});
