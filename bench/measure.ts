import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { LaunchedService } from '../tests/services/launched-service.ts';
import { startMosquitto } from '../tests/services/mosquitto.ts';
import { createBenchDatabase } from './bench-database.ts';
import { startChild } from './child.ts';
import type { ContenderName, ContenderSetting, FromContender } from './contenders/contender.ts';
import { limitsOf } from './contenders/limits.ts';
import { leftAtBroker } from './left-at-broker.ts';
import { judge, type Measurement, type Run } from './measurement.ts';
import { processCpuMs, untilIdle } from './process-cpu.ts';
import type { FromPublisher, PublisherSetting, ToPublisher } from './publisher.ts';
import type { Workload } from './workload.ts';

/** What differs between the tests' broker and the configuration we ship (docker/mosquitto.conf). */
const SHIPPED_BROKER = 'autosave_interval 10\nset_tcp_nodelay true\nmessage_size_limit 8388608\n';

const START_MS = 60_000;
const IDLE_MS = 10_000;
const END_MS = 5_000;
/** No contender is allowed to be slower than this; then the measurement fails instead of hanging. */
const SLOWEST_MESSAGES_PER_S = 500;

/** A new broker with an empty folder, a new database, a new process for the contender and one for the publisher. */
export async function measure(options: {
  readonly contender: ContenderName;
  readonly workload: Workload;
  readonly influx: LaunchedService;
  readonly database: string;
  readonly idleMs?: number;
  /** Where to write a CPU profile of the contender. */
  readonly profileDir?: string;
  readonly nodeRedFolder?: string;
}): Promise<Measurement> {
  const { contender: name, influx } = options;
  const { aheadReadings, mostMessages } = limitsOf(name);
  const workload = { ...options.workload, messages: Math.min(options.workload.messages, mostMessages) };
  await untilIdle(influx.pid);
  const [loadBefore = 0] = loadavg();
  const database = await createBenchDatabase(influx.url, options.database);
  const broker = await startMosquitto({ config: SHIPPED_BROKER });
  try {
    const run = await runProcesses({ ...options, workload, aheadReadings, broker });
    const unacknowledgedMessages = await leftAtBroker(broker.url);
    const contents = name === 'bare' ? undefined : await database.contents();
    return judge({ ...run, name, workload, contents, unacknowledgedMessages, loadBefore });
  } finally {
    await broker.stop();
    await database.drop();
  }
}

async function runProcesses(options: {
  readonly contender: ContenderName;
  readonly workload: Workload;
  readonly influx: LaunchedService;
  readonly broker: LaunchedService;
  readonly database: string;
  readonly aheadReadings: number;
  readonly idleMs?: number;
  readonly profileDir?: string;
  readonly nodeRedFolder?: string;
}): Promise<Run> {
  const { workload, influx, broker, database, profileDir, nodeRedFolder } = options;
  const setting: ContenderSetting = {
    name: options.contender,
    mqttUrl: broker.url,
    influxUrl: influx.url,
    database,
    workload,
    idleMs: options.idleMs ?? IDLE_MS,
    ...(nodeRedFolder !== undefined && { nodeRedFolder }),
  };
  const profiling = profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`];
  const contender = startChild<never, FromContender>('contenders/process.ts', setting, profiling);
  const { aheadReadings } = options;
  const publisherSetting: PublisherSetting = { port: broker.port, workload, aheadReadings };
  const publisher = startChild<ToPublisher, FromPublisher>('publisher.ts', publisherSetting);
  try {
    await Promise.all([contender.next('ready', START_MS), publisher.next('ready', START_MS)]);
    contender.onMessage((message) => {
      if (message.type === 'committed') publisher.send(message);
    });
    const before = { broker: processCpuMs(broker.pid), influx: processCpuMs(influx.pid) };
    publisher.send({ type: 'go' });
    const slowest = Math.min(workload.ratePerS ?? Number.POSITIVE_INFINITY, SLOWEST_MESSAGES_PER_S);
    const budgetMs = START_MS + (workload.messages / slowest) * 1000;
    const report = await contender.next('report', budgetMs);
    const brokerCpuMs = since(before.broker, processCpuMs(broker.pid));
    const influxCpuMs = since(before.influx, processCpuMs(influx.pid));
    // A contender that loses something holds the publisher back for ever.
    publisher.send({ type: 'stop' });
    const published = await publisher.next('published', END_MS);
    await Promise.all([contender.end(END_MS), publisher.end(END_MS)]);
    return { published, report, brokerCpuMs, influxCpuMs };
  } finally {
    await Promise.all([contender.end(0), publisher.end(0), delay(0)]);
  }
}

function since(before: number | undefined, after: number | undefined): number | undefined {
  return before === undefined || after === undefined ? undefined : after - before;
}
