import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Lianfang, lianfang } from '../tests/acceptance/lianfang-process.ts';
import { freePort } from '../tests/services/free-port.ts';
import { startInfluxdb } from '../tests/services/influxdb.ts';
import type { LaunchedService } from '../tests/services/launched-service.ts';
import { startMosquitto } from '../tests/services/mosquitto.ts';
import { createBenchDatabase } from './bench-database.ts';
import { type Latency, latencyOf } from './latency.ts';
import { monotonicMs } from './monotonic-ms.ts';
import { type OutageWorkload, outageMessage, outagePm25, outageStations } from './outage-workload.ts';
import { SteadyPublisher } from './steady-publisher.ts';

export interface OutageOptions {
  readonly ratePerS: number;
  /** `kill`: SIGKILL, connections are refused. `stop`: SIGSTOP, they are accepted and nothing is answered. */
  readonly mode: 'kill' | 'stop';
  readonly beforeS: number;
  readonly outageS: number;
  readonly afterS: number;
  /** `NODE_OPTIONS` of the program: how lazily V8 collects depends on the memory of the machine. */
  readonly nodeOptions?: string;
  readonly onProgress?: (text: string) => void;
}

export const PHASES = ['before', 'outage', 'after'] as const;
export type Phase = (typeof PHASES)[number];

export interface OutageResult {
  readonly sent: number;
  /** Sent and not in the database in the end; and whether every value there is the one sent. */
  readonly lost: number;
  readonly valuesAsSent: boolean;
  /** Taken by the platform during the outage, and how many waited in the spool at most. */
  readonly takenDuringOutage: number;
  readonly spoolPeak: number;
  /** From the publisher's write to the platform's durable write, by when a message was sent; to within the polling of 100 ms. */
  readonly latencyMs: Readonly<Partial<Record<Phase, Latency>>>;
  /** Of the platform's process, largest seen in each phase; `drain` is after the last message. */
  readonly rssMb: Readonly<Record<Phase | 'drain', number>>;
  /** From the return of the database until nothing waited any more. */
  readonly drainS: number;
}

const POLL_MS = 100;
const READY_MS = 30_000;
const DRAIN_MS = 900_000;
const DATABASE = 'outage';

/** The demonstration's: its rules are on hourly means, which instants do not enter. */
const AGREEMENT = fileURLToPath(new URL('../config/demo/agreement.yaml', import.meta.url));

interface Sample {
  readonly at: number;
  readonly taken: number;
  readonly spooled: number;
  readonly rssMb: number;
}

/** The program on a real Mosquitto and InfluxDB under a steady flow; the database goes away and comes back. */
export async function measureOutage(options: OutageOptions): Promise<OutageResult> {
  // A station a reading a second; the past second, so that no reading lies in the future.
  const workload = { stations: options.ratePerS, firstAt: Math.floor(Date.now() / 1000) * 1000 };
  const folder = await mkdtemp(join(tmpdir(), 'lianfang-outage-'));
  const [influx, broker] = await Promise.all([startInfluxdb(), startMosquitto()]);
  let house: Lianfang | undefined;
  try {
    const started = await startHouse({ folder, influx, broker, workload, nodeOptions: options.nodeOptions ?? '' });
    house = started.house;
    return await underLoad({ ...options, ...started, workload, influx, broker });
  } finally {
    // Before what it talks to.
    await house?.end('SIGKILL');
    // A stopped process does not hear SIGTERM.
    process.kill(influx.pid, 'SIGCONT');
    await Promise.all([influx.stop(), broker.stop()]);
    await rm(folder, { recursive: true, force: true });
  }
}

async function startHouse(setting: {
  readonly folder: string;
  readonly influx: LaunchedService;
  readonly broker: LaunchedService;
  readonly workload: OutageWorkload;
  readonly nodeOptions: string;
}): Promise<{ readonly house: Lianfang; readonly url: string }> {
  const { folder, influx, broker, workload } = setting;
  const port = await freePort();
  const rows = outageStations(workload).map(({ id, name, city, lon, lat }) => `${id},${name},${city},${lon},${lat}`);
  await writeFile(join(folder, 'stations.csv'), `station,name,city,lon,lat\n${rows.join('\n')}\n`);
  const config = join(folder, 'lianfang.yaml');
  const lines = [
    `agreement: ${JSON.stringify(AGREEMENT)}`,
    'stations: stations.csv',
    `http: { port: ${port} }`,
    `mqtt: { url: "${broker.url}" }`,
    `influxdb: { url: "${influx.url}", database: ${DATABASE} }`,
  ];
  await writeFile(config, lines.join('\n'));
  const house = lianfang(['serve', '--config', config], { NODE_OPTIONS: setting.nodeOptions });
  const url = `http://127.0.0.1:${port}`;
  for (let waited = 0; waited < READY_MS; waited += POLL_MS) {
    if ((await fetch(`${url}/readyz`).catch(() => undefined))?.status === 200) return { house, url };
    await delay(POLL_MS);
  }
  await house.end('SIGKILL');
  throw new Error(`the program was not ready:\n${house.stderr()}`);
}

async function underLoad(
  run: OutageOptions & {
    readonly house: Lianfang;
    readonly url: string;
    readonly workload: OutageWorkload;
    readonly influx: LaunchedService;
    readonly broker: LaunchedService;
  },
): Promise<OutageResult> {
  const { influx, broker, workload, mode } = run;
  const database = await createBenchDatabase(influx.url, DATABASE);
  const seconds = run.beforeS + run.outageS + run.afterS;
  const publisher = await SteadyPublisher.connect(broker.port, {
    ratePerS: run.ratePerS,
    // A little more than the flow can need: it is stopped by the clock.
    messages: Math.ceil((seconds + 10) * run.ratePerS),
    message: (n) => outageMessage(workload, n),
  });
  const samples: Sample[] = [];
  const bounds = { outage: 0, after: 0, drain: 0 };
  const watch = async (until: () => boolean): Promise<void> => {
    while (!until()) {
      samples.push(await sampleOf(run));
      await delay(POLL_MS);
    }
  };
  const since = monotonicMs();
  const elapsed = (s: number) => () => monotonicMs() - since >= s * 1000;
  try {
    publisher.start();
    await watch(elapsed(run.beforeS));
    bounds.outage = monotonicMs();
    if (mode === 'kill') await influx.kill();
    else process.kill(influx.pid, 'SIGSTOP');
    run.onProgress?.(`the database is away (${mode}); ${publisher.sent} sent`);
    await watch(elapsed(run.beforeS + run.outageS));
    if (mode === 'kill') await influx.restart();
    else process.kill(influx.pid, 'SIGCONT');
    bounds.after = monotonicMs();
    run.onProgress?.(`it is back; ${publisher.sent} sent, ${samples.at(-1)?.spooled} in the spool`);
    await watch(elapsed(seconds));
    const sent = publisher.stop();
    bounds.drain = monotonicMs();
    const lastly = bounds.drain + DRAIN_MS;
    await watch(() => {
      const { taken = 0, spooled = 1 } = samples.at(-1) ?? {};
      return (taken >= sent && spooled === 0) || monotonicMs() > lastly;
    });
    const { points, pm25Sum: sum } = await database.contents();
    return {
      ...judge({ samples, bounds, publisher, sent }),
      lost: sent - points,
      valuesAsSent: sum === pm25Sum(sent),
    };
  } finally {
    publisher.end();
  }
}

function judge(run: {
  readonly samples: readonly Sample[];
  readonly bounds: { readonly outage: number; readonly after: number; readonly drain: number };
  readonly publisher: SteadyPublisher;
  readonly sent: number;
}): Omit<OutageResult, 'lost' | 'valuesAsSent'> {
  const { samples, bounds, publisher, sent } = run;
  const phaseAt = (at: number): Phase => (at < bounds.outage ? 'before' : at < bounds.after ? 'outage' : 'after');
  const delays: Record<Phase, number[]> = { before: [], outage: [], after: [] };
  let next = 0;
  for (let n = 0; n < sent; n++) {
    while (next < samples.length && (samples[next]?.taken ?? 0) <= n) next++;
    const sentAt = publisher.sentAt[n] ?? 0;
    delays[phaseAt(sentAt)].push((samples[next]?.at ?? Number.POSITIVE_INFINITY) - sentAt);
  }
  const latencyMs: Partial<Record<Phase, Latency>> = {};
  for (const phase of PHASES) {
    const latency = latencyOf(Float64Array.from(delays[phase]));
    if (latency !== undefined) latencyMs[phase] = latency;
  }
  const during = samples.filter(({ at }) => phaseAt(at) === 'outage');
  const rss = (of: readonly Sample[]) => Math.max(0, ...of.map(({ rssMb }) => rssMb));
  return {
    sent,
    takenDuringOutage: (during.at(-1)?.taken ?? 0) - (during[0]?.taken ?? 0),
    spoolPeak: samples.reduce((most, { spooled }) => Math.max(most, spooled), 0),
    latencyMs,
    rssMb: {
      before: rss(samples.filter(({ at }) => phaseAt(at) === 'before')),
      outage: rss(during),
      after: rss(samples.filter(({ at }) => phaseAt(at) === 'after' && at < bounds.drain)),
      drain: rss(samples.filter(({ at }) => at >= bounds.drain)),
    },
    drainS: ((samples.findLast(({ spooled }) => spooled > 0)?.at ?? bounds.after) - bounds.after) / 1000,
  };
}

async function sampleOf({ url, house }: { readonly url: string; readonly house: Lianfang }): Promise<Sample> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const figure = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? 0);
  const taken = figure('lianfang_readings_stored_total') + figure('lianfang_readings_duplicate_total');
  const status = await readFile(`/proc/${house.pid}/status`, 'utf8');
  const rssMb = Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024);
  return { at: monotonicMs(), taken, spooled: figure('lianfang_spool_readings'), rssMb };
}

/** What `SELECT SUM(pm25)` must say; whole numbers, so exact. */
function pm25Sum(messages: number): number {
  let sum = 0;
  for (let n = 0; n < messages; n++) sum += outagePm25(n);
  return sum;
}
