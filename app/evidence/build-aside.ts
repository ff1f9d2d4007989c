import { Worker } from 'node:worker_threads';
import type { EvidenceOutcome } from '../../api/evidence-port.ts';
import { StoreUnavailable } from '../../store/timeseries.ts';
import type { EvidenceObject } from './evidence-object.ts';
import type { EvidenceSources } from './sources.ts';

/** What the thread is given, and what it answers. */
export interface BuildTask {
  readonly object: EvidenceObject;
  readonly sources: EvidenceSources;
}
export type BuildAnswer =
  | EvidenceOutcome
  | { readonly outcome: 'unavailable'; readonly reason: string }
  | { readonly outcome: 'failed'; readonly reason: string };

/**
 * Makes a package in a thread of its own, as it takes seconds of a processor in which readings have to be acknowledged. Rejects with
 * `StoreUnavailable`, and when it is aborted.
 */
export function buildAside(
  object: EvidenceObject,
  sources: EvidenceSources,
  signal: AbortSignal,
): Promise<EvidenceOutcome> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new StoreUnavailable('the program is ending'));
      return;
    }
    const task: BuildTask = { object, sources };
    const worker = new Worker(new URL('./evidence-worker.ts', import.meta.url), { workerData: task });
    const abort = () => void worker.terminate();
    signal.addEventListener('abort', abort, { once: true });
    worker.once('message', (answer: BuildAnswer) => {
      if (answer.outcome === 'unavailable') reject(new StoreUnavailable(answer.reason));
      else if (answer.outcome === 'failed') reject(new Error(answer.reason));
      else resolve(answer);
    });
    worker.once('error', reject);
    worker.once('exit', () => {
      signal.removeEventListener('abort', abort);
      // After a message this changes nothing.
      reject(new StoreUnavailable('the program is ending'));
    });
  });
}
