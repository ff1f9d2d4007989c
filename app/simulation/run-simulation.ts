import type { Clock } from '../../domain/clock.ts';
import { type CsvProblem, CsvRefused, formatCsvProblem } from '../csv/csv-problem.ts';
import { readStationsCsv } from '../csv/stations-csv.ts';
import { createCluster } from './cluster.ts';
import { clusterReadings } from './cluster-readings.ts';
import { type BrokerAddress, BrokerUnreachable } from './connect-broker.ts';
import { fileReadings } from './file-readings.ts';
import type { Outgoing } from './outgoing.ts';
import { Progress, type ProgressOutput } from './progress.ts';
import { Publisher } from './publisher.ts';
import { push } from './push.ts';

/** What is sent: the invented cluster, or a file of measured data. */
export type SimulationSource =
  | {
      readonly kind: 'cluster';
      readonly seed: number;
      readonly firstHourEndMs: number;
      readonly hours: number;
      readonly episodeStartMs: number;
    }
  | {
      readonly kind: 'file';
      readonly readings: string;
      readonly stations: string;
      readonly ts: 'start' | 'end';
      readonly hours: number;
    };

export interface SimulationOptions {
  readonly source: SimulationSource;
  readonly broker: BrokerAddress;
  readonly speed: number;
  readonly json: boolean;
  /** Keeps a reading until the platform's receipt, and sends it again after so long; absent: a PUBACK is enough. */
  readonly untilStoredMs?: number;
}

/** What a run needs of the world. */
export interface SimulationIo {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: ProgressOutput;
  readonly clock: Clock;
  /** Aborted to stop cleanly. */
  readonly signal: AbortSignal;
}

const SHOWN = 20;

/**
 * Runs one simulation and prints its summary. Resolves to the exit code: 0 all acknowledged, 1 something was left out,
 * 2 wrong use.
 */
export async function runSimulation(options: SimulationOptions, io: SimulationIo): Promise<0 | 1 | 2> {
  const started = io.clock.now();
  const progress = new Progress(io.stderr, io.clock.now);
  const figures = { sent: 0, acknowledged: 0, skippedEmpty: 0, refused: 0, problems: 0 };
  const onProblem = (problem: CsvProblem) => complain(formatCsvProblem(problem));
  const complain = (text: string) => {
    figures.problems += 1;
    if (figures.problems <= SHOWN) progress.say(text);
    else if (figures.problems === SHOWN + 1) progress.say('更多问题只计数 further problems are only counted');
  };
  let publisher: Publisher | undefined;
  try {
    const readings = await readingsOf(options.source, {
      onEmpty: () => {
        figures.skippedEmpty += 1;
      },
      onProblem,
      onUnknownColumns: (names) => progress.say(`未识别的列已忽略 columns left out: ${names.join(', ')}`),
    });
    const open = await Publisher.connect({
      ...options.broker,
      ...(options.untilStoredMs !== undefined && { untilStored: { clock: io.clock, resendMs: options.untilStoredMs } }),
      onConnection: (state) =>
        progress.say(
          state === 'lost'
            ? '连接中断，重连中 connection lost, trying again'
            : '连接恢复，续发未确认的读数 connected again, sending what was not acknowledged',
        ),
    });
    publisher = open;
    await push(readings, {
      publisher: open,
      clock: io.clock,
      speed: options.speed,
      signal: io.signal,
      onSent: ({ at }) => {
        figures.sent += 1;
        progress.update(() => ({ at, sent: figures.sent, acknowledged: open.acknowledged }));
      },
      onRefused: ({ city, station }, error) => {
        figures.refused += 1;
        complain(`拒收 refused by the broker: ${city}/${station}: ${error.message}`);
      },
    });
  } catch (error) {
    if (!(error instanceof CsvRefused) && !(error instanceof BrokerUnreachable)) throw error;
    progress.say(`lianfang simulate: ${error.message}`);
    return 2;
  } finally {
    figures.acknowledged = publisher?.acknowledged ?? 0;
    await publisher?.close();
  }
  io.stdout.write(summary({ ...figures, seconds: (io.clock.now() - started) / 1000 }, options.json));
  return figures.problems > 0 || figures.acknowledged < figures.sent ? 1 : 0;
}

async function readingsOf(
  source: SimulationSource,
  tell: {
    readonly onEmpty: () => void;
    readonly onProblem: (problem: CsvProblem) => void;
    readonly onUnknownColumns: (names: readonly string[]) => void;
  },
): Promise<AsyncIterable<Outgoing>> {
  if (source.kind === 'cluster') return clusterReadings(createCluster(source), source.firstHourEndMs, source.hours);
  const stations = await readStationsCsv(source.stations);
  return fileReadings({ path: source.readings, stations, ts: source.ts, hours: source.hours, ...tell });
}

interface Summary {
  readonly sent: number;
  readonly acknowledged: number;
  /** Rows without any value. */
  readonly skippedEmpty: number;
  readonly refused: number;
  /** Faults of the file and refusals. */
  readonly problems: number;
  readonly seconds: number;
}

function summary(figures: Summary, json: boolean): string {
  if (json) return `${JSON.stringify(figures)}\n`;
  const { sent, acknowledged, skippedEmpty, refused, problems, seconds } = figures;
  const parts = [
    `已发送 sent ${sent}`,
    `已确认 acknowledged ${acknowledged}`,
    `空行未发 skipped empty ${skippedEmpty}`,
    `拒收 refused ${refused}`,
    `问题 problems ${problems}`,
    `${seconds.toFixed(1)} s`,
  ];
  return `${parts.join(' · ')}\n`;
}
