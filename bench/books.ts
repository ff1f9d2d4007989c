/**
 * What booking one reading costs (`ingest/accounts`), and what a station costs in memory: `node --expose-gc bench/books.ts`.
 * The usual case: the next number, the same day, new. The books are over a store that takes everything, so saving is not in it.
 */
import { performance } from 'node:perf_hooks';
import type { Reading } from '../domain/air/reading.ts';
import type { Station } from '../domain/air/station.ts';
import type { Clock } from '../domain/clock.ts';
import { StationAccounts } from '../ingest/accounts/station-accounts.ts';
import { StationRegistry } from '../ingest/registry.ts';
import type { AccountsStore } from '../store/accounts.ts';

const START = Date.parse('2026-11-22T00:00:00+08:00');
const nothing = () => {};
const log = { info: nothing, warn: nothing, error: nothing };
const clock: Clock = { now: () => START + 43_200_000, after: () => nothing };
const deaf: AccountsStore = {
  load: async () => [],
  save: async () => {},
  days: async () => [],
  missingBefore: async () => 0,
  close: async () => {},
};

function readings(stations: number, each: number): Reading[] {
  const all: Reading[] = [];
  for (let n = 0; n < each; n++)
    for (let s = 0; s < stations; s++) {
      const values = { pm25: 1 };
      all.push({
        station: `station-${s}`,
        city: 'qingyuan',
        at: START + (n + 1) * 60_000,
        periodS: 60,
        seq: n + 1,
        values,
        flags: {},
      });
    }
  return all;
}

async function openBooks(stations: number): Promise<StationAccounts> {
  const registered = Array.from(
    { length: stations },
    (_, s): Station => ({
      id: `station-${s}`,
      name: '',
      city: 'qingyuan',
      lon: 0,
      lat: 0,
      background: false,
      periodLabel: 'end',
    }),
  );
  return StationAccounts.open({ store: deaf, registry: new StationRegistry(registered), clock, log, tell: nothing });
}

for (const [stations, each] of [
  [100, 600],
  [1_000, 100],
  [10_000, 20],
] as const) {
  const batch = readings(stations, each);
  const rounds: number[] = [];
  for (let round = 0; round < 7; round++) {
    const books = await openBooks(stations);
    const begun = performance.now();
    for (const reading of batch) books.stored(reading, { fate: 'new', late: false, receivedAt: clock.now() });
    rounds.push(((performance.now() - begun) * 1000) / batch.length);
    await books.close();
  }
  rounds.sort((a, b) => a - b);
  const [best = 0] = rounds;
  console.log(
    `${stations} stations × ${each}: ${(rounds[3] ?? 0).toFixed(2)} µs a reading (median of 7; ${best.toFixed(2)} to ${(rounds[6] ?? 0).toFixed(2)})`,
  );
}

const collect = (globalThis as { gc?: () => void }).gc;
if (collect !== undefined) {
  const heap = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const stations = 100_000;
  const books = await openBooks(stations);
  const before = heap();
  for (const reading of readings(stations, 1))
    books.stored(reading, { fate: 'new', late: false, receivedAt: clock.now() });
  const unsaved = heap();
  await books.save();
  const saved = heap();
  console.log(
    `${stations} stations: ${Math.round((unsaved - before) / stations)} B each before the save, ${Math.round((saved - before) / stations)} B after`,
  );
  await books.close();
}
