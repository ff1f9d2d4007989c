import { max, median, min } from 'simple-statistics';
import type { ContenderName } from './contenders/contender.ts';
import type { Measurement } from './measurement.ts';

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export interface ContenderSummary {
  readonly contender: ContenderName;
  readonly rounds: number;
  readonly readingsPerS?: Spread;
  readonly cpuUsPerReading?: Spread;
  readonly p50Ms?: Spread;
  readonly p99Ms?: Spread;
  readonly maxRssMb?: Spread;
  /** Sums over all rounds; anything but 0, 0, 0 makes the other figures worthless. */
  readonly lostReadings: number;
  readonly unacknowledgedMessages: number;
  readonly wrongContents: number;
}

/** Each round gives one ratio, and these are summarised: what disturbs a round disturbs both of its sides. */
export interface RatioSummary {
  readonly of: ContenderName;
  readonly to: ContenderName;
  /** Above 1: `of` is faster. */
  readonly readingsPerS?: Spread;
  /** Below 1: `of` needs less. */
  readonly cpuUsPerReading?: Spread;
}

export function summarise(rounds: readonly (readonly Measurement[])[]): ContenderSummary[] {
  return namesIn(rounds).map((contender) => {
    const all = rounds.flat().filter((measurement) => measurement.contender === contender);
    return {
      contender,
      rounds: all.length,
      ...spreads({
        readingsPerS: all.map(({ readingsPerS }) => readingsPerS),
        cpuUsPerReading: all.map(({ cpuUsPerReading }) => cpuUsPerReading),
        p50Ms: all.map(({ latency }) => latency?.p50Ms),
        p99Ms: all.map(({ latency }) => latency?.p99Ms),
        maxRssMb: all.map(({ maxRssMb }) => maxRssMb),
      }),
      lostReadings: all.reduce((sum, { lostReadings }) => sum + lostReadings, 0),
      unacknowledgedMessages: all.reduce((sum, one) => sum + one.unacknowledgedMessages, 0),
      wrongContents: all.filter(({ contentsRight }) => contentsRight === false).length,
    };
  });
}

/** Lianfang against each of the others, and its rules against itself without them. */
export function ratios(rounds: readonly (readonly Measurement[])[]): RatioSummary[] {
  const names = namesIn(rounds);
  const ours = names.filter((name) => name.startsWith('lianfang'));
  return ours.flatMap((of) =>
    names
      .filter((to) => to !== of && to !== 'lianfang+rules')
      .map((to) => {
        const pairs = rounds.map((round) => [find(round, of), find(round, to)] as const);
        return {
          of,
          to,
          ...spreads({
            readingsPerS: pairs.map(([a, b]) => quotient(a?.readingsPerS, b?.readingsPerS)),
            cpuUsPerReading: pairs.map(([a, b]) => quotient(a?.cpuUsPerReading, b?.cpuUsPerReading)),
          }),
        };
      }),
  );
}

function namesIn(rounds: readonly (readonly Measurement[])[]): ContenderName[] {
  return [...new Set(rounds.flat().map(({ contender }) => contender))];
}

function find(round: readonly Measurement[], name: ContenderName): Measurement | undefined {
  return round.find(({ contender }) => contender === name);
}

function quotient(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined || b === 0 ? undefined : a / b;
}

/** A figure that was missing in every round stays away. */
function spreads<K extends string>(figures: Readonly<Record<K, (number | undefined)[]>>): { [name in K]?: Spread } {
  const found: { [name in K]?: Spread } = {};
  for (const name in figures) {
    const values = figures[name].filter((value) => value !== undefined);
    if (values.length > 0) found[name] = { median: median(values), min: min(values), max: max(values) };
  }
  return found;
}
