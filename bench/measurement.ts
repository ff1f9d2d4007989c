import type { ContenderName, FromContender } from './contenders/contender.ts';
import { commitLatency, type Latency, latencyOf } from './latency.ts';
import type { FromPublisher } from './publisher.ts';
import { pm25Sum, type Workload } from './workload.ts';

/** One contender under one workload, once. Times in ms; CPU in µs of one core per reading. */
export interface Measurement {
  readonly contender: ContenderName;
  readonly publishedReadings: number;
  /** Counted by a query afterwards; for `bare`, which stores nothing, what it has parsed. */
  readonly storedReadings: number;
  readonly lostReadings: number;
  /** The sum of a field in the database is what was published; absent for `bare`. */
  readonly contentsRight?: boolean;
  /** Messages the broker still wanted to deliver to the session afterwards. */
  readonly unacknowledgedMessages: number;
  /** Stored readings from the first publish to the last commit; absent when nothing was committed. */
  readonly readingsPerS?: number;
  readonly cpuUsPerReading: number;
  readonly brokerCpuUsPerReading?: number;
  readonly influxCpuUsPerReading?: number;
  /** From when a message was due to its commit; only with an offered rate, and absent when something is lost. */
  readonly latency?: Latency;
  /** How late the publisher itself was; only with an offered rate. */
  readonly publisherLateness?: Latency;
  readonly settledAfterMs: number;
  readonly commits: number;
  readonly maxRssMb: number;
  /** The contender's own figures. */
  readonly own: Readonly<Record<string, number>>;
  /** Load average of the last minute before it began. */
  readonly loadBefore: number;
}

/** What the processes said, and what the services needed meanwhile. */
export interface Run {
  readonly published: Extract<FromPublisher, { type: 'published' }>;
  readonly report: Extract<FromContender, { type: 'report' }>;
  readonly brokerCpuMs: number | undefined;
  readonly influxCpuMs: number | undefined;
}

/** Makes figures of a run. Readings are lost when the broker has acknowledged them to the publisher and nobody stored them. */
export function judge(
  run: Run & {
    readonly name: ContenderName;
    readonly workload: Workload;
    readonly contents: { readonly points: number; readonly pm25Sum: number } | undefined;
    readonly unacknowledgedMessages: number;
    readonly loadBefore: number;
  },
): Measurement {
  const { report, published, workload, contents } = run;
  const { readingsPerMessage } = workload;
  const { times, totals } = report;
  const publishedReadings = published.acknowledged * readingsPerMessage;
  const storedReadings = contents?.points ?? report.committed;
  const lostReadings = publishedReadings - storedReadings;
  // Not from the first commit: the first batch would be free, and with few commits that flatters.
  const spanMs = (times.at(-1) ?? 0) - (published.sentAt[0] ?? 0);
  const perReading = (ms: number) => (ms * 1000) / Math.max(1, report.committed);
  // From when it was due, not when it was written: a publisher that is held up would hide the delay it suffers.
  const { dueAt } = published;
  const latency = lostReadings === 0 ? commitLatency({ dueAt, readingsPerMessage, times, totals }) : undefined;
  const lateness = latencyOf(dueAt.map((due, i) => (published.sentAt[i] ?? due) - due));
  return {
    contender: run.name,
    publishedReadings,
    storedReadings,
    lostReadings,
    ...(contents !== undefined && { contentsRight: contents.pm25Sum === pm25Sum(workload, published.acknowledged) }),
    unacknowledgedMessages: run.unacknowledgedMessages,
    ...(spanMs > 0 && { readingsPerS: (report.committed * 1000) / spanMs }),
    cpuUsPerReading: perReading(report.cpuMs),
    ...(run.brokerCpuMs !== undefined && { brokerCpuUsPerReading: perReading(run.brokerCpuMs) }),
    ...(run.influxCpuMs !== undefined && { influxCpuUsPerReading: perReading(run.influxCpuMs) }),
    ...(latency !== undefined && { latency }),
    ...(lateness !== undefined && { publisherLateness: lateness }),
    settledAfterMs: report.settledAfterMs,
    commits: times.length,
    maxRssMb: report.maxRssMb,
    own: report.own,
    loadBefore: run.loadBefore,
  };
}
