import { CalibrationBook } from '../../domain/air/calibration/calibration-book.ts';
import type { CityHour } from '../../domain/air/city-hour.ts';
import type { Reading } from '../../domain/air/reading.ts';
import { readAnswers } from '../answering/read-answers.ts';
import { readAgreementPath } from '../config/agreement-path.ts';
import { ConfigError, type Fault } from '../config/fault.ts';
import { type LoadedAgreement, loadAgreement } from '../config/load.ts';
import { readCityDays } from '../csv/city-days-csv.ts';
import { formatCsvProblem } from '../csv/csv-problem.ts';
import { runProtocol } from './protocol-run.ts';
import { replayDays } from './replay-days.ts';
import type { ReplayEvent } from './replay-event.ts';
import { replayHours } from './replay-hours.ts';
import { ReplayRun } from './replay-run.ts';
import { ReplaySession } from './replay-session.ts';

/** Exactly one of `readings` and `daily`; `stations` goes with `readings`. Times in epoch ms. */
export interface ReplayFiles {
  /** The agreement, and the one that it is compared with. */
  readonly agreements: readonly string[];
  readonly stations?: string | undefined;
  readonly readings?: string | undefined;
  readonly daily?: string | undefined;
  readonly calibration?: string | undefined;
  readonly ts?: 'start' | 'end' | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** How the jurisdictions answer: `prompt`, `slow`, `silent` or a file of manners; the protocols are not run when absent. */
  readonly protocol?: string | undefined;
}

export interface ReplayHearer {
  /** Of the first agreement. */
  event?(event: ReplayEvent): void;
  problem?(text: string): void;
  progress?(at: number, figures: { readonly readings: number; readonly events: number }): void;
  /** Of the first agreement: readings after quality control, city hours as they are closed. */
  usable?(readings: readonly Reading[]): void;
  closed?(hours: readonly CityHour[]): void;
  /** City-days that were read; `endAt` is the end of the day, epoch ms. */
  day?(city: string, endAt: number, aqi: number): void;
}

export interface ReplayOutcome {
  /** One for each agreement. */
  readonly sessions: readonly ReplaySession[];
  readonly rows: number;
  readonly problems: number;
  readonly unknown: number;
  /** Ends of the first and last hour; of days the begin of the first and the end of the last. Epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly elapsedMs: number;
}

/**
 * Runs a file through one agreement or two, and the protocols after it where they are asked for. Throws `ConfigError` and `CsvRefused`
 * with every fault of the files.
 */
export async function runReplay(files: ReplayFiles, hearer: ReplayHearer = {}): Promise<ReplayOutcome> {
  const regions = files.agreements.map((agreement) => load(files, agreement));
  const parties = regions.flatMap(({ versions }) => versions.versions.map(({ agreement }) => agreement));
  const answers = files.protocol === undefined ? undefined : readAnswers(files.protocol, parties);
  const startedAt = performance.now();
  const outcome = await runEngine(files, regions, hearer);
  if (answers === undefined) return outcome;
  for (const [place, session] of outcome.sessions.entries()) {
    const versions = regions[place]?.versions;
    if (versions === undefined) continue;
    session.protocol = await runProtocol({ versions, answers, inputs: session.inputs.inOrder, to: outcome.to });
  }
  return { ...outcome, elapsedMs: performance.now() - startedAt };
}

async function runEngine(
  files: ReplayFiles,
  regions: readonly LoadedAgreement[],
  hearer: ReplayHearer,
): Promise<ReplayOutcome> {
  const sessions = regions.map((region) => new ReplaySession(region));
  let problems = 0;
  const onProblem = (problem: Parameters<typeof formatCsvProblem>[0]) => {
    problems += 1;
    hearer.problem?.(formatCsvProblem(problem));
  };
  const eventTo = (place: number) => (event: ReplayEvent) => {
    sessions[place]?.add(event);
    if (place === 0) hearer.event?.(event);
  };
  const startedAt = performance.now();
  if (files.daily !== undefined) {
    const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = files;
    const rows = (await readCityDays(files.daily, onProblem)).filter(({ date }) => {
      const end = endOf(date, regions);
      return end > from && end <= to;
    });
    for (const { city, date, aqi } of rows) hearer.day?.(city, endOf(date, regions), aqi);
    const replayed = regions.map(({ versions }) => replayDays(versions, rows));
    for (const [place, { events }] of replayed.entries()) for (const event of events) eventTo(place)(event);
    const { unknown = 0, from: first = 0, to: last = 0 } = replayed[0] ?? {};
    const elapsedMs = performance.now() - startedAt;
    return { sessions, rows: rows.length, problems, unknown, from: first, to: last, elapsedMs };
  }
  const runs = regions.map((region, place) => {
    const { usable, closed } = place === 0 ? hearer : {};
    return new ReplayRun(region, {
      event: eventTo(place),
      ...(usable === undefined ? {} : { usable }),
      ...(closed === undefined ? {} : { closed }),
    });
  });
  const cities = new Map(regions[0]?.stations.map(({ id, city }) => [id, city]));
  const { from, to, ts = 'end' } = files;
  const onHour = (at: number, readings: number) =>
    hearer.progress?.(at, { readings, events: sessions[0]?.record.events ?? 0 });
  const read = await replayHours({ path: files.readings ?? '', ts, from, to, cities, onProblem, onHour }, runs);
  const { readings, unknown, first, last } = read;
  return {
    sessions,
    rows: readings,
    problems,
    unknown,
    from: Number.isFinite(first) ? first : 0,
    to: Number.isFinite(last) ? last : 0,
    elapsedMs: performance.now() - startedAt,
  };
}

/** End of a day on the region's clock, epoch ms. */
function endOf(date: string, [region]: readonly LoadedAgreement[]): number {
  const offset = region?.versions.versions[0]?.agreement.region.utc_offset ?? '+08:00';
  return Date.parse(`${date}T00:00:00${offset}`) + 86_400_000;
}

/** City-days need no stations. */
function load({ stations, calibration, daily }: ReplayFiles, agreement: string): LoadedAgreement {
  if (daily === undefined && stations !== undefined) {
    return loadAgreement({ agreement, stations, ...(calibration === undefined ? {} : { calibration }) });
  }
  const faults: Fault[] = [];
  const versions = readAgreementPath(agreement, { faults });
  if (versions === undefined) throw new ConfigError(faults);
  return { versions, stations: [], calibration: new CalibrationBook([]), warnings: faults };
}
