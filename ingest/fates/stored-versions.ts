import type { Reading } from '../../domain/air/reading.ts';
import type { Timeseries } from '../../store/timeseries.ts';

/** Of one station, times this far apart are asked for in one go: what lies between is read for nothing. */
const WIDEST_GAP_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const PAGE = 5_000;

/** One question to the store: these stations, from `from` to `to`, both inclusive. */
interface Question {
  readonly stations: readonly string[];
  readonly from: number;
  readonly to: number;
}

/**
 * Asks the store for what it has under station, time and period of each of `wanted`, in pages, and gives it to `found`, once each.
 * Few questions: times of one station that are close are one, and so are stations within the same hour. Rejects with `StoreUnavailable`.
 */
export async function storedVersions(
  store: Pick<Timeseries, 'read'>,
  wanted: readonly Reading[],
  found: (stored: Reading) => void,
): Promise<void> {
  const keys = new Set(wanted.map(keyOf));
  for (const { stations, from, to } of questionsFor(wanted)) {
    let after: Reading | undefined;
    for (;;) {
      const page = await store.read({ stations, from, to: to + 1, limit: PAGE, ...(after && { after }) });
      for (const reading of page) if (keys.has(keyOf(reading))) found(reading);
      after = page.at(-1);
      if (page.length < PAGE) break;
    }
  }
}

/** Names the identity of a reading. */
export function keyOf({ station, at, periodS }: Reading): string {
  return `${at} ${periodS} ${station}`;
}

function questionsFor(wanted: readonly Reading[]): Question[] {
  const times = new Map<string, number[]>();
  for (const { station, at } of wanted) {
    const known = times.get(station);
    if (known === undefined) times.set(station, [at]);
    else known.push(at);
  }
  const questions: Question[] = [];
  const hours = new Map<number, { stations: string[]; from: number; to: number }>();
  for (const [station, ats] of times) {
    for (const { from, to } of runs(ats)) {
      const hour = Math.floor(from / HOUR_MS);
      if (hour !== Math.floor(to / HOUR_MS)) {
        questions.push({ stations: [station], from, to });
        continue;
      }
      const together = hours.get(hour);
      if (together === undefined) {
        hours.set(hour, { stations: [station], from, to });
        continue;
      }
      together.stations.push(station);
      together.from = Math.min(together.from, from);
      together.to = Math.max(together.to, to);
    }
  }
  return [...questions, ...hours.values()];
}

function runs(times: number[]): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (const at of times.sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last !== undefined && at - last.to <= WIDEST_GAP_MS) last.to = at;
    else found.push({ from: at, to: at });
  }
  return found;
}
