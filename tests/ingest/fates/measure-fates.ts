import { systemClock } from '../../../app/clock/system-clock.ts';
import { FateDesk } from '../../../ingest/fates/fate-desk.ts';
import type { Arrived } from '../../../ingest/fates/judged-batch.ts';
import { quiet } from '../samples.ts';

/**
 * What it costs to tell the fate of a reading with six values: `node --expose-gc measure-fates.ts [stations] [batch]`. Judging and
 * remembering alone, without decoding, store or archive; every round brings twenty new minutes of every station, then the same again.
 */
const [stations = 5_000, perBatch = 1_000] = process.argv.slice(2).map(Number);
const ROUNDS = 12;
const MINUTES = 20;
const now = Date.now();
const names = Array.from({ length: stations }, (_, n) => `station-${n}`);
const collect = () => (globalThis as { gc?: () => void }).gc?.();

const store = { read: async () => [], count: async () => 0 };
const arrivals = { record: async () => {} };
const desk = new FateDesk({ store, arrivals, clock: systemClock, log: quiet, lateAfterMs: 259_200_000 });
await desk.seed();

/** As they come out of JSON, one message each. */
function arrived(n: number, minute: number): Arrived {
  const values = `{"pm25":${n % 300},"pm10":${((n * 7) % 500) / 10},"so2":${n % 40},"no2":${n % 80},"co":${(n % 30) / 10},"o3":${n % 200}}`;
  const station = names[n % stations] ?? '';
  const at = now + minute * 60_000;
  return {
    readings: [{ station, city: 'c', at, periodS: 60, seq: minute, values: JSON.parse(values), flags: {} }],
    receivedAt: now,
  };
}

async function costNs(batches: readonly (readonly Arrived[])[], readings: number, commit: boolean): Promise<number> {
  const before = process.cpuUsage();
  for (const batch of batches) {
    const judged = await desk.judge(batch);
    if (commit) desk.committed(judged, new Map());
  }
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1_000) / readings;
}

const costs = { fresh: [] as number[], again: [] as number[], heapBytes: [] as number[] };
collect();
const empty = process.memoryUsage();
async function measure(round: number): Promise<void> {
  const batches: Arrived[][] = [];
  for (let minute = round * MINUTES; minute < (round + 1) * MINUTES; minute++) {
    for (let n = 0; n < stations; n += perBatch) {
      batches.push(Array.from({ length: Math.min(perBatch, stations - n) }, (_, i) => arrived(n + i, minute)));
    }
  }
  collect();
  const heap = process.memoryUsage().heapUsed;
  costs.fresh.push(await costNs(batches, stations * MINUTES, true));
  costs.heapBytes.push((process.memoryUsage().heapUsed - heap) / (stations * MINUTES));
  collect();
  costs.again.push(await costNs(batches, stations * MINUTES, false));
}

for (let round = 0; round < ROUNDS; round++) await measure(round);
// The desk still holds the readings of the last batch.
await desk.judge([]);
collect();
const full = process.memoryUsage();
const warm = (all: number[]) => all.slice(2).sort((a, b) => a - b);
const spread = (all: number[]) => {
  const sorted = warm(all);
  return { least: sorted[0], median: sorted[Math.floor(sorted.length / 2)], most: sorted.at(-1) };
};
const bytes = full.arrayBuffers - empty.arrayBuffers + full.heapUsed - empty.heapUsed;
console.log(
  JSON.stringify({
    newNs: spread(costs.fresh),
    duplicateNs: spread(costs.again),
    heapBytesAReading: spread(costs.heapBytes),
    bytesAStation: Math.round(bytes / stations),
  }),
);
