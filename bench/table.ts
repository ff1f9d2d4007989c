import type { ContenderSummary, RatioSummary, Spread } from './summary.ts';
import type { Workload } from './workload.ts';

/** What a person reads: one table of figures and one of ratios, median and (smallest - largest). */
export function printable(
  workload: Workload,
  summaries: readonly ContenderSummary[],
  compared: readonly RatioSummary[],
) {
  const offered = workload.ratePerS === undefined ? 'saturated' : `${workload.ratePerS} messages/s offered`;
  const title = `${workload.name}: ${workload.messages} messages of ${workload.readingsPerMessage}, ${offered}`;
  const figures = table(
    ['', 'readings/s', 'CPU µs/reading', 'p50 ms', 'p99 ms', 'RSS MB', 'lost', 'unacked', 'wrong'],
    summaries.map((one) => [
      one.contender,
      spread(one.readingsPerS, 0),
      spread(one.cpuUsPerReading, 1),
      spread(one.p50Ms, 1),
      spread(one.p99Ms, 1),
      spread(one.maxRssMb, 0),
      String(one.lostReadings),
      String(one.unacknowledgedMessages),
      String(one.wrongContents),
    ]),
  );
  const quotients = table(
    ['ratio, round by round', 'readings/s', 'CPU per reading'],
    compared.map(({ of, to, readingsPerS, cpuUsPerReading }) => [
      `${of} / ${to}`,
      spread(readingsPerS, 2),
      spread(cpuUsPerReading, 2),
    ]),
  );
  return [title, figures, ...(compared.length > 0 ? [quotients] : [])].join('\n\n');
}

function spread(value: Spread | undefined, digits: number): string {
  if (value === undefined) return '-';
  const [middle, least, most] = [value.median, value.min, value.max].map((number) => number.toFixed(digits));
  return least === most ? `${middle}` : `${middle} (${least} - ${most})`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ');
  return [line(head), ...rows.map(line)].map((text) => `  ${text.trimEnd()}`).join('\n');
}
