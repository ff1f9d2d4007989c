import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../app/clock/system-clock.ts';
import { createCluster } from '../../../app/simulation/cluster.ts';
import {
  runSimulation,
  type SimulationOptions,
  type SimulationSource,
} from '../../../app/simulation/run-simulation.ts';
import { formatIso } from '../../../domain/time.ts';
import { describeWithService } from '../../services/describe-with-service.ts';
import { freePort } from '../../services/free-port.ts';
import type { LaunchedService } from '../../services/launched-service.ts';
import { startMosquitto } from '../../services/mosquitto.ts';
import { Collector, distinct } from './collector.ts';

const HOUR_MS = 3_600_000;
const ONSET = Date.parse('2026-11-20T06:00:00+08:00');
const CLUSTER: SimulationSource = { kind: 'cluster', seed: 1, firstHourEndMs: ONSET, hours: 3, episodeStartMs: ONSET };

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lianfang-simulate-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

/** Runs at full speed unless told otherwise; `onStderr` sees every write as it happens. */
async function run(
  url: string,
  source: SimulationSource,
  more: Partial<SimulationOptions> & { signal?: AbortSignal; connectTimeoutMs?: number } = {},
) {
  let stdout = '';
  let stderr = '';
  const { signal = new AbortController().signal, connectTimeoutMs = 5000, ...options } = more;
  const code = await runSimulation(
    { source, broker: { url, clientId: 'simulate-test', connectTimeoutMs }, speed: 0, json: true, ...options },
    {
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: (text) => (stderr += text) },
      clock: systemClock,
      signal,
    },
  );
  return { code, stdout, stderr, summary: stdout.startsWith('{') ? JSON.parse(stdout) : undefined };
}

describeWithService('mosquitto', 'simulate against the real Mosquitto', () => {
  let broker: LaunchedService;
  let sink: Collector;
  const start = async (): Promise<void> => {
    broker = await startMosquitto();
    sink = await Collector.subscribe(broker.url);
  };
  afterEach(async () => {
    await sink.close();
    await broker.stop();
  });

  it('sends every reading of the cluster once, as the public contract has it', async () => {
    await start();
    const { code, summary, stderr } = await run(broker.url, CLUSTER);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(summary).toMatchObject({ sent: 192, acknowledged: 192, skippedEmpty: 0, refused: 0, problems: 0 });
    expect(summary.seconds).toBeGreaterThan(0);
    await sink.until((received) => received.length >= 192);
    const cluster = createCluster({ seed: 1, episodeStartMs: ONSET });
    const expected = [0, 1, 2].flatMap((n) =>
      cluster.readingsAt(ONSET + n * HOUR_MS).map(({ city, station, payload }) => ({
        topic: `lianfang/v1/${city}/${station}/readings`,
        body: { ...payload, seq: n + 1 },
      })),
    );
    expect(sink.received).toEqual(expected);
    expect(sink.received[0]?.body.at).toBe('2026-11-20T06:00:00+08:00');
  });

  it('sends every row of a file once, also when the broker goes and comes back in the middle', async () => {
    await start();
    const stations = Array.from({ length: 40 }, (_, n) => `s${n},站 ${n},c${n % 4},${n / 100},1`);
    const rows: string[] = [];
    for (let hour = 0; hour < 300; hour++) {
      for (let n = 0; n < 40; n++)
        rows.push(`${formatIso(ONSET + hour * HOUR_MS)},s${n},${(hour * n) % 7 === 3 ? '' : hour + n}`);
    }
    const empty = rows.filter((row) => row.endsWith(',')).length;
    const running = run(broker.url, {
      kind: 'file',
      readings: await file('rows.csv.gz', gzipSync(`ts,station,pm25\n${rows.join('\n')}\n`)),
      stations: await file('s.csv', `station,name,city,lon,lat\n${stations.join('\n')}\n`),
      ts: 'start',
      hours: Number.POSITIVE_INFINITY,
    });
    await sink.until((received) => received.length >= 1000);
    const before = sink.received.length;
    await broker.restart();
    expect(before).toBeLessThan(12_000 - empty);
    const { code, summary, stderr } = await running;
    expect(code).toBe(0);
    expect(summary).toMatchObject({
      sent: 12_000 - empty,
      acknowledged: 12_000 - empty,
      skippedEmpty: empty,
      problems: 0,
    });
    expect(stderr).toMatch(/connection lost.*connected again/s);
    await sink.until((received) => distinct(received) >= 12_000 - empty);
    expect(distinct(sink.received)).toBe(12_000 - empty);
    // The file stamps the start of the hour, the message its end; what is empty was never sent.
    const first = sink.received.find(({ topic }) => topic === 'lianfang/v1/c1/s1/readings');
    expect(first?.body).toEqual({ at: '2026-11-20T07:00:00+08:00', period: 3600, seq: 1, values: { pm25: 1 } });
  });

  it('names what it left out of a faulty file, sends the rest, and exits 1', async () => {
    await start();
    const at = formatIso(ONSET);
    const { code, summary, stderr } = await run(broker.url, {
      kind: 'file',
      readings: await file(
        'faulty.csv',
        `ts,station,pm25,extra\n${at},a,1,\n${at},b,1,\n${at},b,2,\n2026-11-20,a,3,\n${at},a,x,\n`,
      ),
      stations: await file('a.csv', 'station,name,city,lon,lat\na,A,c,1,1\n'),
      ts: 'end',
      hours: Number.POSITIVE_INFINITY,
    });
    expect(code).toBe(1);
    expect(summary).toMatchObject({ sent: 1, acknowledged: 1, skippedEmpty: 1, problems: 3 });
    expect(stderr.split('\n').map((line) => line.slice(0, 24))).toEqual([
      expect.stringMatching(/^未识别的列已忽略/),
      expect.stringMatching(/^line 3, column station/),
      expect.stringMatching(/^line 5, column ts/),
      expect.stringMatching(/^line 6, column pm25/),
      '',
    ]);
  });

  it('takes only the first hours of a file when asked', async () => {
    await start();
    const rows = Array.from({ length: 10 }, (_, n) => `${formatIso(ONSET + n * HOUR_MS)},a,${n}`);
    const { summary } = await run(broker.url, {
      kind: 'file',
      readings: await file('ten.csv', `ts,station,pm25\n${rows.join('\n')}\n`),
      stations: await file('a.csv', 'station,name,city,lon,lat\na,A,c,1,1\n'),
      ts: 'end',
      hours: 4,
    });
    expect(summary).toMatchObject({ sent: 4, acknowledged: 4 });
  });

  it('stops cleanly in the middle: all that was sent is acknowledged', async () => {
    await start();
    const stop = new AbortController();
    const running = run(broker.url, { ...CLUSTER, hours: Number.POSITIVE_INFINITY }, { signal: stop.signal });
    await sink.until((received) => received.length >= 500);
    stop.abort();
    const { code, summary } = await running;
    expect(code).toBe(0);
    expect(summary.acknowledged).toBe(summary.sent);
    await sink.until((received) => distinct(received) >= summary.sent);
    expect(distinct(sink.received)).toBe(summary.sent);
  });
});

describe('simulate without a broker', () => {
  it('exits 2 and says why when there is none, or the file cannot be used', async () => {
    const url = `mqtt://127.0.0.1:${await freePort()}`;
    const nobody = await run(url, CLUSTER, { connectTimeoutMs: 300 });
    expect(nobody.code).toBe(2);
    expect(nobody.stdout).toBe('');
    expect(nobody.stderr).toMatch(/cannot connect to mqtt:.*check that the broker runs/);
    const noFile = await run(url, { kind: 'file', readings: 'x.csv', stations: 'no.csv', ts: 'end', hours: 1 });
    expect(noFile.code).toBe(2);
    expect(noFile.stderr).toMatch(/no\.csv cannot be used:\n {2}the file: there is no such file; check the path/);
  });
});
