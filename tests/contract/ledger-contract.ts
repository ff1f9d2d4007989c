import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entryHash, GENESIS_HASH } from '../../store/hash-chain.ts';
import {
  type Json,
  type Ledger,
  type LedgerEvent,
  type NewEvent,
  type Outbox,
  VersionConflict,
} from '../../store/ledger.ts';

const NOW = Date.UTC(2026, 10, 22, 6);

export function event(changes: Partial<NewEvent> = {}): NewEvent {
  return { type: 'alert.raised', at: NOW - 1_000, data: { station: '东四', value: 75.5 }, ...changes };
}

/** What every `Ledger` with its `Outbox` promises. `open` gives an empty one for each test. */
export function ledgerContract(open: () => Promise<Ledger & Outbox>, options: { readonly propertyRuns: number }): void {
  let ledger: Ledger & Outbox;

  beforeEach(async () => {
    ledger = await open();
  });

  afterEach(() => ledger.close());

  const append = (stream: string, expectedVersion: number, ...events: NewEvent[]) =>
    ledger.append({ appends: [{ stream, expectedVersion, events }], now: NOW });
  const readAll = () => ledger.read({ after: 0, limit: 10_000 });

  describe('appending', () => {
    it('starts empty and whole', async () => {
      expect(await ledger.lastSeq()).toBe(0);
      expect(await readAll()).toEqual([]);
      expect(await ledger.verify()).toEqual({ ok: true, entries: 0 });
    });

    it('numbers the ledger and each stream without a gap and chains the hashes', async () => {
      const first = await append('alert/1', 0, event(), event({ type: 'alert.acknowledged' }));
      const second = await append('alert/2', 0, event());
      const third = await append('alert/1', 2, event({ type: 'alert.returned' }));
      const all = [...first, ...second, ...third];
      expect(all.map(({ seq, stream, version }) => [seq, stream, version])).toEqual([
        [1, 'alert/1', 1],
        [2, 'alert/1', 2],
        [3, 'alert/2', 1],
        [4, 'alert/1', 3],
      ]);
      expect(all[0]?.previousHash).toBe(GENESIS_HASH);
      for (const [index, entry] of all.entries()) {
        expect(entry.recordedAt).toBe(NOW);
        if (index > 0) expect(entry.previousHash).toBe(all[index - 1]?.hash);
        const { hash, previousHash, ...rest } = entry;
        expect(hash).toBe(entryHash(previousHash, rest));
      }
      expect(await readAll()).toEqual(all);
      expect(await ledger.lastSeq()).toBe(4);
      expect(await ledger.verify()).toEqual({ ok: true, entries: 4 });
    });

    it('records the data as given, also what JSON makes awkward', async () => {
      const data: { [key: string]: Json } = {
        b: [1, 2.5, -1e-7, 1e21, null, true, { 中文: '🌫', '': '\u2028"\\\n' }],
        a: {},
        ['__proto__']: 'own',
        '10': 1,
        '9': 2,
      };
      Object.defineProperty(data, '__proto__', { value: 'own', enumerable: true, configurable: true, writable: true });
      const [recorded] = await append('s', 0, event({ data }));
      expect(JSON.parse(JSON.stringify(recorded?.data))).toEqual(JSON.parse(JSON.stringify(data)));
      expect(await readAll()).toEqual([recorded]);
      expect(await ledger.verify()).toEqual({ ok: true, entries: 1 });
    });

    it('refuses data that JSON cannot carry, and stores nothing of the call', async () => {
      const unfit: unknown[] = [{ a: undefined }, { a: Number.NaN }, { a: new Date(0) }, { a: 1n }, { a: '\ud800' }];
      for (const data of unfit) {
        const call = append('s', 0, event(), event({ data: data as NewEvent['data'] }));
        await expect(call).rejects.toThrow(TypeError);
      }
      expect(await ledger.lastSeq()).toBe(0);
    });

    it('does not keep the caller from changing its own objects later', async () => {
      const data = { list: [1] };
      const [recorded] = await append('s', 0, event({ data }));
      data.list.push(2);
      expect(recorded?.data).toEqual({ list: [1] });
      expect(await readAll()).toEqual([recorded]);
    });
  });

  describe('conflicts', () => {
    it('rejects with VersionConflict when a stream has moved on, naming both versions', async () => {
      await append('a', 0, event());
      for (const expectedVersion of [0, 2]) {
        const error: unknown = await append('a', expectedVersion, event()).catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(VersionConflict);
        expect(error).toMatchObject({ stream: 'a', expectedVersion, actualVersion: 1 });
      }
      expect(await ledger.lastSeq()).toBe(1);
    });

    it('lets exactly one of many concurrent decisions on one version through', async () => {
      const results = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => append('a', 0, event({ at: n }))));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await ledger.lastSeq()).toBe(1);
    });

    it('stores all appends and deliveries of a call or none', async () => {
      await append('b', 0, event());
      const delivery = { channel: 'log', idempotencyKey: 'k', payload: {} };
      const call = ledger.append({
        appends: [
          { stream: 'a', expectedVersion: 0, events: [event(), event()] },
          { stream: 'b', expectedVersion: 0, events: [event()] },
        ],
        deliveries: [delivery],
        now: NOW,
      });
      await expect(call).rejects.toBeInstanceOf(VersionConflict);
      expect(await ledger.lastSeq()).toBe(1);
      expect(await ledger.totals()).toEqual({ pending: 0, sent: 0, dead: 0 });
      const unfit = { ...delivery, payload: { bad: Number.NaN } };
      const second = ledger.append({
        appends: [{ stream: 'a', expectedVersion: 0, events: [event()] }],
        deliveries: [delivery, unfit],
        now: NOW,
      });
      await expect(second).rejects.toThrow(TypeError);
      expect(await ledger.lastSeq()).toBe(1);
      expect(await ledger.totals()).toEqual({ pending: 0, sent: 0, dead: 0 });
    });

    it('appends to several streams at once, an empty list only checks the version', async () => {
      await append('a', 0, event());
      const recorded = await ledger.append({
        appends: [
          { stream: 'a', expectedVersion: 1, events: [] },
          { stream: 'b', expectedVersion: 0, events: [event(), event()] },
          { stream: 'a', expectedVersion: 1, events: [event()] },
          { stream: 'a', expectedVersion: 2, events: [event()] },
        ],
        now: NOW,
      });
      expect(recorded.map(({ stream, version }) => `${stream}${version}`)).toEqual(['b1', 'b2', 'a2', 'a3']);
      expect(await ledger.verify()).toEqual({ ok: true, entries: 5 });
    });
  });

  describe('reading', () => {
    it('goes on strictly after a seq, in order, at most limit, of one stream when asked', async () => {
      const all: LedgerEvent[] = [];
      for (let n = 0; n < 10; n++)
        all.push(...(await append(n % 2 === 0 ? 'even' : 'odd', Math.floor(n / 2), event())));
      expect(await ledger.read({ after: 3, limit: 4 })).toEqual(all.slice(3, 7));
      expect(await ledger.read({ after: 9, limit: 4 })).toEqual(all.slice(9));
      expect(await ledger.read({ after: 10, limit: 4 })).toEqual([]);
      const odd = all.filter(({ stream }) => stream === 'odd');
      expect(await ledger.read({ after: 2, limit: 3, stream: 'odd' })).toEqual(odd.slice(1, 4));
      expect(await ledger.read({ after: 0, limit: 9, stream: 'none' })).toEqual([]);
    });
  });

  describe('outbox', () => {
    const deliver = (expectedVersion: number, now: number, ...keys: string[]) =>
      ledger.append({
        appends: [{ stream: 'a', expectedVersion, events: [event()] }],
        deliveries: keys.map((key) => ({ channel: 'webhook:bureau', idempotencyKey: key, payload: { key } })),
        now,
      });

    it('gives what is due, oldest first, with the seq that caused it', async () => {
      expect(await ledger.nextDueAt()).toBeUndefined();
      await deliver(0, NOW + 5, 'late');
      await deliver(1, NOW, 'k1', 'k2');
      expect(await ledger.nextDueAt()).toBe(NOW);
      expect(await ledger.due(NOW - 1, 10)).toEqual([]);
      expect(await ledger.due(NOW, 10)).toEqual([
        {
          id: 2,
          seq: 2,
          channel: 'webhook:bureau',
          idempotencyKey: 'k1',
          payload: { key: 'k1' },
          attempts: 0,
          dueAt: NOW,
        },
        {
          id: 3,
          seq: 2,
          channel: 'webhook:bureau',
          idempotencyKey: 'k2',
          payload: { key: 'k2' },
          attempts: 0,
          dueAt: NOW,
        },
      ]);
      expect((await ledger.due(NOW + 5, 2)).map(({ idempotencyKey }) => idempotencyKey)).toEqual(['k1', 'k2']);
      expect((await ledger.due(NOW + 5, 9)).map(({ idempotencyKey }) => idempotencyKey)).toEqual(['k1', 'k2', 'late']);
    });

    it('ignores a second delivery with a known key, also after it was sent', async () => {
      await deliver(0, NOW, 'k', 'k');
      expect(await ledger.totals()).toEqual({ pending: 1, sent: 0, dead: 0 });
      const [delivery] = await ledger.due(NOW, 1);
      await ledger.sent(delivery?.id ?? 0, NOW);
      await deliver(1, NOW, 'k');
      expect(await ledger.totals()).toEqual({ pending: 0, sent: 1, dead: 0 });
      expect(await ledger.lastSeq()).toBe(2);
    });

    it('moves a retry to its time and counts it; sent and dead are final', async () => {
      await deliver(0, NOW, 'a', 'b', 'c');
      const [a, b, c] = (await ledger.due(NOW, 3)).map(({ id }) => id);
      await ledger.retry(a ?? 0, NOW + 100, 'timeout');
      await ledger.sent(b ?? 0, NOW + 1);
      await ledger.bury(c ?? 0, NOW + 1, 'gone');
      expect(await ledger.totals()).toEqual({ pending: 1, sent: 1, dead: 1 });
      expect(await ledger.unsent()).toEqual(['a', 'c']);
      expect(await ledger.due(NOW + 99, 9)).toEqual([]);
      expect(await ledger.nextDueAt()).toBe(NOW + 100);
      expect(await ledger.due(NOW + 100, 9)).toMatchObject([{ id: a, attempts: 1, dueAt: NOW + 100 }]);
      await ledger.retry(b ?? 0, NOW, 'late answer');
      await ledger.bury(b ?? 0, NOW, 'late answer');
      await ledger.sent(c ?? 0, NOW);
      expect(await ledger.totals()).toEqual({ pending: 1, sent: 1, dead: 1 });
    });

    it('rejects an id that never was', async () => {
      await expect(ledger.sent(99, NOW)).rejects.toThrow('no delivery 99');
      await expect(ledger.retry(99, NOW, '')).rejects.toThrow('no delivery 99');
    });
  });

  describe('against a model', () => {
    const operation = fc.record({
      appends: fc.array(
        fc.record({
          stream: fc.constantFrom('a', 'b', '丙'),
          // Mostly right, sometimes behind or ahead.
          offset: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.constantFrom(-1, 1)),
          events: fc.array(fc.record({ type: fc.constantFrom('x.done', 'y.begun'), at: fc.nat(), data: anyData() }), {
            maxLength: 3,
          }),
        }),
        { maxLength: 3 },
      ),
      keys: fc.array(fc.constantFrom('k1', 'k2', 'k3', 'k4', 'k5'), { maxLength: 2 }),
    });

    it('any appends give what a list of events and a set of keys gives', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(operation, { maxLength: 12 }), async (operations) => {
          const previous = ledger;
          ledger = await open();
          await previous.close();
          let events: { stream: string; version: number; type: string; at: number; data: unknown }[] = [];
          let keys = new Set<string>();
          for (const { appends, keys: newKeys } of operations) {
            const next = [...events];
            let conflict = false;
            const input = appends.map(({ stream, offset, events: added }) => {
              const actual = next.filter((one) => one.stream === stream).length;
              if (offset !== 0) conflict = true;
              for (const [index, one] of added.entries()) next.push({ stream, version: actual + index + 1, ...one });
              return { stream, expectedVersion: actual + offset, events: added };
            });
            const deliveries = newKeys.map((key) => ({ channel: 'log', idempotencyKey: key, payload: { key } }));
            const call = ledger.append({ appends: input, deliveries, now: NOW });
            if (conflict) {
              await expect(call).rejects.toBeInstanceOf(VersionConflict);
            } else {
              expect(await call).toHaveLength(next.length - events.length);
              events = next;
              keys = keys.union(new Set(newKeys));
            }
          }
          expect(await readAll()).toMatchObject(events.map((one, index) => ({ seq: index + 1, ...one })));
          expect(await ledger.lastSeq()).toBe(events.length);
          expect(await ledger.verify()).toEqual({ ok: true, entries: events.length });
          expect(new Set((await ledger.due(NOW, 99)).map(({ idempotencyKey }) => idempotencyKey))).toEqual(keys);
          expect((await ledger.totals()).pending).toBe(keys.size);
        }),
        { numRuns: options.propertyRuns },
      );
    });
  });
}

function anyData(): fc.Arbitrary<NewEvent['data']> {
  const text = fc.string({ unit: 'grapheme', maxLength: 8 });
  return fc
    .dictionary(text, fc.jsonValue({ maxDepth: 2, noUnicodeString: false } as fc.JsonSharedConstraints), {
      maxKeys: 3,
      noNullPrototype: true,
    })
    .map((data) => JSON.parse(JSON.stringify(data)) as NewEvent['data'])
    .filter((data) => JSON.stringify(data).isWellFormed() && !/\\ud[89a-f]/.test(JSON.stringify(data)));
}
