import type { Cluster } from './cluster.ts';
import type { Outgoing } from './outgoing.ts';

const HOUR_MS = 3_600_000;

/** Hour after hour from the one that ends at `firstHourEndMs`; `hours` of Infinity never ends. */
export async function* clusterReadings(
  cluster: Cluster,
  firstHourEndMs: number,
  hours: number,
): AsyncGenerator<Outgoing> {
  for (let n = 0; n < hours; n++) {
    const at = firstHourEndMs + n * HOUR_MS;
    for (const reading of cluster.readingsAt(at)) yield { at, ...reading };
  }
}
