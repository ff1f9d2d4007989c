import type { Station } from '../../domain/air/station.ts';
import { type CsvProblem, formatCsvProblem } from '../csv/csv-problem.ts';
import { createCluster } from '../simulation/cluster.ts';
import { clusterReadings } from '../simulation/cluster-readings.ts';
import { fileReadings } from '../simulation/file-readings.ts';
import type { Outgoing } from '../simulation/outgoing.ts';
import { readingPayload } from '../simulation/reading-payload.ts';

const HOUR_MS = 3_600_000;

/** What is breathed in a drill. Instants are epoch ms of the drill's clock. */
export interface DrillAir {
  /** Where it came from, for people. */
  readonly source: string;
  /** Where the clock begins. */
  readonly startsAt: number;
  /** In the order of time, the lead-in before `startsAt` with them. */
  readonly readings: readonly Outgoing[];
}

export interface AirOptions {
  readonly leadInHours: number;
  /** `now`: readings are moved by whole hours, so that the hour of `from` is the present one (DRI-7). */
  readonly clock: 'own' | 'now';
  /** Epoch ms. */
  readonly now: number;
}

/** A readings CSV, from `from` (its first hour and the lead-in when absent) to before `to`. Throws `CsvRefused`, RangeError when nothing is left. */
export async function airOfFile(
  file: {
    readonly path: string;
    readonly stations: readonly Station[];
    readonly ts: 'start' | 'end';
    readonly from?: number;
    readonly to?: number;
  },
  { leadInHours, clock, now }: AirOptions,
  complain: (text: string) => void,
): Promise<DrillAir> {
  const { path, stations, ts, to = Infinity } = file;
  const kept: Outgoing[] = [];
  const earliest = file.from === undefined ? -Infinity : file.from - leadInHours * HOUR_MS;
  const onProblem = (problem: CsvProblem) => complain(formatCsvProblem(problem));
  const ignore = () => {};
  const options = { path, stations, ts, hours: Infinity, onProblem, onEmpty: ignore, onUnknownColumns: ignore };
  for await (const one of fileReadings(options)) if (one.at >= earliest && one.at < to) kept.push(one);
  kept.sort((a, b) => a.at - b.at);
  const first = kept[0]?.at;
  if (first === undefined) throw new RangeError(`${path} has no readings of that time and these stations`);
  const from = file.from ?? first + leadInHours * HOUR_MS;
  if (clock === 'own') return { source: path, startsAt: from, readings: kept };
  const shiftMs = hourOf(now) - hourOf(from);
  return { source: path, startsAt: now, readings: kept.map((one) => moved(one, shiftMs)) };
}

/** The invented cluster and its episode, which begins six hours before the clock. */
export async function airOfCluster(
  { seed, hours }: { readonly seed: number; readonly hours: number },
  { leadInHours, now }: Pick<AirOptions, 'leadInHours' | 'now'>,
): Promise<DrillAir> {
  const start = hourOf(now);
  const cluster = createCluster({ seed, episodeStartMs: start - 6 * HOUR_MS });
  const readings: Outgoing[] = [];
  for await (const one of clusterReadings(cluster, start - leadInHours * HOUR_MS, leadInHours + hours)) {
    readings.push(one);
  }
  return { source: `虚构城市群 invented cluster (seed ${seed})`, startsAt: now, readings };
}

function hourOf(at: number): number {
  return at - (at % HOUR_MS);
}

function moved({ at, city, station, payload }: Outgoing, byMs: number): Outgoing {
  return { at: at + byMs, city, station, payload: readingPayload(at + byMs, payload.values, payload.period) };
}
