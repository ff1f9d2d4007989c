import { parentPort, workerData } from 'node:worker_threads';
import { StoreUnavailable } from '../../store/timeseries.ts';
import type { BuildAnswer, BuildTask } from './build-aside.ts';
import { buildPackage, EvidenceIncomplete } from './build-package.ts';

/** The thread of `buildAside`: makes one package and ends. */
parentPort?.postMessage(await answerTo(workerData as BuildTask));

async function answerTo({ object, sources }: BuildTask): Promise<BuildAnswer> {
  try {
    const bytes = await buildPackage(object, sources);
    return bytes === undefined ? { outcome: 'unknown' } : { outcome: 'made', bytes };
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (error instanceof EvidenceIncomplete) return { outcome: 'incomplete', reason: error.message };
    if (error instanceof StoreUnavailable) return { outcome: 'unavailable', reason: error.message };
    return { outcome: 'failed', reason };
  }
}
