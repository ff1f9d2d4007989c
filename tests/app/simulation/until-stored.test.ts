import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { systemClock } from '../../../app/clock/system-clock.ts';
import { runSimulation } from '../../../app/simulation/run-simulation.ts';
import { formatIso } from '../../../domain/time.ts';
import { SqliteTimeseries } from '../../../store/sqlite/sqlite-timeseries.ts';
import { JsonProcess } from '../../examples/json-process.ts';
import { describeWithService } from '../../services/describe-with-service.ts';
import type { LaunchedService } from '../../services/launched-service.ts';
import { startMosquitto } from '../../services/mosquitto.ts';
import { Collector, distinct } from './collector.ts';

const PLATFORM = new URL('../../examples/platform-process.ts', import.meta.url).pathname;
const ROWS = 300;

describeWithService('mosquitto', 'simulate --until-stored', () => {
  let folder: string;
  let broker: LaunchedService;
  let platform: JsonProcess<{ readonly ready: boolean }> | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lianfang-until-stored-'));
    broker = await startMosquitto({ config: 'autosave_interval 3600' });
  });
  afterEach(async () => {
    await platform?.kill();
    await broker.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('[LGR-1] sends again what the broker took to its grave, and ends when the platform has everything', async () => {
    const rows = Array.from({ length: ROWS }, (_, n) => `${formatIso(Date.UTC(2026, 9, 1) + n * 3_600_000)},S1,${n}`);
    await writeFile(join(folder, 'readings.csv'), `ts,station,pm25\n${rows.join('\n')}\n`);
    await writeFile(join(folder, 'stations.csv'), 'station,name,city,lon,lat\nS1,S1,qingyuan,1,1\n');
    const sink = await Collector.subscribe(broker.url);
    let stdout = '';
    const running = runSimulation(
      {
        source: {
          kind: 'file',
          readings: join(folder, 'readings.csv'),
          stations: join(folder, 'stations.csv'),
          ts: 'end',
          hours: Number.POSITIVE_INFINITY,
        },
        broker: { url: broker.url, clientId: 'until-stored' },
        speed: 0,
        json: true,
        untilStoredMs: 1_000,
      },
      {
        stdout: { write: (text) => (stdout += text) },
        stderr: { write: () => {} },
        clock: systemClock,
        signal: new AbortController().signal,
      },
    );
    // The broker had all of it, and nobody else.
    await sink.until((received) => distinct(received) === ROWS);
    await sink.close();
    await broker.kill();
    await broker.restart();
    const started = new JsonProcess<{ readonly ready: boolean }>(process.execPath, [PLATFORM, folder, broker.url]);
    platform = started;
    await vi.waitUntil(() => started.lines.at(-1)?.ready, { timeout: 20_000, interval: 5 });
    expect(await running).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ sent: ROWS, acknowledged: ROWS, refused: 0, problems: 0 });
    await platform.kill();
    const store = SqliteTimeseries.open({ path: join(folder, 'readings.sqlite') });
    expect(await store.count({ from: 0, to: Number.MAX_SAFE_INTEGER })).toBe(ROWS);
    await store.close();
  });
});
