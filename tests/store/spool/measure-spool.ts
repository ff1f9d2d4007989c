// An outage of 3,000,000 readings (10 minutes at 5,000/s): append, open again, drain. No test; run it by hand:
// node tests/store/spool/measure-spool.ts [readings per write] [readings] [sqlite|nothing]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '../../../app/clock/system-clock.ts';
import type { Reading } from '../../../domain/air/reading.ts';
import { SpooledTimeseries } from '../../../store/spool/spooled-timeseries.ts';
import { SqliteTimeseries } from '../../../store/sqlite/sqlite-timeseries.ts';
import { FailingStore } from './failing-store.ts';

const [batchSize = 1_000, total = 3_000_000] = process.argv.slice(2, 4).map(Number);
const target = process.argv[4] ?? 'nothing';
const folder = mkdtempSync(join(tmpdir(), 'lianfang-measure-'));
const spool = join(folder, 'spool');
let peak = 0;
setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 50).unref();

function openStore(): FailingStore {
  const sqlite = SqliteTimeseries.open({ path: join(folder, 'readings.sqlite') });
  if (target === 'nothing') sqlite.write = async () => undefined;
  return new FailingStore(sqlite);
}

function reading(n: number): Reading {
  const hour = Math.floor(n / 5_000);
  const pm25 = 62 + (n % 40);
  const weather = { wind_speed: 3.4, wind_dir: 225, temp: 4.1, rh: 61, pressure: 1_021 };
  return {
    station: `ST${String(n % 5_000).padStart(5, '0')}`,
    city: `city${n % 30}`,
    at: 1_795_327_200_000 + hour * 1_000,
    periodS: 60,
    seq: 1_000 + hour,
    values: { pm25, pm10: 101 + (n % 7), so2: 12, no2: 64 + (n % 30), co: 1.3, o3: 21 + (n % 100), ...weather },
    flags: n % 50 === 0 ? { o3: 'C' } : {},
  };
}

const rate = (readings: number, since: number) => Math.round((readings * 1_000) / (performance.now() - since));
const megabytes = (bytes: number) => `${Math.round(bytes / 1_048_576)} MiB`;

const away = openStore();
away.mode = 'down';
const filling = await SpooledTimeseries.open({ store: away, folder: spool, clock: systemClock });
const tookMs: number[] = [];
const startedAt = performance.now();
for (let n = 0; n < total; n += batchSize) {
  const batch = Array.from({ length: Math.min(batchSize, total - n) }, (_, index) => reading(n + index));
  const writtenAt = performance.now();
  await filling.write(batch);
  tookMs.push(performance.now() - writtenAt);
}
const { bytes, readings } = filling.status();
tookMs.sort((a, b) => a - b);
const quantile = (share: number) => tookMs[Math.floor((tookMs.length - 1) * share)]?.toFixed(2);
console.log(`append ${rate(total, startedAt)}/s; a write takes ${quantile(0.5)} ms (p50), ${quantile(0.99)} ms (p99)`);
console.log(
  `${(bytes / readings).toFixed(1)} bytes a reading, ${megabytes(bytes)} in all, peak RSS ${megabytes(peak)}`,
);
await filling.close();

const openedAt = performance.now();
const draining = await SpooledTimeseries.open({ store: openStore(), folder: spool, clock: systemClock });
console.log(`opened again in ${Math.round(performance.now() - openedAt)} ms: ${draining.status().readings} readings`);
const drainedAt = performance.now();
while (draining.status().bytes > 0) await delay(20);
console.log(`drained to ${target}: ${rate(total, drainedAt)}/s, peak RSS ${megabytes(peak)}`);
await draining.close();
rmSync(folder, { recursive: true });
