import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reading } from '../domain/air/reading.ts';
import type { Station } from '../domain/air/station.ts';
import type { Clock } from '../domain/clock.ts';
import { StationAccounts } from '../ingest/accounts/station-accounts.ts';
import { StationRegistry } from '../ingest/registry.ts';
import type { AccountsStore } from '../store/accounts.ts';
import { SqliteAccounts } from '../store/sqlite/sqlite-accounts.ts';

/**
 * What the books of the stations cost: booking one reading (the next number, the same day, new), saving, memory. In CPU time of
 * the process, so that neighbours on the machine disturb little: `node --expose-gc bench/books.ts`
 */
const START = Date.parse('2026-11-22T00:00:00+08:00');
const nothing = () => {};
const log = { info: nothing, warn: nothing, error: nothing };
const clock: Clock = { now: () => START + 43_200_000, after: () => nothing };
const FACTS = { fate: 'new', late: false, receivedAt: clock.now() } as const;
const ROUNDS = 7;

/** Takes everything, so that a round is booking and nothing else. */
const deaf: AccountsStore = {
  load: async () => [],
  save: async () => {},
  days: async () => [],
  missingBefore: async () => 0,
  close: async () => {},
};

function readings(stations: number, numbers: readonly number[]): Reading[] {
  return numbers.flatMap((seq) =>
    Array.from({ length: stations }, (_, s) => {
      const at = START + seq * 60_000;
      return { station: `station-${s}`, city: 'qingyuan', at, periodS: 60, seq, values: { pm25: 1 }, flags: {} };
    }),
  );
}

function openBooks(stations: number, store = deaf): Promise<StationAccounts> {
  const registered = Array.from({ length: stations }, (_, s): Station => {
    const id = `station-${s}`;
    return { id, name: id, city: 'qingyuan', lon: 0, lat: 0, background: false, periodLabel: 'end' };
  });
  return StationAccounts.open({ store, registry: new StationRegistry(registered), clock, log, tell: nothing });
}

function cpuUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function spread(rounds: readonly number[], digits: number): string {
  const sorted = rounds.toSorted((a, b) => a - b);
  const at = (place: number) => (sorted[place] ?? 0).toFixed(digits);
  return `${at(sorted.length >> 1)} (median of ${sorted.length}; ${at(0)} to ${at(sorted.length - 1)})`;
}

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

for (const [stations, each] of [
  [100, 600],
  [1_000, 100],
  [10_000, 20],
] as const) {
  const batch = readings(stations, upTo(each));
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const books = await openBooks(stations);
    const begun = cpuUs();
    for (const reading of batch) books.stored(reading, FACTS);
    rounds.push((cpuUs() - begun) / batch.length);
    await books.close();
  }
  console.log(`book: ${stations} stations × ${each}: µs CPU a reading ${spread(rounds, 2)}`);
}

const folder = mkdtempSync(join(tmpdir(), 'lianfang-books-'));
for (const stations of [1_000, 10_000]) {
  const store = SqliteAccounts.open({ path: join(folder, `${stations}.sqlite`) });
  const books = await openBooks(stations, store);
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const reading of readings(stations, [round + 1])) books.stored(reading, FACTS);
    const begun = cpuUs();
    await books.save();
    rounds.push((cpuUs() - begun) / 1000);
  }
  console.log(`save: ${stations} stations in one transaction: ms CPU ${spread(rounds, 1)}`);
  await books.close();
  await store.close();
}
rmSync(folder, { recursive: true });

const { gc } = globalThis as { readonly gc?: () => void };
if (gc !== undefined) {
  const heap = () => {
    gc();
    return process.memoryUsage().heapUsed;
  };
  const stations = 100_000;
  for (const [what, numbers] of [
    ['no gap', [1, 2]],
    ['64 gaps', upTo(65).map((n) => 3 * n)],
  ] as const) {
    const books = await openBooks(stations);
    const before = heap();
    for (const seq of numbers) for (const reading of readings(stations, [seq])) books.stored(reading, FACTS);
    const unsaved = Math.round((heap() - before) / stations);
    await books.save();
    const saved = Math.round((heap() - before) / stations);
    console.log(`memory: ${stations} stations, ${what}: ${unsaved} B each before a save, ${saved} B after`);
    await books.close();
  }
}
