import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Coordination } from '../alerting/coordination/coordination.ts';
import { Engine } from '../alerting/engine.ts';
import { evaluatorOptions } from '../app/agreement/evaluator-options.ts';
import { readAgreementPath } from '../app/config/agreement-path.ts';
import { readText } from '../app/config/yaml-file.ts';
import { csvLine } from '../app/csv/csv-line.ts';
import { parseStationsCsv } from '../app/csv/stations-csv.ts';
import { buildPackage } from '../app/evidence/build-package.ts';
import { PROGRAM } from '../app/evidence/sources.ts';
import { verifyPackage } from '../app/evidence/verify-package.ts';
import { readZip } from '../app/evidence/zip/read-zip.ts';
import { sha256 } from '../app/installation/coordination-side.ts';
import { citiesOf } from '../domain/agreement/jurisdiction.ts';
import type { Reading } from '../domain/air/reading.ts';
import type { Clock } from '../domain/clock.ts';
import { LedgerKey } from '../store/ledger-key.ts';
import { SqliteArrivals } from '../store/sqlite/sqlite-arrivals.ts';
import { SqliteForecasts } from '../store/sqlite/sqlite-forecasts.ts';
import { SqliteLedger } from '../store/sqlite/sqlite-ledger.ts';
import { SqliteTimeseries } from '../store/sqlite/sqlite-timeseries.ts';

/**
 * How long the package of a warning takes to make and to check: the 28 cities of the shipped agreement with 8 invented stations each, an
 * episode of ten days after ten clean ones: `node bench/evidence.ts`.
 */
const AGREEMENT = resolve(import.meta.dirname, '../config/agreements/jjj-2plus26/2024.yaml');
const STATIONS_PER_CITY = 8;
const HOUR_MS = 3_600_000;
const DAYS = { clean: 10, heavy: 10, after: 1 };
const START = Date.parse('2026-01-01T01:00:00+08:00');

const agreement = readAgreementPath(AGREEMENT, { faults: [] })?.versions[0]?.agreement;
if (agreement === undefined) throw new Error('the agreement cannot be read');
const cities = citiesOf(agreement.jurisdictions);
const stationsCsv = `station,name,city,lon,lat\n${cities
  .flatMap(({ id }, city) =>
    Array.from({ length: STATIONS_PER_CITY }, (_, n) => {
      const [lon, lat] = [
        112 + (city % 6) * 0.9 + (n % 3) * 0.08,
        34 + Math.floor(city / 6) * 0.9 + Math.floor(n / 3) * 0.08,
      ];
      return csvLine([`${id}-${n}`, `${id} ${n}`, id, lon.toFixed(4), lat.toFixed(4)]);
    }),
  )
  .join('\n')}\n`;
const stations = parseStationsCsv(stationsCsv);

/** A clean region, then ten days of heavy pollution; a little of its own in every station and hour. */
function hourOf(hour: number): Reading[] {
  const at = START + hour * HOUR_MS;
  const day = hour / 24;
  const heavy = day >= DAYS.clean && day < DAYS.clean + DAYS.heavy;
  return stations.map(({ id, city }, n) => {
    const own = ((n * 7_919 + hour * 104_729) % 1_000) / 1_000;
    const pm25 = Math.round((heavy ? 210 : 45) * (0.85 + 0.3 * own));
    const tenths = (value: number) => Math.round(value * 10) / 10;
    const values = {
      ...{ pm25, pm10: Math.round(pm25 * 1.4), so2: tenths(8 + 9 * own), no2: tenths(40 + 20 * own) },
      ...{ co: tenths(0.8 + 2 * own), o3: tenths(20 + 25 * own) },
      ...{ wind_speed: tenths(1 + 2 * own), wind_dir: Math.round(own * 359) },
    };
    return { station: id, city, at, periodS: 3600, values, flags: {} };
  });
}

const folder = mkdtempSync(join(tmpdir(), 'lianfang-bench-'));
const timeseries = SqliteTimeseries.open({ path: join(folder, 'readings.sqlite') });
const ledger = SqliteLedger.open({ path: join(folder, 'ledger.sqlite') });
await SqliteArrivals.open({ path: join(folder, 'arrivals.sqlite') }).close();
await SqliteForecasts.open({ path: join(folder, 'forecasts.sqlite') }).close();
let now = START;
const clock: Clock = { now: () => now, after: () => () => {} };
const shared = { ledger, clock, subscriptions: [{ channel: 'webhook:bench' }], onDeliveries: () => {} };
const onError = (error: unknown) => {
  throw error;
};
const engine = await Engine.start({
  ...evaluatorOptions(agreement, stations),
  ...shared,
  timeseries,
  closeAfterMs: 2 * HOUR_MS,
  quietMs: 60_000,
  correctAfterMs: 0,
  onError,
});
const coordination = await Coordination.start({ ...shared, digest: sha256, agreementAt: () => agreement, onError });
let id = '';
for (let hour = 0; hour < (DAYS.clean + DAYS.heavy + DAYS.after) * 24; hour += 1) {
  now = START + hour * HOUR_MS;
  const readings = hourOf(hour);
  await timeseries.write(readings);
  engine.committed(readings);
  await engine.settled();
  const grade = engine.grades.gradeOf('region', agreement.region.id);
  if (grade === 'none' || id !== '') continue;
  const by = { machine: 'engine' };
  const window = { from: now, to: null };
  const named = cities.map((city) => city.id);
  const answer = await coordination.warn({
    command: { type: 'propose', by, kind: 'colour', grade, cities: named, window, basis: 'observed', reason: 'bench' },
  });
  if (answer.outcome === 'done') id = answer.state.id;
}
if (id === '') throw new Error('the region got no grade');

const sources = {
  region: agreement.region.id,
  folder,
  agreements: [{ version: agreement.version, text: readText(AGREEMENT) }],
  stations: stationsCsv,
  key: LedgerKey.generate().toPem(),
  program: PROGRAM,
};
const made: number[] = [];
const checked: number[] = [];
const cpu: number[] = [];
let bytes: Buffer | undefined;
for (let round = 0; round < 3; round += 1) {
  let begin = performance.now();
  const used = process.cpuUsage();
  bytes = await buildPackage({ kind: 'warning', id }, sources);
  cpu.push((process.cpuUsage(used).user + process.cpuUsage(used).system) / 1e6);
  made.push((performance.now() - begin) / 1000);
  begin = performance.now();
  const verdict = await verifyPackage(bytes ?? Buffer.alloc(0), { kept: [], keys: [], program: PROGRAM });
  checked.push((performance.now() - begin) / 1000);
  if (!verdict.ok) throw new Error(JSON.stringify(verdict));
  if (round === 0)
    console.log(
      `${verdict.entries} entries, ${verdict.readings} readings, ${verdict.judged?.hours} hours judged again, rules ${verdict.judged?.rules.join(', ')}`,
    );
}
const spread = (seconds: number[]) => {
  const [least = 0, median = 0, most = 0] = seconds.toSorted((a, b) => a - b);
  return `${median.toFixed(1)} s (${least.toFixed(1)} - ${most.toFixed(1)})`;
};
const whole = [...readZip(bytes ?? Buffer.alloc(0)).files.values()].reduce((sum, { length }) => sum + length, 0);
console.log(
  `${cities.length} cities, ${stations.length} stations, ${DAYS.heavy} days: made in ${spread(made)}, processor ${spread(cpu)}; ` +
    `checked in ${spread(checked)}; ${((bytes?.length ?? 0) / 2 ** 20).toFixed(1)} MiB of ${(whole / 2 ** 20).toFixed(1)}`,
);
await coordination.stop();
await engine.stop();
await ledger.close();
await timeseries.close();
if (process.argv[2] !== undefined) writeFileSync(process.argv[2], bytes ?? '');
rmSync(folder, { recursive: true });
