import { monotonicMs } from '../monotonic-ms.ts';
import { startBare } from './bare.ts';
import type { ContenderName, ContenderSetting, FromContender, StartContender } from './contender.ts';
import { startLianfang, startLianfangWithRules } from './lianfang.ts';
import { limitsOf } from './limits.ts';
import { startNaive } from './naive.ts';
import { startNodeRed, startNodeRedBatched } from './node-red.ts';
import { startSkeleton } from './skeleton.ts';
import { Tally } from './tally.ts';

const STARTS: Readonly<Record<ContenderName, StartContender>> = {
  bare: startBare,
  naive: startNaive,
  'node-red': startNodeRed,
  'node-red+batch': startNodeRedBatched,
  skeleton: startSkeleton,
  lianfang: startLianfang,
  'lianfang+rules': startLianfangWithRules,
};

/** The publisher is told so often while it sends what it may be ahead. */
const PROGRESS_PER_AHEAD = 20;

/** A process of its own around one contender. */
async function run(setting: ContenderSetting): Promise<void> {
  // Without its parent nobody would end it.
  process.once('disconnect', () => process.exit(1));
  const tally = new Tally({
    expected: setting.workload.messages * setting.workload.readingsPerMessage,
    progressEvery: limitsOf(setting.name).aheadReadings / PROGRESS_PER_AHEAD,
    onProgress: (readings) => tell({ type: 'committed', readings }),
  });
  const contender = await STARTS[setting.name](setting, tally);
  const before = process.cpuUsage();
  tell({ type: 'ready' });
  await tally.complete(setting.idleMs);
  await contender.settled?.();
  const { user, system } = process.cpuUsage(before);
  const settledAt = monotonicMs();
  const { committed, times, totals } = tally;
  const own = await contender.stop();
  await told({
    type: 'report',
    committed,
    times: Float64Array.from(times),
    totals: Float64Array.from(totals),
    cpuMs: (user + system) / 1000,
    settledAfterMs: settledAt - (times.at(-1) ?? settledAt),
    maxRssMb: process.resourceUsage().maxRSS / 1024,
    own,
  });
}

function tell(message: FromContender): void {
  process.send?.(message);
}

/** Megabytes: must be written before the channel is closed. */
function told(message: FromContender): Promise<void> {
  return new Promise((resolve) => process.send?.(message, undefined, undefined, () => resolve()));
}

await run(JSON.parse(process.argv[2] ?? '') as ContenderSetting);
// Also ends what a contender has left open.
process.removeAllListeners('disconnect');
process.disconnect?.();
process.exitCode = 0;
setTimeout(() => process.exit(), 2_000).unref();
