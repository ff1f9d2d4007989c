import { afterEach, beforeEach, expect, it } from 'vitest';
import type { IdempotencyStore } from '../../ingest/http/idempotency-store.ts';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 22, 6);

type Closable = IdempotencyStore & { close(): Promise<void> };

/** What every `IdempotencyStore` must do; run it on each implementation. */
export function idempotencyContract(open: () => Promise<Closable>): void {
  let store: Closable;

  beforeEach(async () => {
    store = await open();
  });

  afterEach(() => store.close());

  const entry = (key: string, more: Partial<Parameters<IdempotencyStore['remember']>[0]> = {}) => ({
    client: 'c1',
    key,
    fingerprint: 'f1',
    answer: '{"stored":1}',
    now: NOW,
    ...more,
  });

  it('[PSH-12] finds what was remembered, for 24 hours', async () => {
    await store.remember(entry('k1'));
    const found = { fingerprint: 'f1', answer: '{"stored":1}' };
    expect(await store.find({ client: 'c1', key: 'k1', now: NOW + DAY_MS - 1 })).toEqual(found);
    expect(await store.find({ client: 'c1', key: 'k1', now: NOW + DAY_MS })).toBeUndefined();
    expect(await store.find({ client: 'c1', key: 'k2', now: NOW })).toBeUndefined();
  });

  it('[PSH-12] keeps the first answer of a key, and takes a new one when that has expired', async () => {
    await store.remember(entry('k1'));
    await store.remember(entry('k1', { answer: 'second', now: NOW + 1 }));
    expect((await store.find({ client: 'c1', key: 'k1', now: NOW + 2 }))?.answer).toBe('{"stored":1}');
    await store.remember(entry('k1', { answer: 'third', now: NOW + DAY_MS }));
    expect((await store.find({ client: 'c1', key: 'k1', now: NOW + DAY_MS }))?.answer).toBe('third');
  });

  it('[PSH-13] keeps the keys of clients apart', async () => {
    await store.remember(entry('k1'));
    await store.remember(entry('k1', { client: 'c2', answer: 'of c2' }));
    expect((await store.find({ client: 'c1', key: 'k1', now: NOW }))?.answer).toBe('{"stored":1}');
    expect((await store.find({ client: 'c2', key: 'k1', now: NOW }))?.answer).toBe('of c2');
  });

  it('[PSH-14] keeps the newest thousand of each client, and pushes out nobody else’s', async () => {
    await store.remember(entry('k0', { client: 'c2' }));
    for (let i = 0; i <= 1_000; i++) await store.remember(entry(`k${i}`, { now: NOW + i }));
    const find = (client: string, key: string) => store.find({ client, key, now: NOW + 1_001 });
    expect(await find('c1', 'k0')).toBeUndefined();
    expect(await find('c1', 'k1')).toBeDefined();
    expect(await find('c1', 'k1000')).toBeDefined();
    expect(await find('c2', 'k0')).toBeDefined();
  });
}
