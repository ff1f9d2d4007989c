import { mkdir, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { startInfluxdb } from '../tests/services/influxdb.ts';
import type { LaunchedService } from '../tests/services/launched-service.ts';
import type { ContenderName } from './contenders/contender.ts';
import { limitsOf } from './contenders/limits.ts';
import { NODE_RED_INSTALL, versionsIn } from './contenders/node-red-folder.ts';
import { machine } from './machine.ts';
import { measure } from './measure.ts';
import type { Measurement } from './measurement.ts';
import { BadOptions, type BenchOptions, benchOptions, USAGE } from './options.ts';
import { ratios, summarise } from './summary.ts';
import { printable } from './table.ts';
import type { Workload } from './workload.ts';

/** All rounds of one workload on one InfluxDB. A failed measurement ends the run: half a comparison is none. */
async function measureRounds(
  options: BenchOptions,
  workload: Workload,
  influx: LaunchedService,
): Promise<Measurement[][]> {
  const rounds: Measurement[][] = [];
  for (let round = 0; round < options.rounds; round++) {
    const measurements: Measurement[] = [];
    for (const contender of orderOf(options.contenders, round)) {
      const measurement = await measure({
        contender,
        workload,
        influx,
        database: `bench_${workload.name}_${round}_${contender}`.replaceAll(/[^a-z0-9]/g, '_'),
        ...(options.profileDir !== undefined && { profileDir: options.profileDir }),
        ...(options.nodeRedFolder !== undefined && { nodeRedFolder: options.nodeRedFolder }),
      });
      measurements.push(measurement);
      const { readingsPerS = 0, cpuUsPerReading, lostReadings } = measurement;
      console.error(
        `${workload.name} ${round + 1}/${options.rounds} ${contender}: ${Math.round(readingsPerS)} readings/s, ` +
          `${cpuUsPerReading.toFixed(1)} µs CPU, lost ${lostReadings}, load ${measurement.loadBefore.toFixed(1)}`,
      );
    }
    rounds.push(measurements);
  }
  return rounds;
}

/** A B C, C B A, A B C: nobody always follows the same neighbour. */
function orderOf(contenders: readonly ContenderName[], round: number): readonly ContenderName[] {
  return round % 2 === 0 ? contenders : contenders.toReversed();
}

async function run(options: BenchOptions): Promise<void> {
  const startedAt = new Date().toISOString();
  const loadAtStart = loadavg();
  if (options.nodeRedFolder === undefined) console.error(`without Node-RED; for its contenders: ${NODE_RED_INSTALL}`);
  const influx = await startInfluxdb();
  const workloads: object[] = [];
  try {
    for (const workload of options.workloads) {
      const rounds = await measureRounds(options, workload, influx);
      const contenders = summarise(rounds);
      const compared = ratios(rounds);
      workloads.push({ workload, contenders, ratios: compared, rounds });
      console.log(`\n${printable(workload, contenders, compared)}\n`);
      for (const { contender } of contenders) {
        const { mostMessages } = limitsOf(contender);
        if (mostMessages < workload.messages) console.log(`  ${contender}: ${mostMessages} messages only\n`);
      }
    }
  } finally {
    await influx.stop();
  }
  const file = options.json ?? join(import.meta.dirname, 'results', `${startedAt.slice(0, 10)}-ingest.json`);
  const result = {
    benchmark: 'ingest',
    startedAt,
    ...(options.note !== undefined && { note: options.note }),
    command: ['npm run bench', ...(process.argv.length > 2 ? ['--'] : []), ...process.argv.slice(2)].join(' '),
    machine: machine(),
    ...(options.nodeRedFolder !== undefined && { nodeRed: versionsIn(options.nodeRedFolder) }),
    loadAtStart,
    workloads,
  };
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(result, null, 2)}\n`);
  console.log(`written to ${file}`);
}

// So that the exit handlers end the processes.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

try {
  const options = benchOptions(process.argv.slice(2));
  if (options === undefined) console.log(USAGE);
  else await run(options);
} catch (error) {
  if (!(error instanceof BadOptions)) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
